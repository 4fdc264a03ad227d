#pragma once

#include "connectors/model/snapshot.hpp"

#include <vector>

namespace klausur::slack {

/// Put counts in the place of the entries that were read of `audit_huddles`; a gap stays a gap,
/// other documents stay as they are. README.md says what they hold.
void summarise(Reading& reading);

/// The document `evidence`: true for each preference whose value the audit log shows.
[[nodiscard]] Reading evidence_in(const std::vector<Reading>& readings, Time now);

} // namespace klausur::slack
