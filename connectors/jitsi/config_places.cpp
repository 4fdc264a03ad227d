#include "connectors/jitsi/config_places.hpp"

#include <algorithm>
#include <string>

namespace klausur::jitsi {

const JsonValue*
find_at(const JsonValue& object, std::string_view key)
{
  const JsonValue* value = &object;
  while (value != nullptr && !key.empty()) {
    const auto dot = std::min(key.find('.'), key.size());
    value = member(*value, key.substr(0, dot));
    key.remove_prefix(std::min(dot + 1, key.size()));
  }
  return value;
}

void
put_at(JsonValue& object, std::string_view key, const JsonValue& value,
       Json::AllocatorType& memory)
{
  JsonValue* parent = &object;
  for (auto dot = key.find('.'); dot != std::string_view::npos; dot = key.find('.')) {
    const std::string name{key.substr(0, dot)};
    const JsonValue* next = member(*parent, name);
    if (next == nullptr || !next->IsObject()) {
      set_member(*parent, name, JsonValue{rapidjson::kObjectType}, memory);
    }
    parent = &parent->FindMember(name.c_str())->value;
    key.remove_prefix(dot + 1);
  }
  set_member(*parent, key, value, memory);
}

void
drop_at(JsonValue& object, std::string_view key)
{
  JsonValue* parent = &object;
  for (auto dot = key.find('.'); dot != std::string_view::npos; dot = key.find('.')) {
    auto found = parent->FindMember(std::string{key.substr(0, dot)}.c_str());
    if (found == parent->MemberEnd() || !found->value.IsObject()) {
      return;
    }
    parent = &found->value;
    key.remove_prefix(dot + 1);
  }
  parent->RemoveMember(std::string{key}.c_str());
}

bool
asks_for_nothing(const JsonValue& value)
{
  return value.IsNull() || value.IsFalse() ||
         (value.IsString() && value.GetStringLength() == 0) ||
         (value.IsArray() && value.Empty()) || (value.IsObject() && value.ObjectEmpty());
}

} // namespace klausur::jitsi
