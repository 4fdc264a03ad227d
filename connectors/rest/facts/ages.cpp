#include "connectors/rest/facts/ages.hpp"

#include "connectors/base/time.hpp"
#include "connectors/model/setting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace klausur {

namespace {

using std::chrono::days;

JsonValue
whole_days(std::optional<days> age)
{
  JsonValue value; // null: there is nothing that could have an age
  if (age) {
    value.SetInt64(std::max<days::rep>(age->count(), 0));
  }
  return value;
}

/// False for an item that says of itself that it is of another kind; one that says nothing
/// is meant.
bool
is_meant(const JsonValue& item, const std::map<std::string, std::string>& kind)
{
  return std::ranges::all_of(kind, [&](const auto& wanted) {
    const auto steps = parse_pointer(wanted.first);
    const auto* value = steps ? value_at(item, *steps) : nullptr;
    return value == nullptr || !value->IsString() || text_of(*value) == wanted.second;
  });
}

} // namespace

Result<Json>
ages_in(const JsonValue& whole, const DocumentEntry& entry, Time now)
{
  const auto items = parse_pointer(entry.items);
  const auto place = parse_pointer(entry.ages);
  if (!items || !place) {
    return tl::unexpected(items ? place.error() : items.error());
  }
  std::uint64_t count = 0;
  std::optional<days> oldest;
  std::optional<days> newest;
  const auto* list = value_at(whole, *items);
  const bool is_list = list != nullptr && list->IsArray();
  for (rapidjson::SizeType i = 0; is_list && i < list->Size(); ++i) {
    const auto& item = (*list)[i];
    if (!is_meant(item, entry.ages_of)) {
      continue;
    }
    const auto* value = value_at(item, *place);
    const auto time = iso_time(value != nullptr && value->IsString() ? text_of(*value) : "");
    if (!time) {
      return fail(Failure::unexpected,
                  fmt::format("{}: item {} has no time at {}", entry.name, i, entry.ages));
    }
    const auto age = std::chrono::floor<days>(now - *time);
    oldest = std::max(oldest.value_or(age), age);
    newest = std::min(newest.value_or(age), age);
    ++count;
  }
  Json ages{rapidjson::kObjectType};
  auto& memory = ages.GetAllocator();
  set_member(ages, "count", JsonValue{count}, memory);
  set_member(ages, "oldest_days", whole_days(oldest), memory);
  set_member(ages, "newest_days", whole_days(newest), memory);
  return ages;
}

} // namespace klausur
