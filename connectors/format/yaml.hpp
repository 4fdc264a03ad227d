#pragma once

#include "connectors/format/json.hpp"

#include <string>
#include <string_view>

namespace klausur {

/// Read one YAML document as JSON. Plain `true`, `false`, `null`, `~`, integers and decimal
/// fractions get their JSON type, everything quoted and every date stays text.
/// @param file  Only for messages.
/// @error `invalid` with file:line:column: not YAML, a key given twice, an alias (an alias
///        could expand without end, so none is accepted), a key that is not plain text, a
///        second document, deeper than k_json_depth or longer than 8 MiB.
[[nodiscard]] Result<Json> parse_yaml(std::string_view text, std::string_view file);

/// `file:line:column` of the value at a JSON Pointer in text that parse_yaml() accepts; of
/// the innermost value on the way there that exists. With `key`, where its name stands.
[[nodiscard]] std::string place_in_yaml(std::string_view text, std::string_view file,
                                        std::string_view pointer, bool key = false);

} // namespace klausur
