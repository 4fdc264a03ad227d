#pragma once

#include <functional>
#include <mutex>
#include <set>
#include <utility>

namespace klausur {

/// A wish to end, given from any thread: what has not begun does not begin, and what is under
/// way is cancelled. Cannot be taken back.
class Stop
{
public:
  void request()
  {
    const std::lock_guard lock{m_mutex};
    m_requested = true;
    for (const Reach* each : m_running) {
      each->m_cancel();
    }
  }

  [[nodiscard]] bool requested() const
  {
    const std::lock_guard lock{m_mutex};
    return m_requested;
  }

  /// Puts something that can be cancelled from any thread, a Loop or an Http, within reach of
  /// request() for as long as this lives.
  class Reach
  {
  public:
    template<typename Cancellable>
    Reach(Stop& stop, Cancellable& what) : m_stop{stop}, m_cancel{[&what] { what.cancel(); }}
    {
      const std::lock_guard lock{m_stop.m_mutex};
      m_stop.m_running.insert(this);
      if (m_stop.m_requested) {
        m_cancel();
      }
    }
    ~Reach()
    {
      const std::lock_guard lock{m_stop.m_mutex};
      m_stop.m_running.erase(this);
    }
    Reach(const Reach&) = delete;
    Reach& operator=(const Reach&) = delete;

  private:
    friend class Stop;
    Stop& m_stop;
    std::function<void()> m_cancel;
  };

private:
  mutable std::mutex m_mutex;
  bool m_requested = false;
  std::set<const Reach*> m_running;
};

} // namespace klausur
