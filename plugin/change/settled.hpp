#pragma once

#include "plugin/change/change_set.hpp"
#include "plugin/change/conditions.hpp"

#include <functional>

namespace klausur {

/// Judges a snapshot as the tenant's own would be.
using Examine = std::function<Result<TenantReport>(const Snapshot&)>;

/// What settling works with. All of it outlives the call.
struct Settling
{
  const Judge& judge;
  Conditions& conditions;
  const Examine& examine;
  const WhyLeft& why_left;
};

/// The set, judged again with its values put into the snapshot until nothing more follows: what
/// it would make worse is put right with it, what it makes needless is left out (of
/// alternatives the harder one), and a lock stays only where its value will be as wanted, after
/// which it is written. The outlook says how the tenant then stands.
/// @param set  As wanted() of `found` gives it, and narrowed since at most.
/// @error `invalid`: checks that undo each other, named, after eight rounds.
[[nodiscard]] Result<ChangeSet> settled(ChangeSet set, const Snapshot& found,
                                        const Settling& with);

/// The snapshot with the changes' values in it.
[[nodiscard]] Snapshot with_values(const Snapshot& found,
                                   const std::vector<PlannedChange>& changes);

/// The same with what the changes found; what was silent is taken out.
[[nodiscard]] Snapshot with_origins(const Snapshot& now,
                                    const std::vector<PlannedChange>& changes);

} // namespace klausur
