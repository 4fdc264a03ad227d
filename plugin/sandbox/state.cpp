#include "plugin/sandbox/state.hpp"

#include "connectors/model/setting.hpp"

#include <fmt/format.h>

#include <charconv>

namespace klausur {

namespace {

JsonValue*
item(JsonValue& list, const std::string& step, Json::AllocatorType& memory)
{
  if (step == "-") {
    list.PushBack(JsonValue{}, memory);
    return &list[list.Size() - 1];
  }
  rapidjson::SizeType index = 0;
  const auto* const last = step.data() + step.size();
  const auto [end, problem] = std::from_chars(step.data(), last, index);
  return problem == std::errc{} && end == last && index < list.Size() ? &list[index] : nullptr;
}

/// The member or item at a step, made when it is a missing member; nullptr when it cannot be.
JsonValue*
step_into(JsonValue& value, const std::string& step, Json::AllocatorType& memory)
{
  if (value.IsArray()) {
    return item(value, step, memory);
  }
  if (value.IsNull()) {
    value.SetObject();
  }
  if (!value.IsObject()) {
    return nullptr;
  }
  if (value.FindMember(step) == value.MemberEnd()) {
    set_member(value, step, JsonValue{}, memory);
  }
  return &value.FindMember(step)->value;
}

} // namespace

Result<void>
set_at(Json& root, std::string_view pointer, const JsonValue& value)
{
  const auto steps = parse_pointer(pointer);
  if (!steps) {
    return tl::unexpected(steps.error());
  }
  JsonValue* at = &root;
  for (const auto& step : *steps) {
    at = step_into(*at, step, root.GetAllocator());
    if (at == nullptr) {
      return fail(Failure::invalid,
                  fmt::format("{}: there is nothing at \"{}\"", pointer, step));
    }
  }
  at->CopyFrom(value, root.GetAllocator());
  return {};
}

const JsonValue*
find_at(const JsonValue& root, std::string_view pointer)
{
  const auto steps = parse_pointer(pointer);
  return steps ? value_at(root, *steps) : nullptr;
}

JsonValue*
find_at(JsonValue& root, std::string_view pointer)
{
  return const_cast<JsonValue*>(find_at(std::as_const(root), pointer));
}

} // namespace klausur
