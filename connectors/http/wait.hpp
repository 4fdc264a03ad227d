#pragma once

#include "connectors/http/http.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace klausur {

/// How long an answer asks us to stay away: by `Retry-After` (seconds, HTTP date or ISO 8601
/// date-time), else, on a 429, by `X-RateLimit-Reset` or `RateLimit-Reset` (seconds from now
/// when small, Unix time when large). Dates are read against the answer's own `Date`, so that a
/// wrong clock on either side does no harm, else against `now`. Never negative; nothing
/// when the answer does not say or says it in another form.
[[nodiscard]] std::optional<std::chrono::milliseconds>
wait_said(const Response& answer, std::chrono::system_clock::time_point now);

/// What time the server has, by its `Date`; nothing when it does not say.
[[nodiscard]] std::optional<std::chrono::system_clock::time_point>
clock_of(const Response& answer);

/// Exponential backoff with full jitter: a random part of first * 2^(attempt - 1), which
/// itself is at most `longest`. `random` is from 0 to 1; attempts count from 1.
[[nodiscard]] std::chrono::milliseconds backoff(std::chrono::milliseconds first, int attempt,
                                                std::chrono::milliseconds longest,
                                                double random);

} // namespace klausur
