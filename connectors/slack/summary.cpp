#include "connectors/slack/summary.hpp"

#include "connectors/format/json.hpp"
#include "connectors/model/setting.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <set>

namespace klausur::slack {

namespace {

bool
says(const JsonValue& item, std::string_view flag)
{
  const auto* value = member(item, flag);
  return value != nullptr && value->IsTrue();
}

/// Each item of the list, or nothing where there is none.
template<typename Visit>
void
for_each_in(const JsonValue& content, std::string_view list, const Visit& visit)
{
  if (const auto* items = member(content, list); items != nullptr && items->IsArray()) {
    std::ranges::for_each(items->GetArray(), visit);
  }
}

void
set_count(Json& summary, std::string_view name, std::uint64_t count)
{
  set_member(summary, name, JsonValue{count}, summary.GetAllocator());
}

Json
accounts(const JsonValue& content, std::string_view list)
{
  Json summary{rapidjson::kObjectType};
  JsonValue admins{rapidjson::kArrayType};
  std::uint64_t all = 0, guests = 0, administrators = 0, without = 0, silent = 0;
  for_each_in(content, list, [&](const JsonValue& user) {
    if (says(user, "deleted") || says(user, "is_bot")) {
      return;
    }
    ++all;
    guests += says(user, "is_restricted") || says(user, "is_ultra_restricted") ? 1U : 0U;
    if (!says(user, "is_admin") && !says(user, "is_owner") && !says(user, "is_primary_owner")) {
      return;
    }
    ++administrators;
    const bool told = member(user, "has_2fa") != nullptr || member(user, "has_sso") != nullptr;
    silent += told ? 0U : 1U;
    without += told && !says(user, "has_2fa") && !says(user, "has_sso") ? 1U : 0U;
    if (const auto* id = member(user, "id"); id != nullptr) {
      admins.PushBack(JsonValue{*id, summary.GetAllocator()}, summary.GetAllocator());
    }
  });
  set_count(summary, "accounts", all);
  set_count(summary, "guests", guests);
  set_count(summary, "administrators", administrators);
  if (silent == 0 || without > 0) { // Else nobody knows whether there are none.
    set_count(summary, "administrators_without_second_factor", without);
  }
  set_member(summary, "admins", admins, summary.GetAllocator());
  return summary;
}

Json
public_links(const JsonValue& content)
{
  Json summary{rapidjson::kObjectType};
  std::uint64_t files = 0, links = 0, silent = 0;
  for_each_in(content, "files", [&](const JsonValue& file) {
    ++files;
    links += says(file, "public_url_shared") ? 1U : 0U;
    silent += member(file, "public_url_shared") == nullptr ? 1U : 0U;
  });
  set_count(summary, "files", files);
  if (silent == 0 || links > 0) {
    set_count(summary, "public_links", links);
  }
  return summary;
}

/// A switch in whatever form the log writes it; other values as they are.
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

std::int64_t
created(const JsonValue& entry)
{
  const auto* at = member(entry, "date_create");
  return at != nullptr && at->IsInt64() ? at->GetInt64() : 0;
}

/// The newest value of each preference. Where workspaces differ there is none to show.
Json
newest_prefs(const JsonValue& content)
{
  constexpr std::string_view k_prefix = "pref.";
  std::map<std::string, std::map<std::string, const JsonValue*>> newest;
  for_each_in(content, "entries", [&](const JsonValue& entry) {
    const auto action = member_text(entry, "action");
    const auto* place = value_at(entry, {"context", "location", "id"});
    const std::string where{place != nullptr && place->IsString() ? text_of(*place) : ""};
    if (action.starts_with(k_prefix)) {
      auto& known = newest[std::string{action.substr(k_prefix.size())}][where];
      known = known == nullptr || created(entry) > created(*known) ? &entry : known;
    }
  });
  Json summary{rapidjson::kObjectType};
  auto& memory = summary.GetAllocator();
  for (const auto& [pref, places] : newest) {
    std::set<std::string> values;
    JsonValue shown{rapidjson::kObjectType};
    for (const auto& [where, entry] : places) {
      const auto* details = member(*entry, "details");
      const auto* policy = details ? member(*details, "new_retention_policy") : nullptr;
      const auto* value = details ? member(*details, "new_value") : nullptr;
      const auto* said = policy != nullptr ? policy : value;
      values.insert(said != nullptr ? canonical_text(plain(*said, memory)) : "");
      if (said != nullptr) {
        set_member(shown, policy != nullptr ? "policy" : "value", plain(*said, memory), memory);
      }
    }
    const bool one = values.size() == 1 && !values.contains("");
    if (!one) {
      shown.RemoveAllMembers();
    }
    set_member(summary, pref, shown, memory);
  }
  return summary;
}

Json
huddles(const JsonValue& content)
{
  std::set<std::string, std::less<>> transcribed, agreed;
  std::uint64_t shared = 0, nameless = 0;
  for_each_in(content, "entries", [&](const JsonValue& entry) {
    const auto action = member_text(entry, "action");
    const auto* id = value_at(entry, {"entity", "huddle", "id"});
    const std::string huddle{id != nullptr && id->IsString() ? text_of(*id) : ""};
    shared += action == "huddle_screenshare_on" ? 1U : 0U;
    if (action == "huddle_transcription_started") {
      nameless += huddle.empty() ? 1U : 0U;
      transcribed.insert(huddle);
    } else if (action == "huddle_participant_transcript_consent") {
      agreed.insert(huddle);
    }
  });
  Json summary{rapidjson::kObjectType};
  set_count(summary, "screen_shares", shared);
  set_count(summary, "transcribed", transcribed.size());
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
  if (!reading.content) {
    return;
  }
  const auto& name = reading.document;
  if (name == "users" || name == "members") {
    reading.content = packed_copy_of(accounts(*reading.content, name));
  } else if (name == "public_files") {
    reading.content = packed_copy_of(public_links(*reading.content));
  } else if (name == "audit_prefs") {
    reading.content = packed_copy_of(newest_prefs(*reading.content));
  } else if (name == "audit_huddles") {
    reading.content = packed_copy_of(huddles(*reading.content));
  }
}

Reading
evidence_in(const std::vector<Reading>& readings, Time now)
{
  Json evidence{rapidjson::kObjectType};
  const auto prefs = std::ranges::find(readings, "audit_prefs", &Reading::document);
  if (prefs != readings.end() && prefs->content) {
    for (const auto& each : prefs->content->GetObject()) {
      const bool told = each.value.MemberCount() > 0;
      set_member(evidence, text_of(each.name), told, evidence.GetAllocator());
    }
  }
  return {"evidence", "audit_prefs", now, std::move(evidence)};
}

} // namespace klausur::slack
