#include "connectors/slack/audit_log.hpp"

#include "connectors/format/json.hpp"
#include "connectors/model/setting.hpp"

#include <algorithm>
#include <cstdint>
#include <set>

namespace klausur::slack {

namespace {

std::string
text_at(const JsonValue& entry, const std::vector<std::string>& steps)
{
  const auto* value = value_at(entry, steps);
  return value != nullptr && value->IsString() ? std::string{text_of(*value)} : std::string{};
}

void
set_count(Json& summary, std::string_view name, std::uint64_t count)
{
  set_member(summary, name, JsonValue{count}, summary.GetAllocator());
}

Json
huddles(const JsonValue& content)
{
  std::set<std::string, std::less<>> transcribed, agreed;
  std::uint64_t shared = 0, nameless = 0;
  const auto* entries = member(content, "entries");
  for (const auto& entry : entries->GetArray()) { // A list, or the reading is a gap.
    const auto action = member_text(entry, "action");
    const auto huddle = text_at(entry, {"entity", "huddle", "id"});
    nameless += action.empty() ? 1U : 0U;
    shared += action == "huddle_screenshare_on" ? 1U : 0U;
    if (action == "huddle_transcription_started") {
      nameless += huddle.empty() ? 1U : 0U;
      transcribed.insert(huddle);
    } else if (action == "huddle_participant_transcript_consent") {
      agreed.insert(huddle);
    }
  }
  Json summary{rapidjson::kObjectType};
  if (nameless == 0 || shared > 0) {
    set_count(summary, "screen_shares", shared);
  }
  if (nameless == 0 || !transcribed.empty()) {
    set_count(summary, "transcribed", transcribed.size());
  }
  if (nameless == 0) {
    const auto without = std::ranges::count_if(
        transcribed, [&](const auto& huddle) { return !agreed.contains(huddle); });
    set_count(summary, "transcribed_without_consent", static_cast<std::uint64_t>(without));
  }
  return summary;
}

} // namespace

void
summarise(Reading& reading)
{
  if (reading.document == "audit_huddles" && reading.content) {
    reading.content = packed_copy_of(huddles(*reading.content));
  }
}

Reading
evidence_in(const std::vector<Reading>& readings, Time now)
{
  Json evidence{rapidjson::kObjectType};
  const auto prefs = std::ranges::find(readings, "audit_prefs", &Reading::document);
  if (prefs != readings.end() && !prefs->content &&
      prefs->content.error().kind != Failure::unsupported) {
    return {"evidence", "audit_prefs", now, tl::unexpected(prefs->content.error())};
  }
  if (prefs != readings.end() && prefs->content) {
    for (const auto& each : prefs->content->GetObject()) {
      const bool told = each.value.MemberCount() > 0;
      set_member(evidence, text_of(each.name), told, evidence.GetAllocator());
    }
  }
  return {"evidence", "audit_prefs", now, std::move(evidence)};
}

} // namespace klausur::slack
