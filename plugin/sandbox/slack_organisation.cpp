#include "plugin/sandbox/slack_api.hpp"
#include "plugin/sandbox/slack_audit.hpp"
#include "plugin/sandbox/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace klausur::slack_sandbox {

namespace {

using For = Method::For;

/// The member of a list of the state whose `id` it is, or nullptr.
JsonValue*
one_of(const Call& call, std::string_view list, std::string_view id)
{
  auto* found = find_at(call.state, list);
  if (found == nullptr || !found->IsArray()) {
    return nullptr;
  }
  for (auto& each : found->GetArray()) {
    if (member_text(each, "id") == id) {
      return &each;
    }
  }
  return nullptr;
}

Outbound
users_list(Call& call)
{
  const bool active_only = argument(call, "is_active") == "true";
  Json wanted{rapidjson::kArrayType};
  for (const auto& user : held(call, "/users").GetArray()) {
    const auto* active = member(user, "is_active");
    if (!active_only || active == nullptr || active->IsTrue()) {
      wanted.PushBack(JsonValue{user, wanted.GetAllocator()}, wanted.GetAllocator());
    }
  }
  return page_of(call, wanted, "users", {.usual = 100, .most = 100});
}

/// Ids in one field: `W1`, `W1,W2` or a JSON list of texts.
std::vector<std::string>
ids_in(const Call& call, std::string_view name)
{
  auto text = argument(call, name);
  std::erase_if(text, [](char c) { return c == '[' || c == ']' || c == '"' || c == ' '; });
  std::vector<std::string> ids;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    ids.push_back(text.substr(0, end));
    text.erase(0, end + 1);
  }
  return ids;
}

Outbound
session_settings(Call& call)
{
  const auto ids = ids_in(call, "user_ids");
  if (ids.empty()) {
    return refused("invalid_arguments");
  }
  Json body = literal(R"({"session_settings": [], "no_settings_applied": []})");
  auto& memory = body.GetAllocator();
  for (const auto& id : ids) {
    if (one_of(call, "/users", id) == nullptr) {
      return refused("user_not_found");
    }
    const auto& settings = held(call, "/sessions/" + id);
    JsonValue said;
    if (settings.IsObject()) {
      said.CopyFrom(settings, memory);
      set_member(said, "user_id", id, memory);
      body["session_settings"].PushBack(said, memory);
    } else {
      said.SetString(id.c_str(), memory);
      body["no_settings_applied"].PushBack(said, memory);
    }
  }
  return granted(std::move(body));
}

Outbound
set_session_settings(Call& call)
{
  constexpr int shortest = 28'800;
  constexpr int longest = 315'569'520;
  const auto duration = number_argument(call, "duration", -1);
  const auto quit = argument(call, "desktop_app_browser_quit");
  if (duration < 0 && quit.empty()) {
    return refused("at_least_one_session_setting_required");
  }
  if (duration >= 0 && (duration < shortest || duration > longest)) {
    return refused("invalid_arguments");
  }
  for (const auto& id : ids_in(call, "user_ids")) {
    if (one_of(call, "/users", id) == nullptr) {
      return refused("user_not_found");
    }
    Json settings = literal("{}");
    if (duration >= 0) {
      set_member(settings, "duration", JsonValue{duration}, settings.GetAllocator());
    }
    if (!quit.empty()) {
      set_member(settings, "desktop_app_browser_quit", quit == "true", settings.GetAllocator());
    }
    Json all = literal("{}");
    set_member(all, id, settings, all.GetAllocator());
    merge(*find_at(call.state, "/sessions"), all, call.memory());
  }
  return granted(Json{rapidjson::kObjectType});
}

int
members_of(const JsonValue& channel)
{
  const auto* count = member(channel, "member_count");
  return count != nullptr && count->IsInt() ? count->GetInt() : 0;
}

/// Those of the types that are asked for, the most members first.
Outbound
search_channels(Call& call)
{
  const bool shared = argument(call, "search_channel_types") == "external_shared";
  std::vector<const JsonValue*> found;
  for (const auto& channel : held(call, "/channels").GetArray()) {
    const auto* outside = member(channel, "is_ext_shared");
    if (!shared || (outside != nullptr && outside->IsTrue())) {
      found.push_back(&channel);
    }
  }
  std::ranges::stable_sort(found, std::ranges::greater{},
                           [](const JsonValue* channel) { return members_of(*channel); });
  JsonValue list{rapidjson::kArrayType};
  for (const auto* channel : found) {
    list.PushBack(JsonValue{*channel, call.memory()}, call.memory());
  }
  return page_of(call, list, "conversations", {.usual = 10, .most = 20, .cursor_on_top = true});
}

/// The channel, or why nothing is said about its retention.
JsonValue*
channel_of(const Call& call, std::string_view& problem)
{
  auto* channel = one_of(call, "/channels", argument(call, "channel_id"));
  const auto* general = channel == nullptr ? nullptr : member(*channel, "is_general");
  problem = channel == nullptr                        ? "channel_not_found"
            : general != nullptr && general->IsTrue() ? "default_org_wide_channel"
                                                      : "";
  return problem.empty() ? channel : nullptr;
}

Outbound
custom_retention(Call& call)
{
  std::string_view problem;
  const auto* channel = channel_of(call, problem);
  if (channel == nullptr) {
    return refused(problem);
  }
  const auto* days = member(*channel, "custom_retention_days");
  Json body = literal(R"({"is_policy_enabled": false, "duration_days": 0})");
  if (days != nullptr && days->IsInt()) {
    set_member(body, "is_policy_enabled", true, body.GetAllocator());
    set_member(body, "duration_days", *days, body.GetAllocator());
  }
  return granted(std::move(body));
}

Outbound
set_custom_retention(Call& call)
{
  constexpr int too_long = 36'500;
  std::string_view problem;
  auto* channel = channel_of(call, problem);
  const int days = number_argument(call, "duration_days", 0);
  if (channel == nullptr) {
    return refused(problem);
  }
  if (days < 1 || days >= too_long) {
    return refused("invalid_duration");
  }
  set_member(*channel, "custom_retention_days", JsonValue{days}, call.memory());
  note_retention(call, member_text(*channel, "id"), days);
  return granted(Json{rapidjson::kObjectType});
}

Outbound
remove_custom_retention(Call& call)
{
  std::string_view problem;
  auto* channel = channel_of(call, problem);
  if (channel == nullptr) {
    return refused(problem);
  }
  channel->RemoveMember("custom_retention_days");
  return granted(Json{rapidjson::kObjectType});
}

/// Of a channel that nobody has changed the preferences are the usual ones: huddles allowed.
Outbound
conversation_prefs(Call& call)
{
  const auto* channel = one_of(call, "/channels", argument(call, "channel_id"));
  if (channel == nullptr) {
    return refused("channel_not_found");
  }
  Json body = literal(R"({"prefs": {"who_can_post": {"type": ["ra"], "user": []},
    "can_thread": {"type": ["ra"], "user": []}, "can_huddle": {"enabled": true},
    "enable_at_channel": {"enabled": true}, "enable_at_here": {"enabled": true}}})");
  if (const auto* prefs = member(*channel, "prefs")) {
    merge(body["prefs"], *prefs, body.GetAllocator());
  }
  return granted(std::move(body));
}

Outbound
set_discoverability(Call& call)
{
  constexpr std::array<std::string_view, 4> known{"open", "invite_only", "closed", "unlisted"};
  auto* team = one_of(call, "/teams", argument(call, "team_id"));
  const auto wanted = argument(call, "discoverability");
  if (team == nullptr) {
    return refused("team_not_found");
  }
  if (std::ranges::find(known, wanted) == known.end()) {
    return refused("discoverability_setting_invalid");
  }
  set_member(*team, "discoverability", wanted, call.memory());
  return granted(Json{rapidjson::kObjectType});
}

Outbound
password_entities(Call& call)
{
  if (argument(call, "policy_name") != "email_password") {
    return refused("policy_not_found");
  }
  const auto& entities = held(call, "/password_entities");
  Json body{rapidjson::kObjectType};
  set_member(body, "entities", entities, body.GetAllocator());
  set_member(body, "entity_total_count", JsonValue{entities.Size()}, body.GetAllocator());
  return granted(std::move(body));
}

/// A file on success, JSON on failure.
Outbound
analytics_file(Call& call)
{
  // One line: {"enterprise_id":"E0SANDBOX1","email_address":"erika.mustermann@example.org"}
  constexpr std::array<unsigned char, 96> file{
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0xab, 0x56, 0x4a, 0xcd,
      0x2b, 0x49, 0x2d, 0x2a, 0x28, 0xca, 0x2c, 0x4e, 0x8d, 0xcf, 0x4c, 0x51, 0xb2, 0x52,
      0x72, 0x35, 0x08, 0x76, 0xf4, 0x73, 0x71, 0xf2, 0x8f, 0x30, 0x54, 0xd2, 0x51, 0x4a,
      0xcd, 0x4d, 0xcc, 0xcc, 0x89, 0x4f, 0x4c, 0x49, 0x29, 0x4a, 0x2d, 0x2e, 0x06, 0x4a,
      0xa6, 0x16, 0x65, 0x66, 0x27, 0xea, 0xe5, 0x96, 0x16, 0x03, 0xf5, 0xe4, 0x26, 0xe6,
      0xe5, 0x39, 0xa4, 0x56, 0x24, 0xe6, 0x16, 0xe4, 0xa4, 0xea, 0xe5, 0x17, 0xa5, 0x2b,
      0xd5, 0x72, 0x01, 0x00, 0x7e, 0xe1, 0x1d, 0xb3, 0x4e, 0x00, 0x00, 0x00};
  if (argument(call, "type") != "member") {
    return refused("invalid_type");
  }
  if (argument(call, "date").size() != sizeof "2026-11-24" - 1) {
    return refused("invalid_date");
  }
  if (!held(call, "/member_analytics").IsTrue()) {
    return refused("member_analytics_disabled");
  }
  return {.status = 200,
          .headers = {},
          .body = {file.begin(), file.end()},
          .content_type = "application/gzip"};
}

} // namespace

std::vector<Method>
organisation_methods()
{
  constexpr auto admins = For::administrators;
  return {
      {"admin.teams.list", "admin.teams:read",
       [](Call& call) { return page_of(call, held(call, "/teams"), "teams", {}); }, false,
       admins},
      {"admin.teams.settings.setDiscoverability", "admin.teams:write", set_discoverability,
       false, admins},
      {"admin.users.list", "admin.users:read", users_list, false, admins},
      {"admin.users.session.getSettings", "admin.users:read", session_settings, false, admins},
      {"admin.users.session.setSettings", "admin.users:write", set_session_settings, false,
       admins},
      {"admin.auth.policy.getEntities", "admin.users:read", password_entities, false, admins},
      {"admin.conversations.search", "admin.conversations:read", search_channels, false,
       admins},
      {"admin.conversations.getCustomRetention", "admin.conversations:read", custom_retention,
       false, admins},
      {"admin.conversations.setCustomRetention", "admin.conversations:write",
       set_custom_retention, false, admins},
      {"admin.conversations.removeCustomRetention", "admin.conversations:write",
       remove_custom_retention, false, admins},
      {"admin.conversations.getConversationPrefs", "admin.conversations:read",
       conversation_prefs, false, admins},
      {"admin.apps.approved.list", "admin.apps:read",
       [](Call& call) { return page_of(call, held(call, "/apps"), "approved_apps", {}); }, true,
       admins},
      {"admin.analytics.getFile", "admin.analytics:read", analytics_file, true, admins},
  };
}

} // namespace klausur::slack_sandbox
