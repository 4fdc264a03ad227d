#pragma once

#include <string>
#include <string_view>

namespace klausur {

/// With a to z for A to Z, whatever the locale; all other bytes stay.
[[nodiscard]] std::string in_lower_case(std::string_view text);

} // namespace klausur
