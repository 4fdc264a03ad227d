#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace klausur {

/// A few threads for what blocks; none before there is something to do. What was given is done
/// before they go.
class Workers
{
public:
  Workers() = default;
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  void give(std::function<void()> work);

private:
  void work();

  std::mutex m_mutex;
  std::condition_variable m_wake;
  std::deque<std::function<void()>> m_waiting;
  std::size_t m_idle = 0;
  bool m_ends = false;
  std::vector<std::thread> m_threads;
};

} // namespace klausur
