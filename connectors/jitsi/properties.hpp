#pragma once

#include "connectors/format/json.hpp"

#include <string_view>

namespace klausur {

/// Read a Java .properties file: `#` and `!` comments, `=`, `:` or blanks between key and
/// value, continued lines, escapes. A key said twice has its last value. Text that is not
/// UTF-8 is taken as ISO 8859-1, which the format was defined with.
/// @param name  The file, for messages.
/// @return One object of strings; dots in keys stay.
/// @error  `unexpected` with file:line for a malformed \uXXXX.
[[nodiscard]] Result<Json> parse_properties(std::string_view text, std::string_view name);

} // namespace klausur
