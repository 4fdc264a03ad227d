#pragma once

#include "connectors/format/json.hpp"

#include <string>

namespace klausur::jitsi {

/// Names that config.js gives away; empty ones are guessed by the names of the sections.
struct ProsodyHints
{
  std::string domain; ///< config.hosts.domain
  std::string muc;    ///< config.hosts.muc
  std::string hidden; ///< config.hiddenDomain
};

/// The document `prosody` (README.md) of what read_prosody() answered.
/// @error `unexpected` when no VirtualHost can be the deployment's: none, or several.
[[nodiscard]] Result<Json> prosody_document(const JsonValue& evaluated,
                                            const ProsodyHints& hints);

/// The most talkative level that `log` of the global section lets through, in Prosody's
/// words; empty when it cannot be told.
/// @source Prosody 0.12.3, core/loggingmanager.lua, read 2026-11-24.
[[nodiscard]] std::string prosody_log_level(const JsonValue& global);

} // namespace klausur::jitsi
