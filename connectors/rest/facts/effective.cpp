#include "connectors/format/read_members.hpp"
#include "connectors/rest/facts/kinds.hpp"
#include "connectors/rest/facts/pointers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace klausur {

namespace {

constexpr std::string_view k_top = "/";
constexpr std::string_view k_group = "group:";

struct Wanted
{
  Pointer of;         ///< Of the name of what is set.
  std::string prefix; ///< It is named without it.
  Pointer unit;       ///< Of the path of the unit that it is set for, `/sales/berlin`.
  Pointer group; ///< Of the name of a group, whose members have it whatever their unit says.
  Pointer order; ///< Of a number: of two the higher one counts.
  Pointer value; ///< Of an object: what is set.
  PointersAndTexts first;       ///< Items that say so stand over all that do not.
  std::set<std::string> joined; ///< Of these each member is inherited by itself.
};

/// What one item sets, by its rank among those for the same place; null: two of one rank set
/// different things, and nobody knows which counts.
using Rank = std::pair<bool, double>;
using Places = std::map<std::string, std::map<Rank, Json>, std::less<>>;

/// The unit above; empty above the top.
std::string
above(const std::string& unit)
{
  const auto end = unit.rfind('/');
  return unit == k_top || end == std::string::npos
             ? std::string{}
             : unit.substr(0, std::max<std::size_t>(end, 1));
}

/// From the top down to this place. A place that is not known has nothing above it.
std::vector<std::string>
line_to(const std::string& place)
{
  std::vector<std::string> line{place};
  if (place.starts_with(k_group)) {
    line.emplace_back(k_top);
  }
  while (line.back().starts_with('/') && line.back() != k_top) {
    line.push_back(above(line.back()));
  }
  return {line.rbegin(), line.rend()};
}

/// Each member as it is inherited: of the nearest place that says it.
Json
joined_at(const Places& places, const std::string& place)
{
  Json whole{rapidjson::kObjectType};
  for (const auto& each : line_to(place)) {
    const auto found = places.find(each);
    if (found == places.end()) {
      continue;
    }
    for (const auto& [rank, value] : found->second) { // the highest comes last
      if (value.IsNull()) {
        return Json{rapidjson::kObjectType};
      }
      merge(whole, value, whole.GetAllocator());
    }
  }
  return whole;
}

/// What counts here.
Json
highest(const std::map<Rank, Json>& ranks)
{
  const auto& value = ranks.rbegin()->second;
  return value.IsNull() ? Json{rapidjson::kObjectType} : copy_of(value);
}

class EffectiveTally final : public Tally
{
public:
  explicit EffectiveTally(const Wanted& wanted) : m_wanted{wanted} {}

  Result<void> take(const JsonValue& item) override
  {
    const auto index = m_seen++;
    const auto text_at = [&](const Pointer& steps) {
      const auto* value = steps.empty() ? nullptr : value_at(item, steps);
      return value != nullptr && value->IsString() ? text_of(*value) : std::string_view{};
    };
    const auto name = text_at(m_wanted.of);
    const auto* value = value_at(item, m_wanted.value);
    if (name.empty() || value == nullptr || !value->IsObject()) {
      return fail(Failure::unexpected,
                  fmt::format("item {} has no {}", index,
                              name.empty() ? "text at " + pointer_text(m_wanted.of)
                                           : "object at " + pointer_text(m_wanted.value)));
    }
    if (!name.starts_with(m_wanted.prefix)) {
      return {};
    }
    const auto group = text_at(m_wanted.group);
    const auto unit = text_at(m_wanted.unit);
    const auto place = group.empty() ? std::string{unit} : fmt::format("{}{}", k_group, group);
    auto& ranks = m_things[std::string{name.substr(m_wanted.prefix.size())}]
                          [place.empty() ? std::string{k_top} : place];
    const auto [known, is_new] = ranks.try_emplace(rank_of(item));
    if (is_new || known->second == *value) {
      known->second = packed_copy_of(*value);
    } else {
      known->second = Json{};
    }
    return {};
  }

  Result<Json> end() override
  {
    Json all{rapidjson::kObjectType};
    auto& memory = all.GetAllocator();
    for (const auto& [name, places] : m_things) {
      Json here{rapidjson::kObjectType};
      if (!places.contains(k_top)) { // all others inherit what nobody has said
        set_member(here, k_top, JsonValue{rapidjson::kObjectType}, here.GetAllocator());
      }
      for (const auto& [place, ranks] : places) {
        const auto whole =
            m_wanted.joined.contains(name) ? joined_at(places, place) : highest(ranks);
        set_member(here, place, whole, here.GetAllocator());
      }
      set_member(all, name, here, memory);
    }
    return packed_copy_of(all);
  }

private:
  [[nodiscard]] Rank rank_of(const JsonValue& item) const
  {
    const auto* order = m_wanted.order.empty() ? nullptr : value_at(item, m_wanted.order);
    const bool is_first =
        !m_wanted.first.empty() && std::ranges::all_of(m_wanted.first, [&](const auto& each) {
          const auto* value = value_at(item, each.first);
          return value != nullptr && value->IsString() && text_of(*value) == each.second;
        });
    return {is_first, order != nullptr && order->IsNumber() ? order->GetDouble() : 0.0};
  }

  const Wanted& m_wanted;
  std::uint64_t m_seen = 0;
  std::map<std::string, Places> m_things;
};

class EffectiveValues final : public Fact
{
public:
  explicit EffectiveValues(Wanted wanted) : m_wanted{std::move(wanted)} {}

  Place place() const override { return Place::instead; }

  std::vector<Pointer> takes() const override
  {
    std::vector<Pointer> all{m_wanted.of, m_wanted.value};
    for (const auto* each : {&m_wanted.unit, &m_wanted.group, &m_wanted.order}) {
      if (!each->empty()) {
        all.push_back(*each);
      }
    }
    std::ranges::transform(m_wanted.first, std::back_inserter(all),
                           [](const auto& each) { return each.first; });
    return all;
  }

  std::vector<Field> gives() const override
  {
    return {
        {{"*", "*", "*"},
         {},
         {"What is in force for a unit or a group", "Was für eine Einheit oder Gruppe gilt"}}};
  }

  std::unique_ptr<Tally> begin(Time) const override
  {
    return std::make_unique<EffectiveTally>(m_wanted);
  }

private:
  Wanted m_wanted;
};

} // namespace

Result<std::shared_ptr<const Fact>>
make_effective(const JsonValue& says)
{
  Wanted wanted;
  wanted.prefix = text_in(says, "prefix");
  for (auto& name : texts_in(says, "joined")) {
    wanted.joined.insert(std::move(name));
  }
  for (const auto& [name, place] :
       {std::pair{"of", &wanted.of}, std::pair{"unit", &wanted.unit},
        std::pair{"group", &wanted.group}, std::pair{"order", &wanted.order},
        std::pair{"value", &wanted.value}}) {
    auto pointer = pointer_in(says, name);
    if (!pointer) {
      return tl::unexpected(std::move(pointer.error()));
    }
    *place = std::move(*pointer);
  }
  auto first = wanted_texts_in(says, "first");
  if (!first) {
    return tl::unexpected(std::move(first.error()));
  }
  wanted.first = std::move(*first);
  return std::make_shared<EffectiveValues>(std::move(wanted));
}

} // namespace klausur
