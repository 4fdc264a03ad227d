#include "connectors/zoom/zoom.hpp"

#include "connectors/format/json.hpp"
#include "connectors/http/rest.hpp"
#include "connectors/model/setting.hpp"
#include "connectors/zoom/dialect.hpp"

#include <array>
#include <charconv>
#include <optional>

namespace klausur {

namespace {

/// Retention periods of chat: the object that holds them, and their names in it.
constexpr std::array<std::string_view, 3> k_periods{
    "retention_period_of_direct_messages_and_group_conversation",
    "retention_period_of_channels", "retention_period"};
constexpr std::array<std::string_view, 3> k_with_periods{
    "set_retention_period_in_cloud", "set_retention_period_in_local",
    "apply_local_storage_to_personal_channel"};

/// `30d`, `2m`, `1y` in days; nothing when it is written in another way.
std::optional<int>
days_in(std::string_view text)
{
  constexpr int k_year = 365;
  constexpr int k_months = 12;
  int count = 0;
  const auto* end = text.data() + text.size();
  const auto got = std::from_chars(text.data(), end, count);
  if (got.ec != std::errc{} || end - got.ptr != 1 || count < 0 || count > 1000) {
    return std::nullopt;
  }
  switch (*got.ptr) {
  case 'd':
    return count;
  case 'm':
    return count * k_year / k_months;
  case 'y':
    return count * k_year;
  default:
    return std::nullopt;
  }
}

/// Puts `..._days` beside every retention period, so that it can be compared.
void
add_days(Json& content)
{
  auto& memory = content.GetAllocator();
  for (const auto setting : k_with_periods) {
    const auto* found = value_at(content, {"chat", std::string{setting}});
    for (const auto period : k_periods) {
      if (found != nullptr && found->IsObject()) {
        if (const auto days = days_in(member_text(*found, period))) {
          set_member(const_cast<JsonValue&>(*found), std::string{period} + "_days",
                     JsonValue{*days}, memory); // A part of `content`, ours to change.
        }
      }
    }
  }
}

/// What no call tells an ordinary account, and the answer to another one proves: whether
/// it pays. Anything but a plain yes or no is passed on as the gap that it is.
Reading
plan_by(const Reading& settings)
{
  Reading plan{"plan", settings.source, settings.read_at, Json{rapidjson::kObjectType}};
  const bool free_plan =
      !settings.content && settings.content.error().kind == Failure::unsupported;
  if (!settings.content && !free_plan) {
    plan.content = tl::unexpected(settings.content.error());
  } else {
    set_member(*plan.content, "paid", !free_plan, plan.content->GetAllocator());
  }
  return plan;
}

class Zoom final : public Connector
{
public:
  Snapshot read(const Workplace& at) const override
  {
    zoom::ZoomDialect dialect{at};
    auto snapshot = RestReader{at, dialect}.read();
    std::optional<Reading> plan;
    TextPool texts;
    for (auto& reading : snapshot.readings) {
      if (reading.document == k_settings) {
        plan = plan_by(reading);
      }
      if (reading.content) {
        const bool packed = reading.content.is_packed();
        add_days(*reading.content);
        if (packed) {
          reading.content.pack(texts);
        }
      }
    }
    if (plan) {
      snapshot.readings.push_back(std::move(*plan));
    }
    snapshot.seal();
    return snapshot;
  }

  Reading read_document(const Workplace& at, std::string_view document) const override
  {
    zoom::ZoomDialect dialect{at};
    RestReader reader{at, dialect};
    if (document == "plan") {
      return plan_by(reader.read_document(k_settings));
    }
    auto reading = reader.read_document(document);
    if (reading.content) {
      add_days(*reading.content);
    }
    return reading;
  }

  Result<void> write(const Workplace& at, std::string_view document,
                     const std::vector<Change>& changes) const override
  {
    zoom::ZoomDialect dialect{at};
    return RestReader{at, dialect}.write(document, changes);
  }

private:
  static constexpr std::string_view k_settings = "account_settings";
};

} // namespace

std::unique_ptr<Connector>
make_zoom()
{
  return std::make_unique<Zoom>();
}

} // namespace klausur
