#pragma once

#include "connectors/http/http.hpp"

#include <mutex>
#include <set>

namespace klausur {

/// A wish to end, given from any thread: what has not begun does not begin, and requests
/// that are under way are cancelled. Cannot be taken back.
class Stop
{
public:
  void request()
  {
    const std::lock_guard lock{m_mutex};
    m_requested = true;
    for (Http* http : m_running) {
      http->cancel();
    }
  }

  [[nodiscard]] bool requested() const
  {
    const std::lock_guard lock{m_mutex};
    return m_requested;
  }

  /// Puts an Http within reach of request() for as long as it lives.
  class Reach
  {
  public:
    Reach(Stop& stop, Http& http) : m_stop{stop}, m_http{http}
    {
      const std::lock_guard lock{m_stop.m_mutex};
      m_stop.m_running.insert(&http);
      if (m_stop.m_requested) {
        http.cancel();
      }
    }
    ~Reach()
    {
      const std::lock_guard lock{m_stop.m_mutex};
      m_stop.m_running.erase(&m_http);
    }
    Reach(const Reach&) = delete;
    Reach& operator=(const Reach&) = delete;

  private:
    Stop& m_stop;
    Http& m_http;
  };

private:
  mutable std::mutex m_mutex;
  bool m_requested = false;
  std::set<Http*> m_running;
};

} // namespace klausur
