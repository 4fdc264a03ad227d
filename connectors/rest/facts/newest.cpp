#include "connectors/format/read_members.hpp"
#include "connectors/rest/facts/kinds.hpp"
#include "connectors/rest/facts/pointers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace klausur {

namespace {

std::string_view
text_at(const JsonValue& item, const Pointer& steps)
{
  const auto* value = value_at(item, steps);
  return value != nullptr && value->IsString() ? text_of(*value) : std::string_view{};
}

std::optional<std::int64_t>
time_at(const JsonValue& item, const Pointer& steps)
{
  const auto* value = value_at(item, steps);
  return value != nullptr && value->IsInt64() ? std::optional{value->GetInt64()} : std::nullopt;
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

struct Wanted
{
  Pointer by;         ///< Of the thing's name.
  std::string prefix; ///< Only things whose name begins so; they are named without it.
  Pointer place;      ///< Of where it happened: each place has a newest item of its own.
  Pointer time;       ///< Of a number that rises with time.
  std::vector<std::pair<std::string, Pointer>> values; ///< The first that an item holds is
                                                       ///< shown.
};

/// What the newest item of one thing at one place says.
struct Newest
{
  std::int64_t time = 0;
  Json said;
};

class NewestTally final : public Tally
{
public:
  explicit NewestTally(const Wanted& wanted) : m_wanted{wanted} {}

  Result<void> take(const JsonValue& item) override
  {
    const auto index = m_seen++;
    const auto name = text_at(item, m_wanted.by);
    if (!name.empty() && !name.starts_with(m_wanted.prefix)) {
      return {};
    }
    const auto time = time_at(item, m_wanted.time);
    if (name.empty() || !time) { // it may be the newest, and of any thing
      return fail(Failure::unexpected, name.empty()
                                           ? fmt::format("item {} has no text at {}", index,
                                                         pointer_text(m_wanted.by))
                                           : fmt::format("item {} has no whole number at {}",
                                                         index, pointer_text(m_wanted.time)));
    }
    auto& places = m_things[std::string{name.substr(m_wanted.prefix.size())}];
    const auto [known, is_first] =
        places.try_emplace(std::string{text_at(item, m_wanted.place)});
    if (is_first || *time > known->second.time) {
      known->second = {*time, said_by(item)};
    }
    return {};
  }

  Result<Json> end() override
  {
    Json summary{rapidjson::kObjectType};
    auto& memory = summary.GetAllocator();
    const JsonValue nothing{rapidjson::kObjectType};
    for (const auto& [name, places] : m_things) {
      const JsonValue& first = places.begin()->second.said;
      const bool same = std::ranges::all_of(
          places, [&](const auto& place) { return place.second.said == first; });
      set_member(summary, name, same ? first : nothing, memory);
    }
    return packed_copy_of(summary);
  }

private:
  /// The first of the values that the item holds, by its name.
  [[nodiscard]] Json said_by(const JsonValue& item) const
  {
    Json said{rapidjson::kObjectType};
    for (const auto& [name, steps] : m_wanted.values) {
      const auto* value = value_at(item, steps);
      if (value != nullptr && said.ObjectEmpty()) {
        set_member(said, name, plain(*value, said.GetAllocator()), said.GetAllocator());
      }
    }
    return packed_copy_of(said);
  }

  const Wanted& m_wanted;
  std::uint64_t m_seen = 0;
  std::map<std::string, std::map<std::string, Newest>> m_things; ///< By name, then place.
};

class NewestOfLog final : public Fact
{
public:
  explicit NewestOfLog(Wanted wanted) : m_wanted{std::move(wanted)} {}

  Place place() const override { return Place::instead; }

  std::vector<Pointer> takes() const override
  {
    std::vector<Pointer> all{m_wanted.by, m_wanted.time};
    if (!m_wanted.place.empty()) {
      all.push_back(m_wanted.place);
    }
    for (const auto& [name, pointer] : m_wanted.values) {
      all.push_back(pointer);
    }
    return all;
  }

  std::vector<Field> gives() const override
  {
    std::vector<Field> fields;
    for (const auto& [name, pointer] : m_wanted.values) {
      fields.push_back({{"*", name},
                        {},
                        {"What the newest entry of the log says",
                         "Was der neueste Eintrag des Protokolls sagt"}});
    }
    return fields;
  }

  std::unique_ptr<Tally> begin(Time) const override
  {
    return std::make_unique<NewestTally>(m_wanted);
  }

private:
  Wanted m_wanted;
};

} // namespace

Result<std::shared_ptr<const Fact>>
make_newest(const JsonValue& says)
{
  Wanted wanted{
      .by = {}, .prefix = text_in(says, "prefix"), .place = {}, .time = {}, .values = {}};
  for (const auto& [name, place] :
       {std::pair{"by", &wanted.by}, std::pair{"place", &wanted.place},
        std::pair{"time", &wanted.time}}) {
    auto pointer = pointer_in(says, name);
    if (!pointer) {
      return tl::unexpected(std::move(pointer.error()));
    }
    *place = std::move(*pointer);
  }
  for (const auto& [name, text] : named_texts_in(says, "values")) {
    auto pointer = parse_pointer(text);
    if (!pointer) {
      return tl::unexpected(std::move(pointer.error()));
    }
    wanted.values.emplace_back(name, std::move(*pointer));
  }
  return std::make_shared<NewestOfLog>(std::move(wanted));
}

} // namespace klausur
