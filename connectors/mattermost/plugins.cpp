#include "connectors/mattermost/plugins.hpp"

#include "connectors/format/read_members.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur::mattermost {

namespace {

/// Plugins that matter to data protection. Source: mattermost-plugin-calls eb708b4,
/// -plugin-jitsi 7c00320, -plugin-ai 158be50, Mattermost 11.6.0 config.go; read 2026-11-24.
constexpr std::array<std::string_view, 4> k_known{"com.mattermost.calls", "com.mattermost.nps",
                                                  "jitsi", "mattermost-ai"};

/// Whether every plugin of the list has a name: one without may be any of them.
bool
are_named(const JsonValue* list)
{
  return list != nullptr && list->IsArray() &&
         std::ranges::none_of(list->GetArray(), [](const JsonValue& plugin) {
           return member_text(plugin, "id").empty();
         });
}

void
put(Json& enabled, const JsonValue& list, bool active)
{
  for (const auto& plugin : list.GetArray()) {
    set_member(enabled, member_text(plugin, "id"), active, enabled.GetAllocator());
  }
}

/// The plugin that answers a document itself; empty: the server does.
std::string_view
answering(const DocumentEntry& entry)
{
  constexpr std::string_view k_prefix = "/plugins/";
  const std::string_view path = entry.read.path;
  return path.starts_with(k_prefix)
             ? path.substr(k_prefix.size(), path.find('/', k_prefix.size()) - k_prefix.size())
             : std::string_view{};
}

} // namespace

void
tell_enabled(Json& plugins)
{
  const auto* active = member(plugins, "active");
  const auto* inactive = member(plugins, "inactive");
  if (!are_named(active) || !are_named(inactive)) {
    return;
  }
  Json enabled{rapidjson::kObjectType};
  for (const auto id : k_known) {
    set_member(enabled, id, false, enabled.GetAllocator());
  }
  put(enabled, *inactive, false);
  put(enabled, *active, true);
  set_member(plugins, "enabled", enabled, plugins.GetAllocator());
}

void
doubt_missing(Snapshot& snapshot, const Manifest& manifest)
{
  const Reading* plugins = snapshot.find("plugins");
  const auto* enabled =
      plugins != nullptr && plugins->content ? member(*plugins->content, "enabled") : nullptr;
  for (auto& reading : snapshot.readings) {
    const auto* entry = manifest.entry_of(reading.document);
    const auto plugin = entry == nullptr ? std::string_view{} : answering(*entry);
    const bool runs = enabled != nullptr && !plugin.empty() && flag_in(*enabled, plugin);
    if (runs && !reading.content && reading.content.error().kind == Failure::unsupported) {
      reading.content =
          fail(Failure::unexpected, fmt::format("{} But the list of plugins says that {} runs.",
                                                reading.content.error().what, plugin));
    }
  }
}

} // namespace klausur::mattermost
