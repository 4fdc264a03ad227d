#pragma once

#include "connectors/format/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// Set the value at a JSON Pointer; missing objects on the way are made, `-` appends to a
/// list.
/// @error `invalid`: no pointer, a list has no such index, a step leads into a plain value.
[[nodiscard]] Result<void> set_at(Json& root, std::string_view pointer, const JsonValue& value);

/// The value at a JSON Pointer, or nullptr.
[[nodiscard]] const JsonValue* find_at(const JsonValue& root, std::string_view pointer);
[[nodiscard]] JsonValue* find_at(JsonValue& root, std::string_view pointer);

} // namespace klausur
