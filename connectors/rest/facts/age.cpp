#include "connectors/model/fact.hpp"
#include "connectors/rest/facts/kinds.hpp"
#include "connectors/rest/facts/pointers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
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

struct Wanted
{
  Pointer of;
  PointersAndTexts only;
};

class AgeTally final : public Tally
{
public:
  AgeTally(const Wanted& wanted, Time now) : m_wanted{wanted}, m_now{now} {}

  Result<void> take(const JsonValue& item) override
  {
    const auto index = m_seen++;
    if (!is_meant(item)) {
      return {};
    }
    const auto* value = value_at(item, m_wanted.of);
    const auto time = iso_time(value != nullptr && value->IsString() ? text_of(*value) : "");
    if (!time) {
      return fail(Failure::unexpected,
                  fmt::format("item {} has no time at {}", index, pointer_text(m_wanted.of)));
    }
    const auto age = std::chrono::floor<days>(m_now - *time);
    m_oldest = std::max(m_oldest.value_or(age), age);
    m_newest = std::min(m_newest.value_or(age), age);
    ++m_by_age[std::max<days::rep>(age.count(), 0)];
    ++m_count;
    return {};
  }

  Result<Json> end() override
  {
    Json ages{rapidjson::kObjectType};
    auto& memory = ages.GetAllocator();
    set_member(ages, "count", JsonValue{m_count}, memory);
    set_member(ages, "oldest_days", whole_days(m_oldest), memory);
    set_member(ages, "newest_days", whole_days(m_newest), memory);
    JsonValue by_age{rapidjson::kArrayType};
    for (const auto& [age, count] : m_by_age) {
      JsonValue pair{rapidjson::kArrayType};
      pair.PushBack(JsonValue{static_cast<std::int64_t>(age)}, memory).PushBack(count, memory);
      by_age.PushBack(pair, memory);
    }
    set_member(ages, "by_age", by_age, memory);
    return ages;
  }

private:
  /// False for an item that says of itself that it is of another kind; one that says nothing
  /// is meant.
  [[nodiscard]] bool is_meant(const JsonValue& item) const
  {
    return std::ranges::all_of(m_wanted.only, [&](const auto& wanted) {
      const auto* value = value_at(item, wanted.first);
      return value == nullptr || !value->IsString() || text_of(*value) == wanted.second;
    });
  }

  const Wanted& m_wanted;
  Time m_now;
  std::uint64_t m_seen = 0;
  std::uint64_t m_count = 0;
  std::map<days::rep, std::uint64_t> m_by_age; ///< No more entries than there are days.
  std::optional<days> m_oldest;
  std::optional<days> m_newest;
};

class Age final : public Fact
{
public:
  explicit Age(Wanted wanted) : m_wanted{std::move(wanted)} {}

  Place place() const override { return Place::instead; }

  std::vector<Pointer> takes() const override
  {
    std::vector<Pointer> all{m_wanted.of};
    for (const auto& [pointer, text] : m_wanted.only) {
      all.push_back(pointer);
    }
    return all;
  }

  std::vector<Field> gives() const override
  {
    return {{{"count"}, {"integer"}, {"How many there are", "Wie viele es sind"}},
            {{"oldest_days"},
             {"integer", "null"},
             {"The age of the oldest in days; null: there is none",
              "Das Alter des ältesten in Tagen; null: es gibt keines"},
             true},
            {{"newest_days"},
             {"integer", "null"},
             {"The age of the newest in days; null: there is none",
              "Das Alter des neuesten in Tagen; null: es gibt keines"},
             true},
            {{"by_age"},
             {"array"},
             {"How many there are of each age in days, as pairs",
              "Wie viele es je Alter in Tagen sind, als Paare"},
             true}};
  }

  std::unique_ptr<Tally> begin(Time now) const override
  {
    return std::make_unique<AgeTally>(m_wanted, now);
  }

private:
  Wanted m_wanted;
};

} // namespace

Result<std::shared_ptr<const Fact>>
make_age(const JsonValue& says)
{
  auto of = pointer_in(says, "of");
  auto only = wanted_texts_in(says, "only");
  if (!of || !only) {
    return tl::unexpected(of ? only.error() : of.error());
  }
  return std::make_shared<Age>(Wanted{std::move(*of), std::move(*only)});
}

} // namespace klausur
