#include "connectors/mattermost/retention.hpp"

#include "connectors/format/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace klausur::mattermost {

namespace {

constexpr std::array<std::string_view, 2> k_kept{"Message", "File"};

std::optional<int>
current(const JsonValue& config, const std::string& key)
{
  const auto* section = member(config, "DataRetentionSettings");
  const auto* value = section == nullptr ? nullptr : member(*section, key);
  return value != nullptr && value->IsInt() ? std::optional{value->GetInt()} : std::nullopt;
}

/// The changed value; -1 for one that is no count.
std::optional<int>
wanted(const std::vector<Change>& changes, const std::string& key)
{
  const auto found =
      std::ranges::find(changes, "config#/DataRetentionSettings/" + key, &Change::setting);
  if (found == changes.end()) {
    return std::nullopt;
  }
  return found->to.IsInt() && found->to.GetInt() >= 0 ? found->to.GetInt() : -1;
}

void
set(std::vector<Change>& changes, const std::string& key, int value)
{
  const auto setting = "config#/DataRetentionSettings/" + key;
  auto found = std::ranges::find(changes, setting, &Change::setting);
  if (found == changes.end()) {
    found = changes.insert(changes.end(), Change{.setting = setting, .to = {}});
  }
  found->to.SetInt(value);
}

Result<void>
complete(std::vector<Change>& changes, const JsonValue& config, std::string_view kept)
{
  const auto days_key = fmt::format("{}RetentionDays", kept);
  const auto hours_key = fmt::format("{}RetentionHours", kept);
  const auto days = wanted(changes, days_key);
  const auto hours = wanted(changes, hours_key);
  const auto hours_now = current(config, hours_key);
  if (!days && !hours) {
    return {};
  }
  if (!hours_now) {
    return hours ? Result<void>{fail(
                       Failure::unsupported,
                       fmt::format("{}: this server version counts in days only", hours_key))}
                 : Result<void>{};
  }
  int day_count = days.value_or(*hours > 0 ? 0 : current(config, days_key).value_or(0));
  int hour_count = hours.value_or(day_count > 0 ? 0 : *hours_now);
  if (day_count < 0 || hour_count < 0 || (day_count > 0) == (hour_count > 0)) {
    return fail(
        Failure::invalid,
        fmt::format("{} = {} with {} = {}: the server wants exactly one of them above 0",
                    days_key, day_count, hours_key, hour_count));
  }
  set(changes, days_key, day_count);
  set(changes, hours_key, hour_count);
  return {};
}

} // namespace

Result<std::vector<Change>>
with_retention_pairs(std::vector<Change> changes, const JsonValue& config)
{
  for (const auto kept : k_kept) {
    if (auto completed = complete(changes, config, kept); !completed) {
      return tl::unexpected(completed.error());
    }
  }
  return changes;
}

void
tell_hours_in_days(Json& config)
{
  constexpr std::int64_t k_day = 24;
  if (member(config, "DataRetentionSettings") == nullptr) {
    return;
  }
  JsonValue& section = config["DataRetentionSettings"];
  for (const auto kept : k_kept) {
    const auto key = fmt::format("{}RetentionHours", kept);
    const auto* hours = member(section, key);
    if (hours != nullptr && hours->IsUint()) {
      const std::int64_t days = (hours->GetInt64() + k_day - 1) / k_day;
      set_member(section, key + "InDays", JsonValue{days}, config.GetAllocator());
    }
  }
}

} // namespace klausur::mattermost
