#include "connectors/mattermost/plugins.hpp"

#include <array>

namespace klausur::mattermost {

namespace {

/// Plugins that matter to data protection. Source: mattermost-plugin-calls eb708b4,
/// -plugin-jitsi 7c00320, -plugin-ai 158be50, Mattermost 11.6.0 config.go; read 2026-11-24.
constexpr std::array<std::string_view, 4> k_known{"com.mattermost.calls", "com.mattermost.nps",
                                                  "jitsi", "mattermost-ai"};

void
put(Json& enabled, const JsonValue& list, bool active)
{
  for (const auto& plugin : list.GetArray()) {
    if (const auto id = member_text(plugin, "id"); !id.empty()) {
      set_member(enabled, id, active, enabled.GetAllocator());
    }
  }
}

} // namespace

void
tell_enabled(Json& plugins)
{
  const auto* active = member(plugins, "active");
  const auto* inactive = member(plugins, "inactive");
  if (active == nullptr || !active->IsArray() || inactive == nullptr || !inactive->IsArray()) {
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

} // namespace klausur::mattermost
