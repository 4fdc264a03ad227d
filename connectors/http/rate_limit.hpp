#pragma once

#include "connectors/model/limit.hpp"

#include <chrono>
#include <deque>

namespace klausur {

/// Keeps one vendor limit: in every stretch of `per_seconds` at most `requests` arrive at
/// the vendor. A request counts from its start until that stretch after its answer began,
/// because only the answer proves when it had arrived: however the network delays requests,
/// the limit holds. Plain arithmetic; the time is an argument.
class RateLimit
{
public:
  using Instant = std::chrono::steady_clock::time_point;

  explicit RateLimit(Limit limit) : m_limit{limit} {}

  /// When the next request may start: `now` or later; Instant::max() while only the end of
  /// a request under way can tell.
  [[nodiscard]] Instant free_at(Instant now);

  void start() { ++m_under_way; }
  void finish(Instant answered); ///< Every start() once.

  /// The vendor asks for silence: nothing starts before `until`.
  void hold(Instant until);
  [[nodiscard]] Instant held_until() const { return m_held_until; }

  /// The stretch that is counted; zero where there is no limit.
  [[nodiscard]] Instant::duration stretch() const;

private:
  Limit m_limit;
  int m_under_way = 0;
  std::deque<Instant> m_answered; ///< Within the last stretch, sorted.
  Instant m_held_until{};
};

} // namespace klausur
