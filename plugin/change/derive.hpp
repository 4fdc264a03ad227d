#pragma once

#include "plugin/change/settled.hpp"

#include <set>
#include <string>

namespace klausur {

/// The documents that say whether a change follows: its own, those of its check's conditions,
/// of the values that a lock is about, and of what might decide in its place.
[[nodiscard]] std::set<std::string> documents_about(const std::vector<PlannedChange>& changes,
                                                    const Judge& judge);

/// The changes of the set as they follow from policies, parameters, waivers and what the set
/// found. What does not follow is not among them.
/// @param now  What the tenant says to documents_about() them; where the set found something
///             else, that counts.
/// @error As settled().
[[nodiscard]] Result<ChangeSet> derived(const ChangeSet& given, const Snapshot& now,
                                        const Judge& judge, const Examine& examine,
                                        const Beside& beside);

} // namespace klausur
