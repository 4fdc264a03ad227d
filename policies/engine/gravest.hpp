#pragma once

#include "policies/engine/finding.hpp"

namespace klausur {

/// The order in which findings are shown everywhere: by severity, then by reach (at how many
/// places the check fails, none last), then those whose remedy can be written, then by id and
/// scope.
void sort_gravest_first(std::vector<Finding>& findings);

/// Fails, and nobody accepted it.
[[nodiscard]] bool is_open(const Finding& finding);

} // namespace klausur
