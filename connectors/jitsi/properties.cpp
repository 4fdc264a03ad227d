#include "connectors/jitsi/properties.hpp"

#include "connectors/base/encoding.hpp"
#include "connectors/format/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string>

namespace klausur {

namespace {

constexpr std::string_view k_blanks = " \t\f";

class Reader
{
public:
  Reader(std::string_view text, std::string_view name) : m_text{text}, m_name{name} {}

  Result<std::map<std::string, std::string, std::less<>>> read()
  {
    std::map<std::string, std::string, std::less<>> values;
    while (start_of_entry()) {
      auto key = part(/*is_key=*/true);
      if (!key) {
        return tl::unexpected(key.error());
      }
      skip_separator();
      auto value = part(/*is_key=*/false);
      if (!value) {
        return tl::unexpected(value.error());
      }
      values.insert_or_assign(*std::move(key), *std::move(value));
    }
    return values;
  }

private:
  [[nodiscard]] bool at_end() const { return m_at >= m_text.size(); }
  [[nodiscard]] bool at_line_end() const
  {
    return at_end() || m_text[m_at] == '\n' || m_text[m_at] == '\r';
  }

  void skip_blanks()
  {
    while (!at_end() && k_blanks.find(m_text[m_at]) != std::string_view::npos) {
      ++m_at;
    }
  }

  /// \r\n is one end of a line.
  void skip_line_end()
  {
    if (!at_end()) {
      m_at += m_text.substr(m_at).starts_with("\r\n") ? 2 : 1;
      ++m_line;
    }
  }

  /// Past empty lines and comments; false at the end of the text.
  bool start_of_entry()
  {
    for (;;) {
      skip_blanks();
      if (at_end()) {
        return false;
      }
      if (m_text[m_at] == '#' || m_text[m_at] == '!') {
        while (!at_line_end()) {
          ++m_at;
        }
      }
      if (!at_line_end()) {
        return true;
      }
      skip_line_end();
    }
  }

  void skip_separator()
  {
    skip_blanks();
    if (!at_end() && (m_text[m_at] == '=' || m_text[m_at] == ':')) {
      ++m_at;
      skip_blanks();
    }
  }

  Result<std::string> part(bool is_key)
  {
    const std::string_view ends = is_key ? "=: \t\f" : "";
    std::string text;
    while (!at_line_end() && ends.find(m_text[m_at]) == std::string_view::npos) {
      if (m_text[m_at] != '\\') {
        text += m_text[m_at++];
        continue;
      }
      ++m_at;
      if (at_line_end()) {
        skip_line_end();
        skip_blanks();
      } else if (!escape(text)) {
        return fail(
            Failure::unexpected,
            fmt::format("{}:{}: four hexadecimal digits have to follow \\u", m_name, m_line));
      }
    }
    return text;
  }

  bool escape(std::string& text)
  {
    const char letter = m_text[m_at++];
    if (letter == 'u') {
      return unicode_escape(text);
    }
    constexpr std::string_view letters = "tnrf";
    constexpr std::string_view meanings = "\t\n\r\f";
    const std::size_t known = letters.find(letter);
    text += known == std::string_view::npos ? letter : meanings[known];
    return true;
  }

  std::optional<char32_t> four_digits()
  {
    const std::string_view digits = m_text.substr(std::min(m_at, m_text.size()), 4);
    unsigned point = 0;
    const auto result =
        std::from_chars(digits.data(), digits.data() + digits.size(), point, 16);
    if (digits.size() != 4 || result.ptr != digits.data() + 4) {
      return std::nullopt;
    }
    m_at += 4;
    return point;
  }

  /// Java writes characters beyond U+FFFF as two escapes.
  bool unicode_escape(std::string& text)
  {
    const auto point = four_digits();
    if (!point) {
      return false;
    }
    if (*point >= 0xD800 && *point < 0xDC00 && m_text.substr(m_at).starts_with("\\u")) {
      const std::size_t back = m_at;
      m_at += 2;
      const auto low = four_digits();
      if (low && *low >= 0xDC00 && *low < 0xE000) {
        append_utf8(text, 0x10000 + ((*point - 0xD800) << 10U) + (*low - 0xDC00));
        return true;
      }
      m_at = back;
    }
    append_utf8(text, *point);
    return true;
  }

  std::string_view m_text;
  std::string_view m_name;
  std::size_t m_at = 0;
  std::size_t m_line = 1;
};

} // namespace

Result<Json>
parse_properties(std::string_view text, std::string_view name)
{
  const std::string readable = as_utf8(std::string{without_byte_order_mark(text)});
  return Reader{readable, name}.read().map(
      [](const auto& values) { return object_of(values); });
}

} // namespace klausur
