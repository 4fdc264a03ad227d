#pragma once

#include "connectors/model/snapshot.hpp"

#include <optional>
#include <string_view>

namespace klausur {

/// The time in a vendor's words: `2026-11-24T09:00:00Z`, also with a space for the T, with a
/// fraction, which is cut off, and with an offset. Without either it is taken for UTC.
[[nodiscard]] std::optional<Time> iso_time(std::string_view text);

} // namespace klausur
