#pragma once

#include "connectors/model/snapshot.hpp"

#include <vector>

namespace klausur::slack {

/// Put counts and flags in the place of what was read of `users`, `members`, `public_files`,
/// `audit_prefs` and `audit_huddles`; a gap stays a gap. README.md says what they hold.
void summarise(Reading& reading);

/// The document `evidence`: true for each preference whose value the audit log shows.
[[nodiscard]] Reading evidence_in(const std::vector<Reading>& readings, Time now);

} // namespace klausur::slack
