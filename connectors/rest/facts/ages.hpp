#pragma once

#include "connectors/base/time.hpp"
#include "connectors/format/json.hpp"
#include "connectors/model/manifest.hpp"

namespace klausur {

/// In place of a list: how many items there are, and how old the oldest and the newest is
/// in whole days, by the time at the entry's `ages` in each. An item from the future counts
/// as 0 days old. Items that are not of the kind `ages_of` are passed over.
/// @error `unexpected`: an item without a readable time; what is not known of one item is
///        not known of all.
[[nodiscard]] Result<Json> ages_in(const JsonValue& whole, const DocumentEntry& entry,
                                   Time now);

} // namespace klausur
