#pragma once

#include <string>
#include <string_view>

namespace klausur {

/// Two hexadecimal digits for each byte, in lower case.
[[nodiscard]] std::string hex_of(std::string_view bytes);

/// The bytes of hexadecimal digits; empty for anything else.
[[nodiscard]] std::string bytes_of_hex(std::string_view digits);

} // namespace klausur
