#pragma once

#include "connectors/base/result.hpp"

#include <rapidjson/document.h>

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace klausur {

/// The only JSON type that crosses a room's border. A Json owns its memory and moves;
/// a JsonValue lives inside a Json and must not outlive it.
using Json = rapidjson::Document;
using JsonValue = rapidjson::Value;

/// Deeper input is refused: recursion over it would end the process.
inline constexpr std::size_t k_json_depth = 128;

/// Parse strict JSON in UTF-8. Numbers keep all that they say: the nearest double to a
/// fraction, which to_text() writes so that it is read back as the same.
/// @error `unexpected` with the byte offset: not JSON, truncated, invalid UTF-8, a member
///        name said twice in one object, a number beyond all doubles, or nested deeper than
///        k_json_depth.
[[nodiscard]] Result<Json> parse_json(std::string_view text);

/// One line, members in the order they were read.
[[nodiscard]] std::string to_text(const JsonValue& value);

/// Indented by two, members in the order they were read, ends with a newline.
[[nodiscard]] std::string to_pretty_text(const JsonValue& value);

/// One line with members sorted by name, and 30.0 as 30: equal values give equal text, so
/// this is what is hashed and compared.
[[nodiscard]] std::string canonical_text(const JsonValue& value);

[[nodiscard]] Json copy_of(const JsonValue& value);

/// A copy in about as much memory as it needs; any other Json takes 64 KiB at once. For
/// documents of which thousands are kept.
[[nodiscard]] Json packed_copy_of(const JsonValue& value);

/// A Json holding one string.
[[nodiscard]] Json json_string(std::string_view text);

/// The member's value, or nullptr when `object` is no object or has no such member.
[[nodiscard]] const JsonValue* member(const JsonValue& object, std::string_view name);

/// The member's text, or `otherwise` when it is missing or not a string.
[[nodiscard]] std::string_view member_text(const JsonValue& object, std::string_view name,
                                           std::string_view otherwise = {});

/// Add or replace a member; `name` and `value` are copied into the allocator.
void set_member(JsonValue& object, std::string_view name, const JsonValue& value,
                Json::AllocatorType& memory);
void set_member(JsonValue& object, std::string_view name, std::string_view value,
                Json::AllocatorType& memory);
inline void
set_member(JsonValue& object, std::string_view name, const char* value,
           Json::AllocatorType& memory)
{
  set_member(object, name, std::string_view{value}, memory);
}
void set_member(JsonValue& object, std::string_view name, bool value,
                Json::AllocatorType& memory);

/// Add or replace members: objects are merged member by member, all else is replaced.
void merge(JsonValue& into, const JsonValue& from, Json::AllocatorType& memory);

/// One object of texts.
[[nodiscard]] Json object_of(const std::map<std::string, std::string, std::less<>>& texts);

inline std::string_view
text_of(const JsonValue& string)
{
  return {string.GetString(), string.GetStringLength()};
}

} // namespace klausur
