#pragma once

#include <string>
#include <string_view>

namespace klausur {

/// Whether the bytes are well-formed UTF-8 (no surrogates, nothing overlong).
[[nodiscard]] bool is_utf8(std::string_view bytes);

/// ISO 8859-1 as UTF-8. Every byte means something there, so this never fails.
[[nodiscard]] std::string utf8_of_latin1(std::string_view bytes);

/// As it is when it is UTF-8, else taken as ISO 8859-1.
[[nodiscard]] std::string as_utf8(std::string bytes);

[[nodiscard]] inline std::string_view
without_byte_order_mark(std::string_view text)
{
  return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

/// Append one code point; a surrogate or what is no code point becomes U+FFFD.
void append_utf8(std::string& text, char32_t point);

} // namespace klausur
