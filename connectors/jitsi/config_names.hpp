#pragma once

#include "connectors/format/json.hpp"
#include "connectors/jitsi/release.hpp"

namespace klausur::jitsi {

/// Give every setting of an evaluated `config` the name that upstream reads today, as its own
/// code does when it loads config.js (jitsi-meet 6549d472, reducer.ts, and older ones), and
/// put a default in where this release had another one than today's.
///
/// Where it is not known which release runs, what somebody wrote under an old name counts,
/// and a default that was another one once is unclear (unclear.hpp). So is what is called
/// nearly like a setting that is read (config_spelling.hpp).
void apply_config_names(JsonValue& config, const Release& release, Json::AllocatorType& memory);

/// Which notices that something is recorded, streamed or transcribed `config` hides: those in
/// `disabledNotifications`, and all that a list `notifications` leaves out. Sorted; unclear
/// where one of the two is misspelt.
[[nodiscard]] JsonValue hidden_notices(const JsonValue& config, Json::AllocatorType& memory);

} // namespace klausur::jitsi
