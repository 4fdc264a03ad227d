#pragma once

#include "connectors/connector.hpp"
#include "connectors/rest/asker.hpp"

#include <string>
#include <vector>

namespace klausur::mattermost {

/// Sends changes of the document `config`, around the traps of `PUT /config/patch`:
///
/// - It replaces maps. A plugin's setting is sent with the whole map of all plugins'
///   settings, read a moment before.
/// - Reading leaves out the settings of plugins that are not installed, so sending the map
///   back would delete them. Refused when PluginStates names such a plugin, other than those
///   that the server names by itself; nothing else shows that settings were left out.
/// - Plugins are switched by `POST /plugins/{id}/enable` and `/disable`, after the patch.
/// - What the environment of the server decides (`MM_...`) would be ignored silently.
/// - A retention time is sent as days and hours together, one of them 0.
///
/// All is checked before anything is sent, and one refusal stops the whole write.
/// Source: Mattermost 11.6.0, channels/utils/merge.go, config/utils.go, channels/api4/
/// config.go; mattermost-plugin-calls, server/environment.go; read 2026-11-24.
class ConfigWrite
{
public:
  ConfigWrite(const Workplace& at, Dialect& dialect);

  /// @error `unsupported`: no API may write it, or an environment variable (named) decides;
  ///        `invalid`: two changes that contradict each other, a value of another type.
  Task<Result<void>> send(const std::vector<Change>& changes);

private:
  struct Switch
  {
    std::string plugin;
    bool on;
  };
  struct Write
  {
    std::vector<Change> settings;
    std::vector<Change> plugin_settings;
    std::vector<Switch> switches;
  };

  [[nodiscard]] static bool needs_neighbours(const Write& write);
  [[nodiscard]] Result<Write> sort_out(const std::vector<Change>& changes) const;
  Task<Result<void>> check_locks(const Write& write);
  Task<Result<void>> check_calls_locks(const std::vector<Change>& changes);
  Task<Result<void>> check_leftovers(const Json& config, const std::vector<Change>& changes);
  Task<Result<void>> patch(Json& config, const Write& write);
  Task<Result<void>> turn(const Switch& which);
  Task<Result<Json>> get(std::string path, std::string name,
                         const Statuses& statuses = Question::no_statuses());
  [[nodiscard]] Result<Question> question(std::string method, std::string path,
                                          std::string document, const Needs& needs,
                                          const Statuses& statuses) const;

  const Workplace& m_at;
  Asker m_asker;
  const DocumentEntry* m_entry; ///< Of the document `config`; nullptr: there is none.
};

} // namespace klausur::mattermost
