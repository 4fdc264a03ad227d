#pragma once

#include "connectors/base/text.hpp"
#include "connectors/format/json.hpp"

#include <map>
#include <string>
#include <vector>

namespace klausur {

// Readers for values that a schema has already accepted: a missing member gives the empty
// value, a member of another type cannot occur.

[[nodiscard]] inline std::string
text_in(const JsonValue& object, std::string_view name)
{
  return std::string{member_text(object, name)};
}

[[nodiscard]] inline bool
flag_in(const JsonValue& object, std::string_view name)
{
  const JsonValue* found = member(object, name);
  return found != nullptr && found->IsBool() && found->GetBool();
}

[[nodiscard]] inline int
number_in(const JsonValue& object, std::string_view name, int otherwise = 0)
{
  const JsonValue* found = member(object, name);
  return found != nullptr && found->IsInt() ? found->GetInt() : otherwise;
}

[[nodiscard]] inline Text
both_languages_in(const JsonValue& object, std::string_view name)
{
  const JsonValue* found = member(object, name);
  return found == nullptr ? Text{} : Text{text_in(*found, "en"), text_in(*found, "de")};
}

[[nodiscard]] inline std::vector<std::string>
texts_in(const JsonValue& object, std::string_view name)
{
  std::vector<std::string> texts;
  const JsonValue* found = member(object, name);
  if (found != nullptr && found->IsArray()) {
    for (const auto& each : found->GetArray()) {
      texts.emplace_back(each.IsString() ? text_of(each) : std::string_view{});
    }
  }
  return texts;
}

/// The members of an object of scalars, numbers and flags as their JSON text.
[[nodiscard]] inline std::map<std::string, std::string>
named_texts_in(const JsonValue& object, std::string_view name)
{
  std::map<std::string, std::string> texts;
  const JsonValue* found = member(object, name);
  if (found != nullptr && found->IsObject()) {
    for (const auto& each : found->GetObject()) {
      texts.emplace(text_of(each.name),
                    each.value.IsString() ? text_of(each.value) : to_text(each.value));
    }
  }
  return texts;
}

} // namespace klausur
