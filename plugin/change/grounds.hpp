#pragma once

#include "plugin/change/settled.hpp"
#include "plugin/store/store.hpp"

namespace klausur {

/// The set as it follows anew, in the order of writing.
/// @param now  What the tenant says to documents_about() the changes.
/// @error `invalid` naming what stands in the set and does not follow, whatever its hash says.
[[nodiscard]] Result<ChangeSet> grounded(const ChangeSet& given, const Snapshot& now,
                                         const Judge& judge, const Examine& examine,
                                         const Beside& beside);

/// The same of a rollback: by what the journal says was written.
[[nodiscard]] Result<ChangeSet> grounded_rollback(const ChangeSet& given, const Store& store);

} // namespace klausur
