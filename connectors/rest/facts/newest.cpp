#include "connectors/rest/facts/newest.hpp"

#include "connectors/model/setting.hpp"

#include <algorithm>
#include <array>

namespace klausur {

namespace {

/// Pointers of the entry, parsed.
struct Places
{
  std::vector<std::string> items, by, place, time;
  std::vector<std::pair<std::string, std::vector<std::string>>> values;
};

Result<Places>
places_of(const DocumentEntry& entry)
{
  Places places;
  const auto& newest = entry.newest;
  for (auto& [text, steps] :
       {std::pair{&entry.items, &places.items}, std::pair{&newest.by, &places.by},
        std::pair{&newest.place, &places.place}, std::pair{&newest.time, &places.time}}) {
    auto parsed = parse_pointer(*text);
    if (!parsed) {
      return tl::unexpected(parsed.error());
    }
    *steps = std::move(*parsed);
  }
  for (const auto& [name, pointer] : newest.values) {
    auto parsed = parse_pointer(pointer);
    if (!parsed) {
      return tl::unexpected(parsed.error());
    }
    places.values.emplace_back(name, std::move(*parsed));
  }
  return places;
}

std::string_view
text_at(const JsonValue& item, const std::vector<std::string>& steps)
{
  const auto* value = value_at(item, steps);
  return value != nullptr && value->IsString() ? text_of(*value) : std::string_view{};
}

/// A number, or 0: an item without a time is older than all others.
std::int64_t
time_at(const JsonValue& item, const std::vector<std::string>& steps)
{
  const auto* value = value_at(item, steps);
  return value != nullptr && value->IsInt64() ? value->GetInt64() : 0;
}

JsonValue
plain(const JsonValue& value, Json::AllocatorType& memory)
{
  constexpr std::array<std::string_view, 3> on{"true", "1", "on"};
  constexpr std::array<std::string_view, 3> off{"false", "0", "off"};
  const std::string text = value.IsString() ? std::string{text_of(value)} : to_text(value);
  if (std::ranges::find(on, text) != on.end()) {
    return JsonValue{true};
  }
  return std::ranges::find(off, text) != off.end() ? JsonValue{false}
                                                   : JsonValue{value, memory};
}

/// The first of the values that the item holds, by its name.
JsonValue
said_by(const JsonValue& item, const Places& places, Json::AllocatorType& memory)
{
  JsonValue said{rapidjson::kObjectType};
  for (const auto& [name, steps] : places.values) {
    const auto* value = value_at(item, steps);
    if (value != nullptr && said.ObjectEmpty()) {
      set_member(said, name, plain(*value, memory), memory);
    }
  }
  return said;
}

using ByPlace = std::map<std::string, const JsonValue*, std::less<>>;

std::map<std::string, ByPlace>
newest_items(const JsonValue& list, const Places& places, std::string_view prefix)
{
  std::map<std::string, ByPlace> newest;
  for (const auto& item : list.GetArray()) {
    const auto name = text_at(item, places.by);
    if (name.empty() || !name.starts_with(prefix)) {
      continue;
    }
    auto& known = newest[std::string{name.substr(prefix.size())}]
                        [std::string{text_at(item, places.place)}];
    const bool is_newer =
        known == nullptr || time_at(item, places.time) > time_at(*known, places.time);
    known = is_newer ? &item : known;
  }
  return newest;
}

} // namespace

Result<Json>
newest_in(const JsonValue& whole, const DocumentEntry& entry)
{
  const auto places = places_of(entry);
  if (!places) {
    return tl::unexpected(places.error());
  }
  Json summary{rapidjson::kObjectType};
  auto& memory = summary.GetAllocator();
  const auto* list = value_at(whole, places->items);
  if (list == nullptr || !list->IsArray()) {
    return summary;
  }
  for (const auto& [name, items] : newest_items(*list, *places, entry.newest.prefix)) {
    auto shown = said_by(*items.begin()->second, *places, memory);
    const bool same = std::ranges::all_of(items, [&](const auto& place) {
      return said_by(*place.second, *places, memory) == shown;
    });
    if (!same) {
      shown.RemoveAllMembers();
    }
    set_member(summary, name, shown, memory);
  }
  return packed_copy_of(summary);
}

} // namespace klausur
