#include "connectors/jitsi/unclear.hpp"

namespace klausur::jitsi {

namespace {

JsonValue
both(const JsonValue* one, const JsonValue* other, std::string_view because,
     Json::AllocatorType& memory)
{
  // A tree that one of them lacks is doubted leaf by leaf: what looks into every member of it
  // would find none in a value that says it is unclear, and take that for silence.
  const JsonValue none{rapidjson::kObjectType};
  const auto is_tree = [](const JsonValue* each) {
    return each != nullptr && each->IsObject();
  };
  if (is_tree(one) && other == nullptr) {
    other = &none;
  } else if (is_tree(other) && one == nullptr) {
    one = &none;
  }
  const bool trees = is_tree(one) && is_tree(other);
  if (!trees) {
    const bool same = one != nullptr && other != nullptr && *one == *other;
    return same ? JsonValue{*one, memory} : unclear(one, other, because, memory);
  }
  JsonValue object{rapidjson::kObjectType};
  for (const auto& each : one->GetObject()) {
    const auto name = text_of(each.name);
    set_member(object, name, both(&each.value, member(*other, name), because, memory), memory);
  }
  for (const auto& each : other->GetObject()) {
    if (const auto name = text_of(each.name); member(*one, name) == nullptr) {
      set_member(object, name, both(nullptr, &each.value, because, memory), memory);
    }
  }
  return object;
}

} // namespace

JsonValue
unclear(const JsonValue* one, const JsonValue* other, std::string_view because,
        Json::AllocatorType& memory)
{
  JsonValue values{rapidjson::kArrayType};
  for (const JsonValue* each : {one, other}) {
    values.PushBack(each == nullptr ? JsonValue{"not set"} : JsonValue{*each, memory}, memory);
  }
  JsonValue object{rapidjson::kObjectType};
  set_member(object, "unclear", values, memory);
  set_member(object, "because", because, memory);
  return object;
}

Json
what_both_say(const JsonValue& one, const JsonValue& other, std::string_view because)
{
  Json json;
  JsonValue value = both(&one, &other, because, json.GetAllocator());
  static_cast<JsonValue&>(json) = std::move(value);
  return json;
}

} // namespace klausur::jitsi
