#include "connectors/mattermost/config_write.hpp"

#include "connectors/base/letters.hpp"
#include "connectors/base/percent.hpp"
#include "connectors/format/json.hpp"
#include "connectors/mattermost/environment.hpp"
#include "connectors/mattermost/retention.hpp"
#include "connectors/model/setting.hpp"
#include "connectors/rest/patch.hpp"
#include "connectors/rest/template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace klausur::mattermost {

namespace {

constexpr std::string_view k_calls = "com.mattermost.calls";

/// What the API refuses to write for the safety of the server, and maps that it would
/// replace as a whole.
constexpr std::array<std::string_view, 5> k_closed{
    "/PluginSettings/EnableUploads", "/ImportSettings/Directory", "/PluginSettings",
    "/PluginSettings/Plugins", "/PluginSettings/PluginStates"};

/// Plugins whose state the server sets by itself, installed or not: no sign of settings
/// that reading leaves out.
constexpr std::array<std::string_view, 8> k_own_states{
    "com.mattermost.nps",  "com.mattermost.calls",
    "com.mattermost.apps", "com.mattermost.plugin-channel-export",
    "playbooks",           "focalboard",
    "mattermost-ai",       "com.mattermost.plugin-incident-management"};

std::vector<std::string>
steps_of(const Change& change)
{
  const auto address = parse_address(change.setting);
  return address ? address->steps : std::vector<std::string>{};
}

bool
is_below(const std::vector<std::string>& steps, std::string_view second)
{
  return steps.size() > 2 && steps[0] == "PluginSettings" && steps[1] == second;
}

tl::unexpected<Error>
refused(const Change& change, std::string_view why)
{
  return fail(Failure::unsupported, fmt::format("{}: {}", change.setting, why));
}

const JsonValue*
settings_map(const Json& config)
{
  const auto* map = value_at(config, {"PluginSettings", "Plugins"});
  return map != nullptr && map->IsObject() ? map : nullptr;
}

std::set<std::string>
ids_in(const Json& plugins)
{
  std::set<std::string> ids;
  for (const char* list : {"active", "inactive"}) {
    for (const auto& place : places_at(plugins, {list, "*", "id"})) {
      if (place.value != nullptr && place.value->IsString()) {
        ids.emplace(text_of(*place.value));
      }
    }
  }
  return ids;
}

} // namespace

ConfigWrite::ConfigWrite(const Workplace& at, Dialect& dialect)
    : m_at{at}, m_asker{at.http, dialect}, m_entry{at.manifest.entry_of("config")}
{
}

Task<Result<void>>
ConfigWrite::send(const std::vector<Change>& changes)
{
  if (m_entry == nullptr || !m_entry->is_written_by_api()) {
    co_return fail(Failure::unsupported, "no API writes \"config\": change it by hand");
  }
  auto write = sort_out(changes);
  if (!write) {
    co_return tl::unexpected(write.error());
  }
  Result<Json> config = Json{rapidjson::kObjectType};
  if (needs_neighbours(*write)) {
    config = co_await get(m_entry->read.path, "config");
  }
  if (!config) {
    co_return tl::unexpected(config.error());
  }
  auto completed = with_retention_pairs(std::move(write->settings), *config);
  if (!completed) {
    co_return tl::unexpected(completed.error());
  }
  write->settings = std::move(*completed);
  auto checked = co_await check_locks(*write);
  if (checked && !write->plugin_settings.empty()) {
    checked = co_await check_leftovers(*config, write->plugin_settings);
  }
  if (checked && !(write->settings.empty() && write->plugin_settings.empty())) {
    checked = co_await patch(*config, *write);
  }
  for (const auto& each : write->switches) {
    if (checked) {
      checked = co_await turn(each);
    }
  }
  co_return checked;
}

/// Whether what stands beside the settings decides how they are written: who writes has read
/// twice by then, so it is read once more only for that.
bool
ConfigWrite::needs_neighbours(const Write& write)
{
  return !write.plugin_settings.empty() ||
         std::ranges::any_of(write.settings, [](const Change& each) {
           return each.setting.starts_with("config#/DataRetentionSettings/");
         });
}

Result<ConfigWrite::Write>
ConfigWrite::sort_out(const std::vector<Change>& changes) const
{
  Write write;
  for (const auto& change : changes) {
    const auto steps = steps_of(change);
    const auto pointer = std::string_view{change.setting}.substr(
        std::min(change.setting.find('#') + 1, change.setting.size()));
    if (is_below(steps, "PluginStates")) {
      if (steps.size() != 4 || steps[3] != "Enable" || !change.to.IsBool()) {
        return refused(change, "a plugin can only be enabled or disabled");
      }
      write.switches.push_back({steps[2], change.to.GetBool()});
    } else if (is_below(steps, "Plugins")) {
      if (steps.size() == 3) {
        return refused(change, "a plugin's settings can only be written one by one");
      }
      write.plugin_settings.push_back({.setting = change.setting, .to = copy_of(change.to)});
    } else if (std::ranges::find(k_closed, pointer) != k_closed.end()) {
      return refused(change, "no API may change it. Edit the server's configuration file.");
    } else if (pointer == "/ServiceSettings/SiteURL" && change.to == "") {
      return refused(change, "the server refuses to empty it");
    } else {
      write.settings.push_back({.setting = change.setting, .to = copy_of(change.to)});
    }
  }
  return write;
}

Task<Result<void>>
ConfigWrite::check_locks(const Write& write)
{
  const Statuses statuses{{404, Failure::unsupported}}; // an old server has no such route
  const auto environment =
      co_await get("/api/v4/config/environment", "config_environment", statuses);
  if (!environment && environment.error().kind != Failure::unsupported) {
    co_return tl::unexpected(environment.error());
  }
  std::vector<std::string> settings;
  for (const auto& each : write.settings) {
    settings.push_back(each.setting);
  }
  for (const auto& each : write.plugin_settings) {
    settings.push_back(each.setting);
  }
  for (const auto& each : write.switches) {
    settings.push_back(
        to_text(Address{"config", {"PluginSettings", "PluginStates", each.plugin, "Enable"}}));
  }
  for (const auto& setting : settings) {
    const auto address = parse_address(setting);
    if (address && environment && is_locked(*environment, address->steps)) {
      co_return fail(Failure::unsupported,
                     fmt::format("{}: the server's environment variable {} decides. Change or "
                                 "remove it there.",
                                 setting, variable_for(address->steps)));
    }
  }
  co_return co_await check_calls_locks(write.plugin_settings);
}

/// The plugin's own variables, which the server's list does not show.
Task<Result<void>>
ConfigWrite::check_calls_locks(const std::vector<Change>& changes)
{
  const auto is_calls = [](const Change& change) { return steps_of(change)[2] == k_calls; };
  if (std::ranges::none_of(changes, is_calls)) {
    co_return Result<void>{};
  }
  // Answered by the plugin or in its place: one that does not run or is older says nothing.
  const Statuses statuses{{404, Failure::unsupported}};
  const auto environment =
      co_await get(fmt::format("/plugins/{}/env", k_calls), "calls_environment", statuses);
  if (!environment) {
    co_return environment.error().kind == Failure::unsupported
        ? Result<void>{}
        : tl::unexpected(environment.error());
  }
  for (const auto& change : changes) {
    const auto variable =
        is_calls(change) ? calls_variable_for(*environment, steps_of(change)[3]) : "";
    if (!variable.empty()) {
      co_return refused(change, fmt::format("the server's environment variable {} decides. "
                                            "Change or remove it there.",
                                            variable));
    }
  }
  co_return Result<void>{};
}

Task<Result<void>>
ConfigWrite::check_leftovers(const Json& config, const std::vector<Change>& changes)
{
  const auto plugins = co_await get("/api/v4/plugins", "plugins");
  if (!plugins) {
    co_return tl::unexpected(plugins.error());
  }
  const auto installed = ids_in(*plugins);
  for (const auto& change : changes) {
    if (!installed.contains(steps_of(change)[2])) {
      co_return refused(change, "this plugin is not installed");
    }
  }
  const auto* map = settings_map(config);
  const auto* states = value_at(config, {"PluginSettings", "PluginStates"});
  if (map == nullptr || states == nullptr || !states->IsObject()) {
    co_return fail(Failure::unexpected,
                   "config: PluginSettings has no Plugins or PluginStates: "
                   "plugins' settings cannot be written without harm");
  }
  for (const auto& state : states->GetObject()) {
    const std::string id{text_of(state.name)};
    const bool is_own = std::ranges::find(k_own_states, id) != k_own_states.end();
    if (!is_own && !installed.contains(id) && member(*map, id) == nullptr) {
      co_return refused(
          changes.front(),
          fmt::format("the plugin {} is known but not installed, and writing would "
                      "delete the settings it may have left. Install it, remove "
                      "its entry from PluginStates, or use the System Console.",
                      id));
    }
  }
  co_return Result<void>{};
}

Task<Result<void>>
ConfigWrite::patch(Json& config, const Write& write)
{
  auto body = merged(write.settings);
  if (!body) {
    co_return tl::unexpected(body.error());
  }
  for (const auto& change : write.plugin_settings) {
    auto steps = steps_of(change);
    steps[3] = in_lower_case(steps[3]);
    if (const auto* found = value_at(config, steps)) {
      // A part of `config`, which is ours to change.
      const_cast<JsonValue*>(found)->CopyFrom(change.to, config.GetAllocator());
      continue;
    }
    if (auto put = put_at(config, steps, change.to, config.GetAllocator()); !put) {
      co_return tl::unexpected(put.error());
    }
  }
  if (!write.plugin_settings.empty()) {
    auto put = put_at(*body, {"PluginSettings", "Plugins"}, *settings_map(config),
                      body->GetAllocator());
    if (!put) {
      co_return put;
    }
  }
  auto asked = question(m_entry->write.method, m_entry->write.path, m_entry->name,
                        m_entry->needs.write, m_entry->statuses);
  if (!asked) {
    co_return tl::unexpected(asked.error());
  }
  asked->request.headers.emplace_back("Content-Type", "application/json");
  asked->request.body = to_text(*body);
  co_return co_await m_asker.tell(*asked);
}

Task<Result<void>>
ConfigWrite::turn(const Switch& which)
{
  auto asked = question("POST",
                        fmt::format("/api/v4/plugins/{}/{}", percent_encoded(which.plugin),
                                    which.on ? "enable" : "disable"),
                        m_entry->name, m_entry->needs.write, m_entry->statuses);
  if (!asked) {
    co_return tl::unexpected(asked.error());
  }
  co_return co_await m_asker.tell(*asked);
}

Task<Result<Json>>
ConfigWrite::get(std::string path, std::string name, const Statuses& statuses)
{
  const auto asked =
      question("GET", std::move(path), std::move(name), m_entry->needs.read, statuses);
  if (!asked) {
    co_return tl::unexpected(asked.error());
  }
  auto answer = co_await m_asker.ask(*asked);
  co_return std::move(answer.json);
}

Result<Question>
ConfigWrite::question(std::string method, std::string path, std::string document,
                      const Needs& needs, const Statuses& statuses) const
{
  return host_url(m_at, m_entry->read.host).map([&](const std::string& base) {
    Question asked{.place = method + " " + path,
                   .document = std::move(document),
                   .needs = needs,
                   .statuses = statuses};
    asked.request.repeatable = method == "GET";
    asked.request.method = std::move(method);
    asked.request.url = base + path;
    asked.request.limit = needs.limit;
    asked.request.headers = {{"Accept", "application/json"}};
    return asked;
  });
}

} // namespace klausur::mattermost
