#pragma once

#include "connectors/base/result.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace klausur {

/// A point in time, UTC, in whole seconds.
using Time = std::chrono::sys_seconds;

/// `2026-11-24T09:00:00Z`, whatever time zone the machine is set to.
[[nodiscard]] std::string to_text(Time time);

/// The day alone, UTC: `2026-11-24`.
[[nodiscard]] std::string day_text(Time time);

/// A point in time as a calendar and a clock show it, UTC.
struct Calendar
{
  int year, month, day, hour, minute, second;
};
[[nodiscard]] Calendar calendar_of(Time time);

/// @error `invalid` for anything but the form that to_text(Time) gives.
[[nodiscard]] Result<Time> parse_time(std::string_view text);

/// The time in a vendor's words: `2026-11-24T09:00:00Z`, also with a space for the T, with a
/// fraction, which is cut off, and with an offset. Without either it is taken for UTC.
[[nodiscard]] std::optional<Time> iso_time(std::string_view text);

} // namespace klausur
