#pragma once

#include "connectors/http/template.hpp"
#include "connectors/model/manifest.hpp"

namespace klausur {

/// The query parameters of one stretch of time, 0 the newest; none where the entry has no
/// spans. The stretches meet: every day is asked for once.
[[nodiscard]] Parameters days_of(const Spans& spans, int span, Time now);

/// In place of a list: how many items there are, and how old the oldest and the newest is
/// in whole days, by the time at the entry's `ages` in each. An item from the future counts
/// as 0 days old. Items that are not of the kind `ages_of` are passed over.
/// @error `unexpected`: an item without a readable time; what is not known of one item is
///        not known of all.
[[nodiscard]] Result<Json> ages_in(const JsonValue& whole, const DocumentEntry& entry,
                                   Time now);

} // namespace klausur
