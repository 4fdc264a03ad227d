#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace klausur {

template<typename T> class Task;

namespace detail {

/// What the promises of all tasks have in common.
struct TaskPromise
{
  /// Goes on with whoever waits. After that the coroutine may be gone.
  struct End
  {
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template<typename Promise>
    void await_suspend(std::coroutine_handle<Promise> ended) const noexcept
    {
      if (const auto next = ended.promise().waiting) {
        next.resume();
      }
    }
    void await_resume() const noexcept {}
  };

  std::suspend_always initial_suspend() noexcept { return {}; }
  End final_suspend() noexcept { return {}; }
  [[noreturn]] void unhandled_exception() { std::terminate(); } // There are none of ours.

  std::coroutine_handle<> waiting = nullptr;
};

template<typename T> struct ValuePromise : TaskPromise
{
  Task<T> get_return_object();
  template<typename From> void return_value(From&& from)
  {
    value.emplace(std::forward<From>(from));
  }
  std::optional<T> value;
};

struct VoidPromise : TaskPromise
{
  Task<void> get_return_object();
  void return_void() {}
};

} // namespace detail

/// Work that may have to wait, as a coroutine that gives a T. It begins when it is awaited,
/// once, and whoever awaits it goes on when it has come to its end; without a wait in between,
/// at once and on the same stack. A task that is never awaited does nothing.
///
/// Its arguments live as long as it: what it takes by reference must outlive it. All that await
/// each other run on one thread, that of their loop (http/loop.hpp).
template<typename T> class [[nodiscard]] Task
{
public:
  using promise_type =
      std::conditional_t<std::is_void_v<T>, detail::VoidPromise, detail::ValuePromise<T>>;
  using Handle = std::coroutine_handle<promise_type>;

  explicit Task(Handle coroutine) : m_coroutine{coroutine} {}
  Task(Task&& other) noexcept : m_coroutine{std::exchange(other.m_coroutine, nullptr)} {}
  Task& operator=(Task other) noexcept
  {
    std::swap(m_coroutine, other.m_coroutine);
    return *this;
  }
  Task(const Task&) = delete;
  ~Task()
  {
    if (m_coroutine) {
      m_coroutine.destroy();
    }
  }

  [[nodiscard]] bool await_ready() const noexcept { return false; }
  /// @return False: it has come to its end already. So a loop over tasks that need not wait
  ///         takes no stack.
  bool await_suspend(std::coroutine_handle<> waiting)
  {
    m_coroutine.resume();
    if (m_coroutine.done()) {
      return false;
    }
    m_coroutine.promise().waiting = waiting;
    return true;
  }
  T await_resume()
  {
    if constexpr (!std::is_void_v<T>) {
      return std::move(*m_coroutine.promise().value);
    }
  }

private:
  Handle m_coroutine;
};

template<typename T>
Task<T>
detail::ValuePromise<T>::get_return_object()
{
  return Task<T>{std::coroutine_handle<ValuePromise>::from_promise(*this)};
}

inline Task<void>
detail::VoidPromise::get_return_object()
{
  return Task<void>{std::coroutine_handle<VoidPromise>::from_promise(*this)};
}

/// A coroutine that nobody waits for: it begins at once, and is gone when it is done.
struct Detached
{
  struct promise_type
  {
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    [[noreturn]] void unhandled_exception() { std::terminate(); }
  };
};

namespace detail {

/// Opens for the one that waits when so many have come.
struct Gate
{
  std::size_t left;
  std::coroutine_handle<> waiting = nullptr;

  [[nodiscard]] bool await_ready() const { return left == 0; }
  void await_suspend(std::coroutine_handle<> one) { waiting = one; }
  void await_resume() const {}
};

inline Detached
come(Task<void>& task, Gate& gate)
{
  co_await task;
  if (--gate.left == 0 && gate.waiting) {
    gate.waiting.resume();
  }
}

} // namespace detail

/// All side by side, until the last has come to its end.
inline Task<void>
all_of(std::vector<Task<void>> tasks)
{
  detail::Gate gate{tasks.size()};
  for (auto& task : tasks) {
    detail::come(task, gate);
  }
  co_await gate;
}

/// Lets one coroutine at a time through; the others wait for their turn.
class Turnstile
{
public:
  /// Lets the next one through when it goes.
  class Turn
  {
  public:
    explicit Turn(Turnstile& stile) : m_stile{&stile} {}
    Turn(Turn&& other) noexcept : m_stile{std::exchange(other.m_stile, nullptr)} {}
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    Turn& operator=(Turn&&) = delete;
    ~Turn()
    {
      if (m_stile != nullptr) {
        m_stile->open();
      }
    }

  private:
    Turnstile* m_stile;
  };

  Task<Turn> take()
  {
    while (m_taken) {
      co_await Wait{m_waiting};
    }
    m_taken = true;
    co_return Turn{*this};
  }

private:
  struct Wait
  {
    std::vector<std::coroutine_handle<>>& waiting;
    [[nodiscard]] bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> one) const { waiting.push_back(one); }
    void await_resume() const {}
  };

  void open()
  {
    m_taken = false;
    for (const auto one : std::exchange(m_waiting, {})) {
      one.resume(); // It looks for itself whether it is its turn.
    }
  }

  bool m_taken = false;
  std::vector<std::coroutine_handle<>> m_waiting;
};

} // namespace klausur
