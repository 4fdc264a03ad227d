#include "connectors/http/engine.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

namespace klausur {

namespace {

using namespace std::chrono;

/// How many transfers may run at one time: half of the files that this process may have open.
std::size_t
most_transfers()
{
  constexpr rlim_t k_few = 16;
  constexpr rlim_t k_many = 2000;
  rlimit files{};
  const bool known = ::getrlimit(RLIMIT_NOFILE, &files) == 0;
  return std::clamp(known ? files.rlim_cur / 2 : k_few, k_few, k_many);
}

CURLM*
new_multi()
{
  // libcurl's own state for the whole process; a local static is made once and safely.
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  return ready == CURLE_OK ? curl_multi_init() : nullptr;
}

} // namespace

Engine::Engine()
    : m_multi{new_multi()}, m_epoll{::epoll_create1(EPOLL_CLOEXEC)},
      m_signal{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)}, m_most_transfers{most_transfers()}
{
  epoll_event wanted{};
  wanted.events = EPOLLIN;
  wanted.data.fd = m_signal;
  ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_signal, &wanted);
  curl_multi_setopt(m_multi, CURLMOPT_SOCKETFUNCTION, &Engine::want_socket);
  curl_multi_setopt(m_multi, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(m_multi, CURLMOPT_TIMERFUNCTION, &Engine::want_timer);
  curl_multi_setopt(m_multi, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(m_multi, CURLMOPT_MAXCONNECTS, static_cast<long>(m_most_transfers));
}

Engine::~Engine()
{
  curl_multi_cleanup(m_multi); // It still asks for its sockets to be let go.
  ::close(m_signal);
  ::close(m_epoll);
}

void
Engine::leave(Waiter& waiter)
{
  m_waiters.erase(&waiter);
  wake_at(waiter, Instant::max());
  std::erase(m_hungry, &waiter);
}

bool
Engine::add(CURL* handle, Waiter& waiter)
{
  if (m_transfers.size() >= m_most_transfers) {
    if (std::ranges::find(m_hungry, &waiter) == m_hungry.end()) {
      m_hungry.push_back(&waiter);
    }
    return false;
  }
  m_transfers.emplace(handle, &waiter);
  curl_multi_add_handle(m_multi, handle);
  return true;
}

void
Engine::remove(CURL* handle)
{
  curl_multi_remove_handle(m_multi, handle);
  m_transfers.erase(handle);
}

void
Engine::wake_at(Waiter& waiter, Instant when)
{
  if (const auto known = m_time_of.find(&waiter); known != m_time_of.end()) {
    m_times.erase({known->second, &waiter});
    m_time_of.erase(known);
  }
  if (when != Instant::max()) {
    m_time_of.emplace(&waiter, when);
    m_times.emplace(when, &waiter);
  }
}

void
Engine::post(std::function<void()> action)
{
  // Signalled under the lock: whoever takes the action may let go of everything at once.
  const std::lock_guard lock{m_mutex};
  m_posted.push_back(std::move(action));
  const std::uint64_t one = 1;
  // Full: it is awake already.
  [[maybe_unused]] const auto written = ::write(m_signal, &one, sizeof one);
}

void
Engine::set_aside(const std::function<void()>& work, std::coroutine_handle<> waiting)
{
  m_workers.give([this, &work, waiting] {
    work();
    post([this, waiting] { resume_later(waiting); });
  });
}

void
Engine::ask_to_stop(Waiter& waiter)
{
  post([this, asked = &waiter] {
    if (m_waiters.contains(asked)) {
      asked->stop();
    }
  });
}

void
Engine::cancel()
{
  m_cancelled = true;
  post([] {});
}

void
Engine::run_posted()
{
  std::vector<std::function<void()>> posted;
  {
    const std::lock_guard lock{m_mutex};
    posted.swap(m_posted);
  }
  for (const auto& action : posted) {
    action();
  }
  if (m_cancelled && !std::exchange(m_stopped, true)) {
    for (Waiter* waiter : std::vector<Waiter*>{m_waiters.begin(), m_waiters.end()}) {
      waiter->stop();
    }
  }
}

void
Engine::turn()
{
  run_posted();
  fire(steady_clock::now());
  while (!m_ready.empty()) {
    const auto coroutine = m_ready.front();
    m_ready.pop_front();
    coroutine.resume();
  }
  if (has_jobs()) {
    wait_for_events();
    take_messages();
  }
}

/// Wakes those whose time has come.
void
Engine::fire(Instant now)
{
  while (!m_times.empty() && m_times.begin()->first <= now) {
    Waiter& waiter = *m_times.begin()->second;
    wake_at(waiter, Instant::max());
    waiter.wake(now);
  }
  while (!m_hungry.empty() && m_transfers.size() < m_most_transfers) {
    Waiter& waiter = *m_hungry.front();
    m_hungry.pop_front();
    waiter.wake(now);
  }
  if (m_curl_at <= now) {
    m_curl_at = Instant::max();
    int running = 0;
    curl_multi_socket_action(m_multi, CURL_SOCKET_TIMEOUT, 0, &running);
    take_messages();
  }
}

int
Engine::patience(Instant now) const
{
  if (!m_ready.empty()) {
    return 0;
  }
  auto next = m_curl_at;
  if (!m_times.empty()) {
    next = std::min(next, m_times.begin()->first);
  }
  constexpr milliseconds k_longest{1000};
  return static_cast<int>(
      std::clamp(next <= now ? milliseconds{0}
                             : ceil<milliseconds>(std::min(next - now, nanoseconds{k_longest})),
                 milliseconds{0}, k_longest)
          .count());
}

void
Engine::wait_for_events()
{
  std::array<epoll_event, 256> events{};
  const int count = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()),
                                 patience(steady_clock::now()));
  for (int i = 0; i < count; ++i) {
    const auto& event = events.at(static_cast<std::size_t>(i));
    if (event.data.fd == m_signal) {
      std::uint64_t times = 0;
      // Empty: already taken.
      [[maybe_unused]] const auto taken = ::read(m_signal, &times, sizeof times);
      continue;
    }
    const int action = ((event.events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0) |
                       ((event.events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
                       ((event.events & (EPOLLERR | EPOLLHUP)) != 0 ? CURL_CSELECT_ERR : 0);
    int running = 0;
    curl_multi_socket_action(m_multi, event.data.fd, action, &running);
  }
}

void
Engine::take_messages()
{
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(m_multi, &left)) {
    CURL* handle = message->easy_handle; // The message dies with the handle's removal.
    const CURLcode code = message->data.result;
    const auto known = m_transfers.find(handle);
    if (message->msg == CURLMSG_DONE && known != m_transfers.end()) {
      known->second->ended(handle, code);
    }
  }
}

int
Engine::want_socket(CURL*, curl_socket_t socket, int what, void* self, void*)
{
  static_cast<Engine*>(self)->watch(socket, what);
  return 0;
}

void
Engine::watch(curl_socket_t socket, int what)
{
  epoll_event wanted{};
  wanted.data.fd = socket;
  wanted.events = ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0U) |
                  ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0U);
  if (what == CURL_POLL_REMOVE) {
    ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, socket, nullptr); // Closed: it is gone already.
  } else if (::epoll_ctl(m_epoll, EPOLL_CTL_MOD, socket, &wanted) != 0) {
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, socket, &wanted);
  }
}

int
Engine::want_timer(CURLM*, long milliseconds_left, void* self)
{
  static_cast<Engine*>(self)->m_curl_at =
      milliseconds_left < 0 ? Instant::max()
                            : steady_clock::now() + milliseconds{milliseconds_left};
  return 0;
}

} // namespace klausur
