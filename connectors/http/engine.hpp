#pragma once

#include "connectors/http/workers.hpp"

#include <curl/curl.h>

#include <atomic>
#include <chrono>
#include <coroutine>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <vector>

namespace klausur {

/// What waits on the engine for a time or for a transfer: the requests of one Http.
class Waiter
{
public:
  using Instant = std::chrono::steady_clock::time_point;

  virtual ~Waiter() = default;
  /// The time is there that wake_at() was given, or a place is free that was not.
  virtual void wake(Instant now) = 0;
  /// A transfer has ended; its handle is still the engine's until it is removed.
  virtual void ended(CURL* handle, CURLcode code) = 0;
  /// Somebody wants it, or all, to stop.
  virtual void stop() = 0;
};

/// What turns a Loop: epoll, libcurl's multi handle, points in time, and coroutines that may go
/// on. What any thread may call says so.
class Engine
{
public:
  using Instant = Waiter::Instant;

  Engine();
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  void enter(Waiter& waiter) { m_waiters.insert(&waiter); }
  void leave(Waiter& waiter);

  /// Run a transfer, if there is a place. False: there is none; the waiter is woken when one
  /// is free.
  [[nodiscard]] bool add(CURL* handle, Waiter& waiter);
  /// Take a transfer out, ended or not.
  void remove(CURL* handle);

  /// One time for each waiter, the last that was said.
  void wake_at(Waiter& waiter, Instant when);

  void resume_later(std::coroutine_handle<> coroutine) { m_ready.push_back(coroutine); }

  /// Run `action` on the loop's thread. Any thread may call it.
  void post(std::function<void()> action);
  void set_aside(const std::function<void()>& work, std::coroutine_handle<> waiting);

  /// Call the waiter's stop() on the loop's thread, if it is still there. Any thread may call
  /// it.
  void ask_to_stop(Waiter& waiter);

  void cancel(); ///< Any thread may call it.
  [[nodiscard]] bool is_cancelled() const { return m_cancelled; }

  void begun() { ++m_jobs; }
  void ended() { --m_jobs; }
  [[nodiscard]] bool has_jobs() const { return m_jobs > 0; }

  /// Do what can be done, waiting for something to do if there is nothing.
  void turn();

private:
  static int want_socket(CURL* handle, curl_socket_t socket, int what, void* self, void* known);
  static int want_timer(CURLM* multi, long milliseconds, void* self);
  void watch(curl_socket_t socket, int what);
  void wait_for_events();
  void take_messages();
  void fire(Instant now);
  void run_posted();
  [[nodiscard]] int patience(Instant now) const;

  CURLM* m_multi = nullptr;
  int m_epoll = -1;
  int m_signal = -1; ///< An eventfd: something was posted.
  std::size_t m_most_transfers;
  std::map<CURL*, Waiter*> m_transfers;
  std::set<Waiter*> m_waiters;
  std::deque<Waiter*> m_hungry; ///< They found no place.
  std::set<std::pair<Instant, Waiter*>> m_times;
  std::map<Waiter*, Instant> m_time_of;
  Instant m_curl_at = Instant::max();
  std::deque<std::coroutine_handle<>> m_ready;
  std::size_t m_jobs = 0;
  std::mutex m_mutex; ///< Over what was posted.
  std::vector<std::function<void()>> m_posted;
  std::atomic<bool> m_cancelled = false;
  bool m_stopped = false;
  Workers m_workers; ///< Last: what they post must find the rest.
};

} // namespace klausur
