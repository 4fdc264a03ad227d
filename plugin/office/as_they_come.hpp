#pragma once

#include "connectors/http/alarm.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <set>
#include <vector>

namespace klausur {

/// Hands results over in their order, unless one keeps finished ones waiting for too long: from
/// then on nobody waits for it, and it comes when it is there. So quick results have the same
/// order each time, and a slow one holds no other.
class AsTheyCome
{
public:
  static constexpr std::chrono::seconds k_patience{2};

  /// What is told of results, by their places.
  struct Told
  {
    std::function<void(std::size_t place)> ready;
    std::function<void(const std::vector<std::size_t>& places)>
        late; ///< Before the others come.
  };

  AsTheyCome(Loop& loop, std::size_t count, Told told,
             std::chrono::milliseconds patience = k_patience);

  /// This one has its result. Once for each place.
  void finish(std::size_t place);

private:
  enum class State { awaited, finished, late, given };

  void give(std::size_t place);
  void go_on();
  void lose_patience();

  std::vector<State> m_states;
  std::size_t m_next = 0;     ///< The first that is awaited or finished.
  std::size_t m_finished = 0; ///< How many are finished and not given.
  Told m_told;
  std::chrono::milliseconds m_patience;
  Alarm m_alarm;
};

} // namespace klausur
