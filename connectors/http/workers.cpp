#include "connectors/http/workers.hpp"

#include <csignal>
#include <utility>

namespace klausur {

namespace {

constexpr std::size_t k_most = 8;

/// Threads take no signals: those are for who waits for them.
class SignalsBlocked
{
public:
  SignalsBlocked()
  {
    sigset_t all;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &m_before);
  }
  ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

private:
  sigset_t m_before{};
};

} // namespace

Workers::~Workers()
{
  {
    const std::lock_guard lock{m_mutex};
    m_ends = true;
  }
  m_wake.notify_all();
  for (auto& thread : m_threads) {
    thread.join();
  }
}

void
Workers::give(std::function<void()> work)
{
  const std::lock_guard lock{m_mutex};
  m_waiting.push_back(std::move(work));
  if (m_idle < m_waiting.size() && m_threads.size() < k_most) {
    const SignalsBlocked blocked;
    m_threads.emplace_back([this] { this->work(); });
  }
  m_wake.notify_one();
}

void
Workers::work()
{
  std::unique_lock lock{m_mutex};
  while (true) {
    ++m_idle;
    m_wake.wait(lock, [&] { return !m_waiting.empty() || m_ends; });
    --m_idle;
    if (m_waiting.empty()) {
      return;
    }
    const auto work = std::move(m_waiting.front());
    m_waiting.pop_front();
    lock.unlock();
    work();
    lock.lock();
  }
}

} // namespace klausur
