#pragma once

#include "connectors/format/json.hpp"

#include <string_view>

namespace klausur::jitsi {

/// One YAML document as JSON in which aliases and merge keys (`<<`) are resolved. Every
/// scalar is a text, however it is written, and an empty one null: what docker compose makes
/// of it is the caller's business.
/// @param file  Only for messages.
/// @error `unexpected` with file:line: not YAML, a merge key of something else than mappings,
///        deeper than 64 levels, more than 100,000 values (aliases expand).
[[nodiscard]] Result<Json> parse_compose_yaml(std::string_view text, std::string_view file);

} // namespace klausur::jitsi
