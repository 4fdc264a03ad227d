#include "plugin/daemon/schedule.hpp"

#include <algorithm>

namespace klausur {

namespace {

/// Between the interval and a tenth less: early rather than late, so that the interval
/// that was promised is kept.
std::chrono::seconds
with_jitter(std::chrono::seconds every, double chance)
{
  constexpr double share = 0.1;
  const auto less = static_cast<std::int64_t>(static_cast<double>(every.count()) * share *
                                              std::clamp(chance, 0.0, 1.0));
  return std::max(std::chrono::seconds{1}, every - std::chrono::seconds{less});
}

} // namespace

void
Schedule::add(const std::string& tenant, std::chrono::seconds every, std::optional<Time> last,
              Time now, double chance)
{
  if (every.count() > 0) {
    const Time due = last ? *last + with_jitter(every, chance) : now;
    m_entries[tenant] = {every, std::max(due, now), false};
  }
}

std::vector<std::string>
Schedule::take_due(Time now)
{
  std::vector<std::string> due;
  for (auto& [tenant, entry] : m_entries) {
    if (!entry.under_way && entry.due <= now) {
      entry.under_way = true;
      due.push_back(tenant);
    }
  }
  return due;
}

void
Schedule::begin(const std::string& tenant)
{
  const auto found = m_entries.find(tenant);
  if (found != m_entries.end()) {
    found->second.under_way = true;
  }
}

void
Schedule::finished(const std::string& tenant, Time now, double chance)
{
  const auto found = m_entries.find(tenant);
  if (found != m_entries.end()) {
    found->second.under_way = false;
    found->second.due = now + with_jitter(found->second.every, chance);
  }
}

std::optional<Time>
Schedule::next() const
{
  std::optional<Time> next;
  for (const auto& [tenant, entry] : m_entries) {
    if (!entry.under_way && (!next || entry.due < *next)) {
      next = entry.due;
    }
  }
  return next;
}

} // namespace klausur
