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

} // namespace klausur::jitsi
