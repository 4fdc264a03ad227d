#include "tests/support/hocon_writer.hpp"

namespace klausur::test {

namespace {

constexpr std::size_t k_deepest = 4;
constexpr std::size_t k_longest = 4'000;

/// What substitutions refer to; nothing later writes there.
constexpr std::string_view k_base = R"(base {
  number = 7, flag = true
  text = "some text"
  list = [1, two]
  object { x = 1, y { z = deep } }
}
)";

} // namespace

std::string
HoconWriter::document()
{
  m_written = k_base;
  m_grown = 0;
  if (m_choose(4) == 0) {
    m_written = "{\n" + m_written;
    fields(0);
    m_written += "\n}\n";
  } else {
    fields(0);
  }
  return std::move(m_written);
}

void
HoconWriter::fields(std::size_t depth)
{
  const auto many = m_choose(5);
  for (std::size_t i = 0; i < many && m_written.size() < k_longest; ++i) {
    if (i > 0) {
      m_written += one_of({"\n", ", ", "\n\n  # a comment: { [ \" \n", ",\n", " // another\n"});
    }
    field(depth);
  }
}

void
HoconWriter::field(std::size_t depth)
{
  if (depth == 0 && m_grown < 2 && m_choose(8) == 0) {
    // A list of its own, which nothing else sets. The other reader refuses more, and deeper
    // ones.
    ++m_grown;
    m_written += "grown += ";
    m_written += one_of({"1", "word", "[2, 3]"});
    return;
  }
  m_written += one_of({"a", "b", "c", "\"quoted key\"", "\"dotted.key\"", "with-dash", "d_1"});
  for (int i = 0; i < 3 && m_choose(4) == 0; ++i) {
    m_written += one_of({".a", ".b", ".\"e f\"", ".inner"});
  }
  if (m_choose(4) == 0) {
    m_written += one_of({" ", ""});
    object(depth);
    return;
  }
  m_written += one_of({" = ", "=", ": ", " : "});
  value(depth);
}

void
HoconWriter::object(std::size_t depth)
{
  m_written += "{";
  if (depth < k_deepest) {
    m_written += one_of({" ", "\n  ", " # opened\n"});
    fields(depth + 1);
  }
  m_written += one_of({" }", "\n}", "}"});
}

void
HoconWriter::list(std::size_t depth)
{
  m_written += "[";
  const auto many = depth < k_deepest ? m_choose(4) : 0;
  for (std::size_t i = 0; i < many; ++i) {
    if (i > 0) {
      m_written += one_of({", ", ",\n", ", // in a list\n"});
    }
    ++m_lists;
    value(depth + 1);
    --m_lists;
  }
  m_written += one_of({"]", " ]", "\n]"});
}

void
HoconWriter::text()
{
  m_written +=
      one_of({"word", "two words", "10 seconds", "a-b", "x_y.z", "\"quoted\"",
              "\"with \\\"quotes\\\" and \\\\\"", "\"# no comment\"", "\"\"",
              "\"tab\\tand \\u00e9\"", "\"\"\"raw \"text\" here\"\"\"", "truely", "5m"});
}

void
HoconWriter::value(std::size_t depth)
{
  // The other reader loses its way where concatenations stand inside of a list.
  switch (m_lists > 0 ? m_choose(4) : m_choose(12)) {
  case 0:
    object(depth);
    break;
  case 1:
    list(depth);
    break;
  case 2:
    m_written += one_of({"true", "false", "null"});
    break;
  case 3:
    m_written += one_of({"0", "1", "-3", "2.5", "1000000000", "1e3", "12.0"});
    break;
  case 4:
    m_written += one_of({"${base.number}", "${base.text}", "${base.list}", "${base.object}",
                         "${base.object.y.z}", "${?base.flag}", "${?not.there}"});
    break;
  case 5:
    m_written += one_of({"${base.object} ", "${?base.object}", "{ x = 2 } "});
    object(depth);
    break;
  case 6:
    m_written += one_of({"${base.list} ", "${?base.list}", "[ 0 ] "});
    list(depth);
    break;
  case 7:
    m_written += one_of({"pre${base.number}post", "a ${base.text} b", "${base.text} after",
                         "before ${base.object.y.z}", "\"q\"${base.flag}",
                         "\"http://host:\"${base.number}\"/p\""});
    break;
  default:
    text();
  }
}

} // namespace klausur::test
