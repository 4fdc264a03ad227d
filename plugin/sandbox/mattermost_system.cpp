#include "connectors/base/clock.hpp"
#include "plugin/sandbox/mattermost_api.hpp"
#include "plugin/sandbox/mattermost_config.hpp"
#include "plugin/sandbox/state.hpp"

#include <fmt/format.h>

namespace klausur::mattermost_sandbox {

namespace {

// What a system_manager does not get to see: he has no permission for compliance and
// experimental areas.
constexpr std::string_view k_compliance[] = {"DataRetentionSettings", "MessageExportSettings",
                                             "ComplianceSettings", "ExperimentalSettings",
                                             "ExperimentalAuditSettings"};

Outbound
config(Call& call)
{
  Json answer = masked_config(call.state);
  if (!may(call, Right::read_compliance)) {
    for (const auto section : k_compliance) {
      answer.RemoveMember(std::string{section});
    }
  }
  return json_answer(200, answer);
}

Outbound
patch(Call& call)
{
  if (const auto* late = member(call.state, "late_seconds")) {
    take_late(call, late->GetInt());
    return config(call);
  }
  auto refused = patch_config(call.state, call.body);
  return refused ? std::move(*refused) : config(call);
}

Outbound
environment(Call& call)
{
  return json_answer(200, *member(call.state, "environment"));
}

Outbound
client_config(Call& call)
{
  Json answer{rapidjson::kObjectType};
  auto& memory = answer.GetAllocator();
  const auto add = [&](std::string_view name, std::string_view pointer) {
    set_member(answer, name, as_text(*find_at(call.state, "/config" + std::string{pointer})),
               memory);
  };
  set_member(answer, "Version", "11.7.0", memory);
  set_member(answer, "BuildNumber", "11.7.0", memory);
  set_member(answer, "TelemetryId", "sandbox0000000000000000001", memory);
  set_member(answer, "BuildEnterpriseReady", "true", memory);
  add("SiteURL", "/ServiceSettings/SiteURL");
  add("EnableDiagnostics", "/LogSettings/EnableDiagnostics");
  add("DiagnosticsEnabled", "/LogSettings/EnableDiagnostics");
  add("PrivacyPolicyLink", "/SupportSettings/PrivacyPolicyLink");
  add("TermsOfServiceLink", "/SupportSettings/TermsOfServiceLink");
  add("EnforceMultifactorAuthentication", "/ServiceSettings/EnforceMultifactorAuthentication");
  add("PasswordMinimumLength", "/PasswordSettings/MinimumLength");
  add("EnableGuestAccounts", "/GuestAccountsSettings/Enable");
  add("PluginsEnabled", "/PluginSettings/Enable");
  add("HasImageProxy", "/ImageProxySettings/Enable");
  if (!call.bearer().empty()) {
    add("EnableLinkPreviews", "/ServiceSettings/EnableLinkPreviews");
    add("EnableGifPicker", "/ServiceSettings/EnableGifPicker");
    add("SessionLengthWebInHours", "/ServiceSettings/SessionLengthWebInHours");
  }
  return json_answer(200, answer);
}

Outbound
licence(Call& call)
{
  return json_answer(200, *member(call.state, "license"));
}

bool
licensed(const Call& call)
{
  const auto* feature = find_at(call.state, "/license/DataRetention");
  return feature != nullptr && as_text(*feature) == "true";
}

Outbound
unlicensed()
{
  return api_error(501, "ent.data_retention.generic.license.error",
                   "Your license does not support data retention.");
}

/// The moment before which things are deleted, in milliseconds.
std::int64_t
cutoff(const JsonValue& config, std::string_view what)
{
  const auto number = [&](std::string_view unit) {
    return find_at(config, fmt::format("/DataRetentionSettings/{}Retention{}", what, unit))
        ->GetInt();
  };
  const auto kept = std::chrono::hours{24 * number("Days") + number("Hours")};
  return std::chrono::milliseconds{(system_time() - kept).time_since_epoch()}.count();
}

Outbound
global_retention(Call& call)
{
  if (!licensed(call)) {
    return unlicensed();
  }
  const JsonValue& config = *member(call.state, "config");
  Json answer{rapidjson::kObjectType};
  auto& memory = answer.GetAllocator();
  const auto enabled = [&](const char* pointer) { return find_at(config, pointer)->IsTrue(); };
  set_member(answer, "message_deletion_enabled",
             enabled("/DataRetentionSettings/EnableMessageDeletion"), memory);
  set_member(answer, "file_deletion_enabled",
             enabled("/DataRetentionSettings/EnableFileDeletion"), memory);
  set_member(answer, "message_retention_cutoff", JsonValue{cutoff(config, "Message")}, memory);
  set_member(answer, "file_retention_cutoff", JsonValue{cutoff(config, "File")}, memory);
  return json_answer(200, answer);
}

Outbound
retention_policies(Call& call)
{
  if (!licensed(call)) {
    return unlicensed();
  }
  const JsonValue& policies = *member(call.state, "policies");
  Json answer{rapidjson::kObjectType};
  auto& memory = answer.GetAllocator();
  set_member(answer, "policies", page_of(call, policies, memory), memory);
  set_member(answer, "total_count", JsonValue{policies.Size()}, memory);
  return json_answer(200, answer);
}

Outbound
ping(Call&)
{
  return json_answer(200, literal(R"({"status": "OK", "ActiveSearchBackend": "database",
    "AndroidLatestVersion": "", "AndroidMinVersion": "", "IosLatestVersion": "",
    "IosMinVersion": ""})"));
}

Outbound
jobs(Call& call)
{
  JsonValue found{rapidjson::kArrayType};
  for (const auto& job : member(call.state, "jobs")->GetArray()) {
    if (member_text(job, "type") == call.capture("type")) {
      found.PushBack(JsonValue{job, call.memory()}, call.memory());
    }
  }
  return json_answer(200, page_of(call, found, call.memory()));
}

Outbound
audits(Call& call)
{
  return json_answer(200, page_of(call, *member(call.state, "audits"), call.memory()));
}

Outbound
server_limits(Call& call)
{
  Json answer{rapidjson::kObjectType};
  constexpr int unlicensed_users = 250;
  set_member(answer, "maxUsersLimit", JsonValue{unlicensed_users}, answer.GetAllocator());
  set_member(answer, "activeUserCount", *member(call.state, "users"), answer.GetAllocator());
  return json_answer(200, answer);
}

} // namespace

std::vector<Route>
system_routes()
{
  return {
      {"GET", "/api/v4/config", guarded(Right::read, config)},
      {"PUT", "/api/v4/config/patch", guarded(Right::write, patch)},
      {"GET", "/api/v4/config/environment", guarded(Right::read, environment)},
      {"GET", "/api/v4/config/client", client_config, /*open=*/true},
      {"GET", "/api/v4/license/client", licence, /*open=*/true},
      {"GET", "/api/v4/system/ping", ping, /*open=*/true},
      {"GET", "/api/v4/data_retention/policy", global_retention},
      {"GET", "/api/v4/data_retention/policies",
       guarded(Right::read_compliance, retention_policies)},
      {"GET", "/api/v4/jobs/type/{type}", guarded(Right::read_compliance, jobs)},
      {"GET", "/api/v4/audits", guarded(Right::read_compliance, audits)},
      {"GET", "/api/v4/limits/server", guarded(Right::read, server_limits)},
  };
}

} // namespace klausur::mattermost_sandbox
