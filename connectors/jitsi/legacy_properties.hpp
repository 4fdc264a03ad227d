#pragma once

#include "connectors/format/json.hpp"

#include <string_view>

namespace klausur::jitsi {

/// jicofo and the video bridge still read the sip-communicator.properties of old releases,
/// and what it says goes before the same setting in jicofo.conf and jvb.conf. Lay it over
/// them: only the settings that the checks ask for.
/// @param program     "jicofo" or "jvb"; others have no such file and come back as they are.
/// @param properties  As parse_properties gives them.
/// @source jitsi/jicofo 7ebb13dc, jitsi/jitsi-videobridge and jitsi/ice4j (HarvestConfig.kt),
///         read 2026-11-28.
[[nodiscard]] Json with_legacy_properties(std::string_view program, const JsonValue& values,
                                          const JsonValue& properties);

/// Give the switch against certificates in the bridge's connections one spelling,
/// DISABLE_CERTIFICATE_VERIFICATION: the bridge takes its name in any case.
void spell_connections(Json& jvb);

} // namespace klausur::jitsi
