#include "connectors/base/encoding.hpp"
#include "connectors/jitsi/hocon_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

// The words of a HOCON text: white space, comments, quoted and unquoted text, paths.

namespace klausur::hocon {

namespace {

constexpr std::string_view k_reserved = "$\"{}[]:=,+#`^?!@*&\\ \t\r\n\f\v";
constexpr std::string_view k_blanks = " \t\r\f\v";

} // namespace

std::string
Reader::place() const
{
  return fmt::format("{}:{}", m_name, m_line);
}

tl::unexpected<Error>
Reader::refuse(std::string_view what) const
{
  return refuse_at(place(), what);
}

tl::unexpected<Error>
Reader::refuse_at(std::string_view place, std::string_view what) const
{
  return fail(Failure::unexpected, fmt::format("{}: {}", place, what));
}

void
Reader::advance(std::size_t count)
{
  const std::string_view passed = m_text.substr(m_at, count);
  m_line += static_cast<std::uint32_t>(std::ranges::count(passed, '\n'));
  m_at += passed.size();
}

bool
Reader::take(std::string_view what)
{
  if (!at(what)) {
    return false;
  }
  advance(what.size());
  return true;
}

std::string_view
Reader::take_blanks()
{
  const std::string_view rest = m_text.substr(m_at);
  const auto blanks = rest.substr(0, std::min(rest.find_first_not_of(k_blanks), rest.size()));
  m_at += blanks.size();
  return blanks;
}

bool
Reader::at_line_end() const
{
  return at_end() || at("\n") || at("#") || at("//");
}

bool
Reader::skip_lines()
{
  bool lines = false;
  for (;;) {
    take_blanks();
    if (at("#") || at("//")) {
      m_at = std::min(m_text.find('\n', m_at), m_text.size());
    }
    if (!take("\n")) {
      return lines;
    }
    lines = true;
  }
}

/// Text that needs no quotes, up to what is reserved; a plus only in a number's exponent.
std::string_view
Reader::unquoted(bool in_key)
{
  const std::size_t from = m_at;
  while (!at_end() && !at("//")) {
    const char letter = m_text[m_at];
    const bool exponent = letter == '+' && !in_key && m_at > from + 1 &&
                          (m_text[m_at - 1] == 'e' || m_text[m_at - 1] == 'E') &&
                          m_text[m_at - 2] >= '0' && m_text[m_at - 2] <= '9';
    const bool dot = in_key && letter == '.';
    if (dot || (!exponent && k_reserved.find(letter) != std::string_view::npos)) {
      break;
    }
    ++m_at;
  }
  return m_text.substr(from, m_at - from);
}

/// Keys with dots between them. White space inside of a key belongs to it.
Result<Path>
Reader::path(std::string_view context)
{
  Path keys;
  std::string key;
  bool quotes = false;
  take_blanks();
  for (;;) {
    if (at("\"")) {
      auto text = at("\"\"\"") ? triple_quoted() : quoted();
      if (!text) {
        return tl::unexpected(text.error());
      }
      key += *text;
      quotes = true;
    } else {
      key += unquoted(/*in_key=*/true);
    }
    const std::string_view blanks = take_blanks();
    const bool more = at("\"") || (!at_end() && !at("//") && !at(".") &&
                                   k_reserved.find(m_text[m_at]) == std::string_view::npos);
    if (more) {
      key += blanks;
      continue;
    }
    if (key.empty() && !quotes) {
      return refuse(fmt::format("{} is empty", context));
    }
    keys.push_back(std::exchange(key, {}));
    quotes = false;
    if (keys.size() > k_deepest) {
      return refuse(fmt::format("{} of more than {} parts", context, k_deepest));
    }
    if (!take(".")) {
      return keys;
    }
    take_blanks();
  }
}

Result<std::string>
Reader::quoted()
{
  const std::string opened = place();
  advance(1);
  std::string text;
  while (!at("\"")) {
    if (at_end() || at("\n")) {
      return refuse_at(opened, "the quote is not closed");
    }
    if (at("\\")) {
      advance(1);
      if (auto done = escape(text); !done) {
        return tl::unexpected(done.error());
      }
    } else {
      text += m_text[m_at++];
    }
  }
  advance(1);
  return text;
}

Result<void>
Reader::escape(std::string& text)
{
  constexpr std::string_view letters = "\"\\/bfnrt";
  constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
  const std::size_t known = at_end() ? letters.npos : letters.find(m_text[m_at]);
  if (known != letters.npos) {
    text += meanings[known];
    advance(1);
    return {};
  }
  const auto unit = [this]() -> std::optional<unsigned> {
    const std::string_view digits = m_text.substr(std::min(m_at + 1, m_text.size()), 4);
    unsigned value = 0;
    const auto end =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
    return at("u") && digits.size() == 4 && end == digits.data() + 4 ? std::optional{value}
                                                                     : std::nullopt;
  };
  const auto high = unit();
  if (!high) {
    return refuse("an escape that does not exist");
  }
  advance(5);
  if (*high >= 0xD800 && *high < 0xDC00 && at("\\u")) {
    advance(1);
    const auto low = unit();
    if (low && *low >= 0xDC00 && *low < 0xE000) {
      advance(5);
      append_utf8(text, 0x10000 + ((*high - 0xD800) << 10U) + (*low - 0xDC00));
      return {};
    }
    --m_at;
  }
  append_utf8(text, *high);
  return {};
}

/// Everything up to the last three of the closing quotes; no escapes.
Result<std::string>
Reader::triple_quoted()
{
  const std::size_t from = m_at + 3;
  std::size_t end = m_text.find("\"\"\"", from);
  if (end == std::string_view::npos) {
    return refuse("the three quotes are not closed");
  }
  while (m_text.substr(end + 3).starts_with('"')) {
    ++end;
  }
  const std::string text{m_text.substr(from, end - from)};
  advance(end + 3 - m_at);
  return text;
}

} // namespace klausur::hocon
