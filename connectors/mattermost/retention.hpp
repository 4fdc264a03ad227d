#pragma once

#include "connectors/base/result.hpp"
#include "connectors/format/json.hpp"
#include "connectors/model/change.hpp"

#include <vector>

namespace klausur::mattermost {

/// The changes, with each retention time completed: the server wants exactly one of days
/// and hours above 0, so the other is sent as 0 with it. A server that knows no hours is
/// sent none.
/// @error `invalid`: both or none above 0; `unsupported`: hours for a server without them.
[[nodiscard]] Result<std::vector<Change>> with_retention_pairs(std::vector<Change> changes,
                                                               const JsonValue& config);

/// Adds beside each retention time in hours the same in begun days,
/// `MessageRetentionHoursInDays`: limits are in days. What is no whole number of hours gets
/// none.
void tell_hours_in_days(Json& config);

} // namespace klausur::mattermost
