#pragma once

#include "plugin/change/look.hpp"
#include "plugin/change/settled.hpp"

#include <optional>
#include <string>
#include <vector>

namespace klausur {

/// The member that a change is about, as `--canary` names it: `boards/7` of
/// `boards#/7/prefs/x`; else the document.
[[nodiscard]] std::string member_of(const PlannedChange& change, const Manifest& manifest);

/// Why the others must not follow what came first; nothing: they may. It is read and judged
/// anew, and has to want nothing of what was written.
[[nodiscard]] std::optional<std::string> fault_of(const std::vector<PlannedChange>& written,
                                                  Talk& talk, const Judge& judge,
                                                  const Examine& examine);

/// The canary has to be one that the plan changes.
/// @error `invalid`: it is none; names one.
[[nodiscard]] Result<void> check_canary(const ChangeSet& set, const Manifest& manifest,
                                        std::string_view canary);

} // namespace klausur
