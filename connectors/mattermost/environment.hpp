#pragma once

#include "connectors/format/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace klausur::mattermost {

/// Whether GET /config/environment, nested maps of `true`, names the setting or anything
/// in it: an environment variable decides there, and a patch is ignored silently.
[[nodiscard]] bool is_locked(const JsonValue& environment,
                             const std::vector<std::string>& steps);

/// `MM_LOGSETTINGS_ENABLEDIAGNOSTICS`
[[nodiscard]] std::string variable_for(const std::vector<std::string>& steps);

/// The variable of the Calls plugin that decides about `key`, `MM_CALLS_ENABLE_RECORDINGS`,
/// or empty. `environment` is what GET /plugins/com.mattermost.calls/env answers: the names
/// of the fields that variables have set.
/// Source: mattermost-plugin-calls, server/environment.go, read 2026-11-24.
[[nodiscard]] std::string calls_variable_for(const JsonValue& environment,
                                             std::string_view key);

} // namespace klausur::mattermost
