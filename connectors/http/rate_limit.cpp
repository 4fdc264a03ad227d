#include "connectors/http/rate_limit.hpp"

#include <algorithm>

namespace klausur {

RateLimit::Instant
RateLimit::free_at(Instant now)
{
  const auto start = std::max(now, m_held_until);
  if (m_limit.requests <= 0) {
    return start;
  }
  const auto counted = stretch();
  while (!m_answered.empty() && m_answered.front() + counted < now) {
    m_answered.pop_front();
  }
  if (static_cast<std::size_t>(m_under_way) + m_answered.size() <
      static_cast<std::size_t>(m_limit.requests)) {
    return start;
  }
  return m_answered.empty()
             ? Instant::max()
             : std::max(start, m_answered.front() + counted + Instant::duration{1});
}

RateLimit::Instant::duration
RateLimit::stretch() const
{
  const std::chrono::duration<double> seconds{
      m_limit.requests > 0 ? std::max(m_limit.per_seconds, 0.0) : 0.0};
  return std::chrono::ceil<Instant::duration>(seconds);
}

void
RateLimit::finish(Instant answered)
{
  --m_under_way;
  if (m_limit.requests > 0) {
    m_answered.insert(std::ranges::upper_bound(m_answered, answered), answered);
  }
}

void
RateLimit::hold(Instant until)
{
  m_held_until = std::max(m_held_until, until);
}

} // namespace klausur
