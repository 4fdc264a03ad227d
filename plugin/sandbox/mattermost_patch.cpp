#include "plugin/sandbox/mattermost_config.hpp"
#include "plugin/sandbox/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur::mattermost_sandbox {

namespace {

// With ExperimentalSettings.RestrictSystemAdmin nobody writes these over the API.
constexpr std::array k_restricted{
    "SqlSettings",
    "LogSettings",
    "MetricsSettings",
    "ClusterSettings",
    "CacheSettings",
    "RateLimitSettings",
    "ElasticsearchSettings",
    "CloudSettings",
    "ServiceSettings.SiteURL",
    "ServiceSettings.ConnectionSecurity",
    "ServiceSettings.TLSMinVer",
    "ServiceSettings.TLSStrictTransport",
    "ServiceSettings.Forward80To443",
    "ServiceSettings.EnableCrossTeamSearch",
    "ServiceSettings.EnableUserStatuses",
    "ServiceSettings.AllowCorsFrom",
    "SupportSettings.PrivacyPolicyLink",
    "SupportSettings.TermsOfServiceLink",
    "SupportSettings.AboutLink",
    "SupportSettings.AllowDownloadLogs",
    "ExperimentalSettings.RestrictSystemAdmin",
};

bool
is_set(const JsonValue& root, const std::string& pointer)
{
  const auto* value = find_at(root, pointer);
  return value != nullptr && value->IsTrue();
}

bool
is_kept(const JsonValue& state, const std::string& section, const std::string& field)
{
  if (is_set(state, fmt::format("/environment/{}/{}", section, field))) {
    return true;
  }
  return is_set(state, "/config/ExperimentalSettings/RestrictSystemAdmin") &&
         std::ranges::any_of(k_restricted, [&](std::string_view each) {
           return each == section || each == section + "." + field;
         });
}

bool
is_mask(const JsonValue& value)
{
  return value.IsString() && text_of(value) == k_mask;
}

/// A plugin's settings as they are kept: names in lower case, asterisks as they were.
JsonValue
plugin_settings(const JsonValue& given, const JsonValue* old, Json::AllocatorType& memory)
{
  JsonValue kept{rapidjson::kObjectType};
  for (const auto& each : given.GetObject()) {
    const std::string key = lower(text_of(each.name));
    const auto* before = is_mask(each.value) && old != nullptr ? member(*old, key) : nullptr;
    set_member(kept, key, before == nullptr ? each.value : *before, memory);
  }
  return kept;
}

/// The map as a whole takes the place of the old one; an empty one is ignored.
bool
replace_plugins(JsonValue& old, const JsonValue& given, Json::AllocatorType& memory)
{
  JsonValue taken{rapidjson::kObjectType};
  for (const auto& each : given.GetObject()) {
    if (!each.value.IsObject()) {
      return false;
    }
    const auto* before = member(old, text_of(each.name));
    const JsonValue settings = plugin_settings(each.value, before, memory);
    set_member(taken, text_of(each.name), settings, memory);
  }
  if (!taken.ObjectEmpty()) {
    old = taken;
  }
  return true;
}

bool
same_kind(const JsonValue& left, const JsonValue& right)
{
  const bool flags = left.IsBool() && right.IsBool();
  return flags || left.GetType() == right.GetType();
}

/// False: a value of another type than the server wants.
bool
patch_field(JsonValue& old, const JsonValue& given, std::string_view name,
            Json::AllocatorType& memory)
{
  if (given.IsNull() || is_mask(given)) {
    return true;
  }
  if (!same_kind(old, given)) {
    return false;
  }
  if (name == "Plugins") {
    return replace_plugins(old, given, memory);
  }
  const bool map = name == "PluginStates" || name == "AdvancedLoggingJSON";
  if (!old.IsObject() || map) {
    old.CopyFrom(given, memory);
    return true;
  }
  return std::ranges::all_of(given.GetObject(), [&](const auto& each) {
    const auto found = old.FindMember(each.name);
    return found == old.MemberEnd() ||
           patch_field(found->value, each.value, text_of(each.name), memory);
  });
}

/// Sections and fields that the server does not know are ignored.
bool
patch_all(const JsonValue& state, JsonValue& config, const JsonValue& patch,
          Json::AllocatorType& memory)
{
  for (const auto& section : patch.GetObject()) {
    const auto into = config.FindMember(section.name);
    if (into == config.MemberEnd() || text_of(section.name) == "FeatureFlags") {
      continue;
    }
    if (!section.value.IsObject()) {
      return false;
    }
    for (const auto& field : section.value.GetObject()) {
      const auto old = into->value.FindMember(field.name);
      if (old == into->value.MemberEnd() || is_kept(state, std::string{text_of(section.name)},
                                                    std::string{text_of(field.name)})) {
        continue;
      }
      if (!patch_field(old->value, field.value, text_of(field.name), memory)) {
        return false;
      }
    }
  }
  return true;
}

bool
differs(const JsonValue& config, const JsonValue& patch, std::string_view pointer)
{
  const auto* wanted = find_at(patch, pointer);
  const auto* old = find_at(config, pointer);
  return wanted != nullptr && !wanted->IsNull() && (old == nullptr || *wanted != *old);
}

std::optional<Outbound>
forbidden(const JsonValue& state, const JsonValue& patch)
{
  const JsonValue& config = *member(state, "config");
  const auto* uploads = find_at(patch, "/PluginSettings/EnableUploads");
  const bool marketplace = differs(config, patch, "/PluginSettings/MarketplaceURL") &&
                           uploads != nullptr && uploads->IsFalse();
  const auto* cloud = find_at(state, "/license/Cloud");
  const bool compliance = cloud != nullptr && cloud->IsString() && text_of(*cloud) == "true" &&
                          differs(config, patch, "/ComplianceSettings/Directory");
  if (marketplace || compliance || differs(config, patch, "/PluginSettings/EnableUploads") ||
      differs(config, patch, "/ImportSettings/Directory")) {
    return api_error(403, "api.config.update_config.not_allowed_security.app_error",
                     "Changing this setting is not allowed due to security reasons.");
  }
  const auto* site = find_at(config, "/ServiceSettings/SiteURL");
  const auto* emptied = find_at(patch, "/ServiceSettings/SiteURL");
  if (site->GetStringLength() > 0 && emptied != nullptr && emptied->IsString() &&
      emptied->GetStringLength() == 0) {
    return api_error(400, "api.config.update_config.clear_siteurl.app_error",
                     "Site URL cannot be cleared.");
  }
  return std::nullopt;
}

/// Exactly one of days and hours says how long something is kept.
std::optional<Outbound>
bad_retention(const JsonValue& config, std::string_view what)
{
  const auto number = [&](std::string_view unit) {
    const auto* value =
        find_at(config, fmt::format("/DataRetentionSettings/{}Retention{}", what, unit));
    return value->IsInt() ? value->GetInt() : -1;
  };
  const int days = number("Days");
  const int hours = number("Hours");
  const auto refuse = [&](std::string_view why, std::string_view message) {
    return api_error(
        400,
        fmt::format("model.config.is_valid.data_retention.{}_{}.app_error", lower(what), why),
        message);
  };
  if (days < 0 || hours < 0) {
    return refuse("retention_too_low", "Data retention must be one hour or longer.");
  }
  if (days > 0 && hours > 0) {
    return refuse("retention_misconfiguration",
                  "Data retention days and hours cannot both be set.");
  }
  if (days == 0 && hours == 0) {
    return refuse("retention_both_zero", "Data retention days and hours cannot both be 0.");
  }
  return std::nullopt;
}

std::optional<Outbound>
invalid(const JsonValue& config)
{
  for (const auto* what : {"Message", "File"}) {
    if (auto refused = bad_retention(config, what)) {
      return refused;
    }
  }
  const auto* length = find_at(config, "/PasswordSettings/MinimumLength");
  constexpr int shortest = 5;
  constexpr int longest = 72;
  if (!length->IsInt() || length->GetInt() < shortest || length->GetInt() > longest) {
    return api_error(400, "model.config.is_valid.password_length.app_error",
                     "Minimum password length must be a whole number between 5 and 72.");
  }
  return std::nullopt;
}

/// Values that this server holds invalid, as a test names them: the whole patch is refused.
std::optional<Outbound>
refused_by_test(const JsonValue& state, const JsonValue& patch)
{
  const auto* pointers = member(state, "refuses");
  for (rapidjson::SizeType i = 0; pointers != nullptr && i < pointers->Size(); ++i) {
    if (find_at(patch, text_of((*pointers)[i])) != nullptr) {
      return api_error(400, "model.config.is_valid.refused.app_error", "Invalid value.");
    }
  }
  return std::nullopt;
}

} // namespace

std::optional<Outbound>
patch_config(Json& state, const JsonValue& patch)
{
  if (!patch.IsObject()) {
    return api_error(400, "api.context.invalid_body_param.app_error",
                     "Invalid or missing config in request body.");
  }
  for (const auto check : {forbidden, refused_by_test}) {
    if (auto refused = check(state, patch)) {
      return refused;
    }
  }
  Json config = copy_of(*member(state, "config"));
  if (!patch_all(state, config, patch, config.GetAllocator())) {
    return api_error(400, "api.context.invalid_body_param.app_error",
                     "Invalid or missing config in request body.");
  }
  if (auto refused = invalid(config)) {
    return refused;
  }
  set_member(state, "config", config, state.GetAllocator());
  return std::nullopt;
}

} // namespace klausur::mattermost_sandbox
