#pragma once

#include "connectors/format/json.hpp"
#include "connectors/jitsi/release.hpp"

#include <string>
#include <vector>

namespace klausur::jitsi {

/// What the image writes for Prosody, as far as settings that matter here are concerned: one
/// text in Prosody's own language, so that free text of the variables means what it means
/// there.
/// @param env       The variables that reach Prosody's container.
/// @param own_files Names below `conf.d` that are somebody's own; the text includes them in
///                  their turn. The image's own name there is `jitsi-meet.cfg.lua`.
[[nodiscard]] std::string docker_prosody(const JsonValue& env, const Release& release,
                                         const std::vector<std::string>& own_files);

} // namespace klausur::jitsi
