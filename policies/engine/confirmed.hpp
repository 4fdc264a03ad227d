#pragma once

#include "policies/engine/finding.hpp"
#include "policies/engine/judge.hpp"

#include <vector>

namespace klausur {

/// Hold what people attest against what was counted: where a check with `attest` has a
/// `confirm` too, a pass fails when one place shows otherwise, and is unknown while one
/// could not be seen. Places that there are not contradict nothing.
void confirm_attestations(std::vector<Finding>& findings, const Judge& judge,
                          const Snapshot& snapshot);

} // namespace klausur
