#include "plugin/sandbox/mattermost_config.hpp"

#include "connectors/base/clock.hpp"
#include "plugin/sandbox/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur::mattermost_sandbox {

namespace {

constexpr std::array k_secrets{
    "/SqlSettings/DataSource",      "/SqlSettings/AtRestEncryptKey",
    "/FileSettings/PublicLinkSalt", "/FileSettings/AmazonS3SecretAccessKey",
    "/EmailSettings/SMTPPassword",  "/LdapSettings/BindPassword",
    "/GitLabSettings/Secret",       "/GoogleSettings/Secret",
    "/Office365Settings/Secret",    "/OpenIdSettings/Secret",
    "/CacheSettings/RedisPassword", "/ElasticsearchSettings/Password",
};

const JsonValue*
plugin_of(const JsonValue& state, std::string_view id)
{
  for (const auto& plugin : find_at(state, "/plugins")->GetArray()) {
    if (member_text(plugin, "id") == id) {
      return &plugin;
    }
  }
  return nullptr;
}

bool
is_secret_key(const JsonValue& plugin, std::string_view key)
{
  const auto* settings = find_at(plugin, "/settings_schema/settings");
  return settings != nullptr && settings->IsArray() &&
         std::ranges::any_of(settings->GetArray(), [&](const JsonValue& setting) {
           const auto* secret = member(setting, "secret");
           return lower(member_text(setting, "key")) == lower(key) && secret != nullptr &&
                  secret->IsTrue();
         });
}

JsonValue
masked_plugins(const JsonValue& state, const JsonValue& plugins, Json::AllocatorType& memory)
{
  JsonValue shown{rapidjson::kObjectType};
  for (const auto& each : plugins.GetObject()) {
    const auto* plugin = plugin_of(state, text_of(each.name));
    if (plugin == nullptr) {
      continue;
    }
    JsonValue settings{each.value, memory};
    for (auto& setting : settings.GetObject()) {
      const bool filled = setting.value.IsString() && setting.value.GetStringLength() > 0;
      if (filled && is_secret_key(*plugin, text_of(setting.name))) {
        setting.value.SetString(std::string{k_mask}, memory);
      }
    }
    set_member(shown, text_of(each.name), settings, memory);
  }
  return shown;
}

} // namespace

std::string
lower(std::string_view text)
{
  std::string result{text};
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

Json
masked_config(const JsonValue& state)
{
  Json config = copy_of(*member(state, "config"));
  auto& memory = config.GetAllocator();
  for (const auto* pointer : k_secrets) {
    auto* value = find_at(config, pointer);
    if (value != nullptr && value->IsString() && value->GetStringLength() > 0) {
      value->SetString(std::string{k_mask}, memory);
    }
  }
  auto* plugins = find_at(config, "/PluginSettings/Plugins");
  if (plugins != nullptr) {
    JsonValue shown = masked_plugins(state, *plugins, memory);
    *plugins = shown;
  }
  return config;
}

void
take_late(Call& call, int seconds)
{
  const auto due = (system_time() + std::chrono::seconds{seconds}).time_since_epoch().count();
  JsonValue waiting{rapidjson::kObjectType};
  set_member(waiting, "due", JsonValue{static_cast<std::int64_t>(due)}, call.memory());
  set_member(waiting, "patch", call.body, call.memory());
  set_member(call.state, "waiting", waiting, call.memory());
}

void
show_late(Call& call)
{
  const auto* due = find_at(call.state, "/waiting/due");
  if (due != nullptr && due->GetInt64() <= system_time().time_since_epoch().count()) {
    const Json patch = copy_of(*find_at(call.state, "/waiting/patch"));
    call.state.RemoveMember("waiting");
    (void)patch_config(call.state, patch);
  }
}

Json
calls_settings(const JsonValue& state)
{
  Json settings = literal(R"({
    "DefaultEnabled": true, "AllowEnableCalls": true, "AllowScreenSharing": true,
    "EnableRecordings": false, "MaxRecordingDuration": 60, "RecordingQuality": "medium",
    "EnableTranscriptions": false, "TranscribeAPI": "whisper.cpp",
    "TranscribeAPIAzureSpeechRegion": "", "EnableLiveCaptions": false,
    "HostControlsAllowed": true, "ICEHostOverride": "", "RTCDServiceURL": "",
    "JobServiceURL": "", "MaxCallParticipants": 0, "EnableRinging": true,
    "ICEServersConfigs": [{"urls": ["stun:stun.global.calls.mattermost.com:3478"]}]
  })");
  auto& memory = settings.GetAllocator();
  const auto* set = find_at(state, "/config/PluginSettings/Plugins/com.mattermost.calls");
  const auto* variables = member(state, "calls_environment");
  for (auto& each : settings.GetObject()) {
    for (const auto* source : {set, variables}) {
      const auto* value =
          source == nullptr ? nullptr : member(*source, lower(text_of(each.name)));
      if (value == nullptr) {
        continue;
      }
      auto parsed = value->IsString() && !each.value.IsString() ? parse_json(text_of(*value))
                                                                : Result<Json>{copy_of(*value)};
      if (parsed) {
        each.value.CopyFrom(*parsed, memory);
      }
    }
  }
  return settings;
}

} // namespace klausur::mattermost_sandbox
