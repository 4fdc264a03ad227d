#include "plugin/sandbox/state.hpp"
#include "plugin/sandbox/webex_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur::webex_sandbox {

namespace {

constexpr std::string_view k_config_read = "meeting:admin_config_read";

JsonValue&
settings_of(const Call& call, const JsonValue& site)
{
  auto& all = call.state.FindMember("common_settings")->value;
  return all.FindMember(std::string{member_text(site, "siteUrl")})->value;
}

Outbound
no_such_site()
{
  return api_error(404, "The requested resource could not be found.", "siteUrl is not found");
}

Outbound
in_utf8(const JsonValue& body)
{
  auto answer = json_answer(200, body);
  answer.content_type = "application/json;charset=UTF-8";
  return answer;
}

Outbound
common_settings(Call& call)
{
  const auto* site = site_of(call);
  return site == nullptr ? no_such_site() : in_utf8(settings_of(call, *site));
}

/// Why `patch` does not fit to what is there, or nothing: a member of another type.
std::string
misfit(const JsonValue& there, const JsonValue& patch, const std::string& place)
{
  for (const auto& each : patch.GetObject()) {
    const auto* known = member(there, text_of(each.name));
    const auto here = fmt::format("{}/{}", place, text_of(each.name));
    if (known == nullptr) {
      continue; // What the API does not know, it ignores.
    }
    const bool same =
        known->IsBool() ? each.value.IsBool() : known->GetType() == each.value.GetType();
    if (!same) {
      return here + " has a wrong type";
    }
    if (known->IsObject()) {
      if (auto inner = misfit(*known, each.value, here); !inner.empty()) {
        return inner;
      }
    }
  }
  return {};
}

/// What the API takes over of a patch: members that it knows.
void
take_over(JsonValue& there, const JsonValue& patch, Json::AllocatorType& memory)
{
  for (const auto& each : patch.GetObject()) {
    const auto known = there.FindMember(each.name);
    if (known == there.MemberEnd()) {
      continue;
    }
    if (known->value.IsObject()) {
      take_over(known->value, each.value, memory);
    } else {
      known->value.CopyFrom(each.value, memory);
    }
  }
}

bool
is_on(const JsonValue& settings, const char* pointer)
{
  const auto* value = find_at(settings, pointer);
  return value != nullptr && value->IsTrue();
}

/// What must hold between the settings after a patch; the refusal, or nothing.
std::string
contradiction(const JsonValue& after, const JsonValue& patch)
{
  if (find_at(patch, "/securityOptions/passwordCriteria") != nullptr &&
      !is_on(after, "/securityOptions/requireStrongPassword")) {
    return "passwordCriteria can't be specified when requireStrongPassword is false";
  }
  for (const auto* name : {"audioBeforeHost", "firstAttendeeAsPresenter"}) {
    const auto pointer = fmt::format("/securityOptions/{}", name);
    if (is_on(patch, pointer.c_str()) && !is_on(after, "/securityOptions/joinBeforeHost")) {
      return fmt::format("{} can't be turned on when joinBeforeHost is false", name);
    }
  }
  for (const auto* name : {"minLength", "minNumeric", "minAlpha", "minSpecial"}) {
    const auto* value =
        find_at(after, fmt::format("/securityOptions/passwordCriteria/{}", name));
    constexpr double k_most = 12;
    if (value != nullptr && (value->GetDouble() > k_most || value->GetDouble() < 0)) {
      return fmt::format("{} must be between 0 and 12", name);
    }
  }
  constexpr std::array tones{"NoTone", "Beep", "AnnounceName"};
  const auto* tone = find_at(after, "/defaultSchedulerOptions/entryAndExitTone");
  if (tone != nullptr && std::ranges::find(tones, text_of(*tone)) == tones.end()) {
    return "entryAndExitTone must be NoTone, Beep or AnnounceName";
  }
  return {};
}

/// The schema of the request wants both of these where it gets scheduler options at all,
/// although the example beside it has one of them only.
bool
lacks_a_required(const JsonValue& patch)
{
  const auto* options = member(patch, "defaultSchedulerOptions");
  return options != nullptr && (member(*options, "entryAndExitTone") == nullptr ||
                                member(*options, "telephonySupport") == nullptr);
}

/// Changes the preferred site: the operation takes no other.
Outbound
patch_settings(Call& call)
{
  auto& memory = call.memory();
  if (!call.body.IsObject()) {
    return api_error(400, "POST body is malformed");
  }
  if (lacks_a_required(call.body)) {
    return api_error(400, "entryAndExitTone and telephonySupport are required");
  }
  const auto& sites = member(call.state, "sites")->GetArray();
  const auto preferred = std::ranges::find_if(
      sites, [](const JsonValue& site) { return member(site, "default")->IsTrue(); });
  auto& settings = settings_of(call, *preferred);
  Json patch = copy_of(call.body);
  patch.RemoveMember("telephonyConfig"); // Read only.
  auto wrong = misfit(settings, patch, "");
  JsonValue after{settings, memory};
  if (wrong.empty()) {
    take_over(after, patch, memory);
    wrong = contradiction(after, patch);
  }
  if (!wrong.empty()) {
    return api_error(400, "The request was invalid or cannot be otherwise served.", wrong);
  }
  settings = after;
  return in_utf8(settings);
}

Outbound
session_types(Call& call)
{
  const auto* site = site_of(call);
  if (site == nullptr) {
    return no_such_site();
  }
  Json answer{rapidjson::kObjectType};
  auto& memory = answer.GetAllocator();
  JsonValue list{rapidjson::kArrayType};
  for (const auto& type : member(call.state, "session_types")->GetArray()) {
    JsonValue shown{type, memory};
    set_member(shown, "siteUrl", member_text(*site, "siteUrl"), memory);
    list.PushBack(shown, memory);
  }
  set_member(answer, "items", list, memory);
  return in_utf8(answer);
}

Outbound
sites(Call& call)
{
  Json answer{rapidjson::kObjectType};
  set_member(answer, "sites", *member(call.state, "sites"), answer.GetAllocator());
  return in_utf8(answer);
}

Outbound
listed(Call& call, const char* name)
{
  Json answer{rapidjson::kObjectType};
  set_member(answer, "items", *member(call.state, name), answer.GetAllocator());
  return json_answer(200, answer);
}

Outbound
organizations(Call& call)
{
  return listed(call, "organizations");
}

Outbound
licenses(Call& call)
{
  return listed(call, "licenses");
}

Outbound
setting_answer(const Call& call, std::string_view key)
{
  const auto* value = member(*member(call.state, "settings"), key);
  if (value == nullptr) {
    return api_error(404, "The requested resource could not be found.", "unknown setting key");
  }
  Json answer{rapidjson::kObjectType};
  auto& memory = answer.GetAllocator();
  set_member(answer, "key", key, memory);
  set_member(answer, "value", *value, memory);
  set_member(answer, "name", key == "allow-vidcast-access" ? "Vidcast" : "Invitations", memory);
  return json_answer(200, answer);
}

Outbound
setting(Call& call)
{
  return setting_answer(call, call.capture("key"));
}

Outbound
set_setting(Call& call)
{
  const auto key = member_text(call.body, "key");
  const auto* value = member(call.body, "value");
  auto& settings = call.state.FindMember("settings")->value;
  if (member(settings, key) == nullptr || value == nullptr || !value->IsBool()) {
    return api_error(400, "The request was invalid or cannot be otherwise served.",
                     "key and a boolean value are required");
  }
  set_member(settings, key, *value, call.memory());
  return setting_answer(call, key);
}

} // namespace

std::vector<Route>
site_routes()
{
  constexpr std::string_view settings = "/admin/meeting/config/commonSettings";
  return {
      {"GET", settings, scoped(k_config_read, common_settings)},
      {"PATCH", settings, scoped("meeting:admin_config_write", patch_settings)},
      {"GET", "/admin/meeting/config/sessionTypes", scoped(k_config_read, session_types)},
      {"GET", "/meetingPreferences/sites", scoped("meeting:admin_preferences_read", sites)},
      {"GET", "/organizations", scoped("spark-admin:organizations_read", organizations)},
      {"GET", "/licenses", scoped("spark-admin:licenses_read", licenses)},
      {"GET", "/settings/organizations/{org}/settings/{key}",
       scoped("identity:organizations_read", setting)},
      {"POST", "/settings/organizations/{org}/settings",
       scoped("identity:organizations_rw", set_setting)},
  };
}

} // namespace klausur::webex_sandbox
