#pragma once

#include "connectors/model/manifest.hpp"

#include <optional>
#include <string_view>

namespace klausur {

/// `30d`, `2m`, `1y` in days (a month is a twelfth of 365 days); nothing when it is written
/// in another way.
[[nodiscard]] std::optional<int> days_in(std::string_view duration);

/// Puts `NAME_days` beside each of the entry's `durations` in `content`, so that it can be
/// compared. What cannot be read as a duration has no days.
void add_days(Json& content, const DocumentEntry& entry);

} // namespace klausur
