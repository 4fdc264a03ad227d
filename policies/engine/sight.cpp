#include "policies/engine/sight.hpp"

#include <algorithm>

namespace klausur {

namespace {

using Steps = std::span<const std::string>;

/// Whether something at `steps` is not there and may have been left out: below a plain value
/// nothing can be, and a list keeps its length.
bool
may_be_left_out(const JsonValue& value, Steps steps)
{
  if (steps.empty() || !(value.IsObject() || value.IsArray())) {
    return false;
  }
  const auto rest = steps.subspan(1);
  if (steps.front() == "*" && value.IsArray()) {
    return std::ranges::any_of(
        value.GetArray(), [&](const JsonValue& each) { return may_be_left_out(each, rest); });
  }
  if (steps.front() == "*") {
    return value.ObjectEmpty() || std::ranges::any_of(value.GetObject(), [&](const auto& each) {
             return may_be_left_out(each.value, rest);
           });
  }
  const auto* next = value_at(value, {steps.front()});
  return next == nullptr || may_be_left_out(*next, rest);
}

} // namespace

bool
can_tell(const Snapshot& snapshot, const Address& setting, std::span<const Pointer> inner,
         const JsonValue& value)
{
  return std::ranges::all_of(inner, [&](const Pointer& below) {
    if (!may_be_left_out(value, below)) {
      return true;
    }
    Address at = setting;
    at.steps.insert(at.steps.end(), below.begin(), below.end());
    return snapshot.kept_at(at);
  });
}

bool
is_left_out(const JsonValue& root, const Pointer& steps)
{
  const JsonValue* above = &root;
  for (const auto& step : steps) {
    const JsonValue* next = value_at(*above, {step});
    if (next == nullptr) {
      return above->IsObject();
    }
    above = next;
  }
  return false; // it is there
}

bool
is_told_empty(const Snapshot& snapshot, const Address& setting)
{
  return std::ranges::all_of(snapshot.readings, [&](const Reading& reading) {
    return !reading.content || !matches(setting.document, reading.document) ||
           can_tell(snapshot, {setting.document, {}}, {&setting.steps, 1}, *reading.content);
  });
}

} // namespace klausur
