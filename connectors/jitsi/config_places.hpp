#pragma once

#include "connectors/format/json.hpp"

#include <string_view>

namespace klausur::jitsi {

/// The value at a place in an evaluated object, by names with dots between; nullptr: none.
[[nodiscard]] const JsonValue* find_at(const JsonValue& object, std::string_view key);

/// Set it, and make the objects on the way to it.
void put_at(JsonValue& object, std::string_view key, const JsonValue& value,
            Json::AllocatorType& memory);

void drop_at(JsonValue& object, std::string_view key);

/// Whether somebody would notice: false, null and what is empty may as well not be there.
[[nodiscard]] bool asks_for_nothing(const JsonValue& value);

} // namespace klausur::jitsi
