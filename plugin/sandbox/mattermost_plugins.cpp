#include "plugin/sandbox/mattermost_api.hpp"
#include "plugin/sandbox/mattermost_config.hpp"
#include "plugin/sandbox/state.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur::mattermost_sandbox {

namespace {

constexpr int k_not_running = 0;
constexpr int k_running = 2;
constexpr std::string_view k_calls = "com.mattermost.calls";

bool
is_active(const Call& call, std::string_view id)
{
  const auto* enabled =
      find_at(call.state, fmt::format("/config/PluginSettings/PluginStates/{}/Enable", id));
  return enabled != nullptr && enabled->IsTrue();
}

bool
is_installed(const Call& call, std::string_view id)
{
  const auto plugins = member(call.state, "plugins")->GetArray();
  return std::ranges::any_of(
      plugins, [&](const JsonValue& plugin) { return member_text(plugin, "id") == id; });
}

std::optional<Outbound>
switched_off(const Call& call)
{
  if (find_at(call.state, "/config/PluginSettings/Enable")->IsTrue()) {
    return std::nullopt;
  }
  return api_error(501, "app.plugin.disabled.app_error",
                   "Plugins have been disabled. Please check your logs for details.");
}

Outbound
plugins(Call& call)
{
  if (auto refused = switched_off(call)) {
    return std::move(*refused);
  }
  auto& memory = call.memory();
  JsonValue active{rapidjson::kArrayType};
  JsonValue inactive{rapidjson::kArrayType};
  for (const auto& plugin : member(call.state, "plugins")->GetArray()) {
    auto& list = is_active(call, member_text(plugin, "id")) ? active : inactive;
    list.PushBack(JsonValue{plugin, memory}, memory);
  }
  Json answer{rapidjson::kObjectType};
  set_member(answer, "active", active, answer.GetAllocator());
  set_member(answer, "inactive", inactive, answer.GetAllocator());
  return json_answer(200, answer);
}

Outbound
statuses(Call& call)
{
  if (auto refused = switched_off(call)) {
    return std::move(*refused);
  }
  Json answer{rapidjson::kArrayType};
  auto& memory = answer.GetAllocator();
  for (const auto& plugin : member(call.state, "plugins")->GetArray()) {
    const auto id = member_text(plugin, "id");
    JsonValue status{rapidjson::kObjectType};
    set_member(status, "plugin_id", id, memory);
    set_member(status, "cluster_id", "", memory);
    set_member(status, "state", JsonValue{is_active(call, id) ? k_running : k_not_running},
               memory);
    set_member(status, "error", "", memory);
    set_member(status, "name", member_text(plugin, "name"), memory);
    set_member(status, "version", member_text(plugin, "version"), memory);
    answer.PushBack(status, memory);
  }
  return json_answer(200, answer);
}

Outbound
turn(Call& call, bool on)
{
  if (auto refused = switched_off(call)) {
    return std::move(*refused);
  }
  if (!is_installed(call, call.capture("id"))) {
    return missing("app.plugin.not_installed.app_error", "Plugin is not installed.");
  }
  const auto place =
      fmt::format("/config/PluginSettings/PluginStates/{}/Enable", call.capture("id"));
  // The state holds objects all the way, so this cannot fail.
  const auto done = set_at(call.state, place, JsonValue{on});
  return done ? json_answer(200, literal(R"({"status": "OK"})"))
              : api_error(500, "app.plugin.config.app_error", done.error().what);
}

Outbound
enable(Call& call)
{
  return turn(call, true);
}

Outbound
disable(Call& call)
{
  return turn(call, false);
}

Outbound
not_running(const Call& /*call*/)
{
  return text_answer(404, "404 page not found");
}

Outbound
calls_config(Call& call)
{
  return is_active(call, k_calls) ? json_answer(200, calls_settings(call.state))
                                  : not_running(call);
}

Outbound
calls_environment(Call& call)
{
  return is_active(call, k_calls) ? json_answer(200, *member(call.state, "calls_environment"))
                                  : not_running(call);
}

} // namespace

std::vector<Route>
plugin_routes()
{
  return {
      {"GET", "/api/v4/plugins", guarded(Right::read, plugins)},
      {"GET", "/api/v4/plugins/statuses", guarded(Right::read, statuses)},
      {"POST", "/api/v4/plugins/{id}/enable", guarded(Right::write, enable)},
      {"POST", "/api/v4/plugins/{id}/disable", guarded(Right::write, disable)},
      {"GET", "/plugins/com.mattermost.calls/config", calls_config},
      {"GET", "/plugins/com.mattermost.calls/env", guarded(Right::write, calls_environment)},
  };
}

} // namespace klausur::mattermost_sandbox
