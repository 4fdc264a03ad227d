#pragma once

#include "connectors/model/snapshot.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace klausur {

/// When which tenant is examined next. Pure: time and chance are arguments. Not
/// thread-safe.
class Schedule
{
public:
  /// @param every   The interval; nothing is scheduled for 0.
  /// @param last    When the tenant was last examined. A pause that was longer than the
  ///                interval is caught up once, not once per missed time.
  /// @param chance  0 to 1: how much of the jitter (a tenth of the interval) to take, so
  ///                that many tenants with one interval do not all begin at once.
  void add(const std::string& tenant, std::chrono::seconds every, std::optional<Time> last,
           Time now, double chance);

  /// The tenants that are due and not under way; they are under way from now on.
  [[nodiscard]] std::vector<std::string> take_due(Time now);

  /// A tenant is under way already, whoever began it.
  void begin(const std::string& tenant);

  /// The examination of a tenant has ended; it is due again after its interval.
  void finished(const std::string& tenant, Time now, double chance);

  /// The next time that something is due; nullopt when nothing will be.
  [[nodiscard]] std::optional<Time> next() const;

private:
  struct Entry
  {
    std::chrono::seconds every{};
    Time due{};
    bool under_way = false;
  };
  std::map<std::string, Entry> m_entries;
};

} // namespace klausur
