#pragma once

#include "plugin/change/change_set.hpp"

namespace klausur {

/// What a change found, as messages show it: JSON, or that there was nothing.
[[nodiscard]] std::string shown_value(const JsonValue* value);

/// Before it is written. Nothing: write it. Else `already` or `conflict`.
/// @param now  nullptr: the tenant does not report the setting.
[[nodiscard]] std::optional<ChangeResult> before_write(const PlannedChange& change,
                                                       const JsonValue* now);

/// What came back when the change was sent.
enum class Sent : std::uint8_t {
  taken,   ///< The vendor said yes.
  refused, ///< The vendor said no.
  silent   ///< No usable answer: it may have arrived, or not.
};
[[nodiscard]] Sent sent_as(const Result<void>& answer);

/// By what the tenant says then, whatever the vendor answered. Nothing: look again.
/// @param now   An Error: it could not be read.
/// @param late  Time is up.
[[nodiscard]] std::optional<ChangeResult> outcome_of(const PlannedChange& change,
                                                     const Result<void>& sent,
                                                     const Result<const JsonValue*>& now,
                                                     bool late);

} // namespace klausur
