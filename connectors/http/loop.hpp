#pragma once

#include "connectors/base/task.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>

namespace klausur {

class Engine;

/// One thread's work for many tenants: all transfers of all Http that were given it, and the
/// coroutines that wait for them. Nobody waits for a slow one but who asked it.
///
/// Not for two threads at once, but for what says so. Everything that was started comes to its
/// end in run() or wait(), and only then may a Loop go.
class Loop
{
public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Begin a job: it runs to its first wait at once. What it gives goes to `on_done`, on this
  /// thread.
  template<typename T, typename OnDone> void start(Task<T> job, OnDone on_done)
  {
    begun();
    drive(std::move(job), std::move(on_done));
  }

  /// Until all that was started has come to its end.
  void run();

  /// Begin a job and go on with all until this one has come to its end. Not from within a job.
  template<typename T> T wait(Task<T> job)
  {
    using Slot = std::conditional_t<std::is_void_v<T>, bool, std::optional<T>>;
    Slot slot{};
    if constexpr (std::is_void_v<T>) {
      start(std::move(job), [&slot] { slot = true; });
    } else {
      start(std::move(job), [&slot](T given) { slot.emplace(std::move(given)); });
    }
    run_until([&slot] { return static_cast<bool>(slot); });
    if constexpr (!std::is_void_v<T>) {
      return std::move(*slot);
    }
  }

  /// Go on with all until `is_done`. Not from within a job.
  template<typename IsDone> void run_until(IsDone is_done)
  {
    while (!is_done()) {
      turn();
    }
  }

  /// Do what blocks on another thread, of which there are few, and go on here with what it
  /// gives. `work` must not touch anything of this thread's.
  template<typename Work> Task<std::invoke_result_t<Work>> aside(Work work)
  {
    std::optional<std::invoke_result_t<Work>> given;
    std::function<void()> blocking = [&given, &work] { given.emplace(work()); };
    co_await Aside{*this, blocking};
    co_return std::move(*given);
  }

  /// End all transfers, those under way and later ones, with `unreachable` "stopped" within
  /// 200 ms. Any thread may call it. Not undone.
  void cancel();

  /// For Http.
  [[nodiscard]] Engine& engine() { return *m_engine; }

private:
  struct Aside
  {
    Loop& loop;
    const std::function<void()>& work;
    [[nodiscard]] bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> waiting) const { loop.set_aside(work, waiting); }
    void await_resume() const {}
  };

  template<typename T, typename OnDone> Detached drive(Task<T> job, OnDone on_done)
  {
    if constexpr (std::is_void_v<T>) {
      co_await job;
      on_done();
    } else {
      T given = co_await job;
      on_done(std::move(given));
    }
    ended();
  }

  void begun();
  void ended();
  void turn();
  void set_aside(const std::function<void()>& work, std::coroutine_handle<> waiting);

  std::unique_ptr<Engine> m_engine;
};

} // namespace klausur
