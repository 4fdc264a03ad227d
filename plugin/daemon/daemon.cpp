#include "plugin/daemon/daemon.hpp"

#include "plugin/daemon/board.hpp"
#include "plugin/daemon/schedule.hpp"
#include "plugin/listen/listener.hpp"
#include "plugin/notify/courier.hpp"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <random>
#include <thread>

namespace klausur {

namespace {

constexpr std::size_t k_workers = 8;
constexpr auto k_longest_sleep = std::chrono::seconds{30};

sigset_t
awaited_signals()
{
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGUSR1}) {
    sigaddset(&set, signal);
  }
  return set;
}

} // namespace

/// The state of one run() and the threads that share it.
class Daemon::Work
{
public:
  Work(Daemon& daemon, std::shared_ptr<Setup> setup)
      : m_daemon{daemon}, m_log{daemon.m_redactor}, m_board{daemon.m_clock()}, m_setup{
                                                                                   std::move(
                                                                                       setup)}
  {
  }

  [[nodiscard]] Result<void> run()
  {
    const auto listener = listen();
    if (!listener) {
      return tl::unexpected(listener.error());
    }
    m_log.info(fmt::format("listening on {}", listener->url()));
    if (auto planned = plan_all(); !planned) {
      return planned;
    }
    std::vector<std::jthread> workers;
    for (std::size_t i = 0; i < k_workers; ++i) {
      workers.emplace_back([this] { work(); });
    }
    watch();
    m_stop.request();
    m_wake.notify_all();
    workers.clear(); // joins
    m_log.info("stopped");
    return {};
  }

private:
  [[nodiscard]] Result<Listener> listen()
  {
    const std::string& address = m_setup->configuration.listen;
    const auto colon = address.rfind(':');
    int port = -1;
    const auto* end = address.data() + address.size();
    if (colon != std::string::npos) {
      std::from_chars(address.data() + colon + 1, end, port);
    }
    if (port < 0) {
      return fail(Failure::invalid,
                  fmt::format("serve: listen: \"{}\" is not HOST:PORT", address));
    }
    return Listener::open(address.substr(0, colon), port, [this](const Inbound& inbound) {
      return m_board.answer(inbound, m_daemon.m_clock());
    });
  }

  [[nodiscard]] double chance() { return m_chance(m_random); }

  /// Put every tenant on the schedule, as if it had always been there.
  [[nodiscard]] Result<void> plan_all()
  {
    const std::lock_guard lock{m_mutex};
    m_schedule = Schedule{};
    const Time now = m_daemon.m_clock();
    for (const auto& tenant : m_setup->configuration.tenants) {
      const auto last = m_daemon.m_store.last_run_at(tenant.name);
      if (!last) {
        return tl::unexpected(last.error());
      }
      m_schedule.add(tenant.name, tenant.every, *last, now, chance());
    }
    for (const auto& tenant : m_under_way) { // began before a reload, and goes on
      m_schedule.begin(tenant);
    }
    m_board.configured(m_setup->configuration.tenants.size(),
                       m_setup->configuration.max_scan_age);
    return {};
  }

  /// The main thread: signals, what is due, and the post.
  void watch()
  {
    const sigset_t signals = awaited_signals();
    while (true) {
      hand_out();
      const timespec patience{.tv_sec = until_next().count(), .tv_nsec = 0};
      const int signal = ::sigtimedwait(&signals, nullptr, &patience);
      if (signal == SIGTERM || signal == SIGINT) {
        m_log.info("asked to stop");
        return;
      }
      if (signal == SIGHUP) {
        reload();
      } // SIGUSR1: a worker has finished; nothing: something is due
    }
  }

  [[nodiscard]] std::chrono::seconds until_next()
  {
    const std::lock_guard lock{m_mutex};
    const auto next = m_schedule.next();
    if (!next) {
      return k_longest_sleep;
    }
    return std::clamp<std::chrono::seconds>(*next - m_daemon.m_clock(), std::chrono::seconds{0},
                                            k_longest_sleep);
  }

  void hand_out()
  {
    const std::lock_guard lock{m_mutex};
    for (auto& tenant : m_schedule.take_due(m_daemon.m_clock())) {
      m_under_way.insert(tenant);
      m_jobs.push_back({std::move(tenant), m_setup});
    }
    if (!m_posting) { // a chat that is down must not keep the main thread from its signals
      m_posting = true;
      m_jobs.push_back({"", m_setup});
    }
    m_wake.notify_all();
  }

  void reload()
  {
    auto loaded = m_daemon.m_load();
    if (!loaded) {
      m_log.error(
          fmt::format("not reloaded, the old configuration stays: {}", loaded.error().what));
      return;
    }
    if ((*loaded)->configuration.listen != m_setup->configuration.listen) {
      m_log.warn("serve: listen changed; that takes a restart");
    }
    {
      const std::lock_guard lock{m_mutex};
      m_setup = std::move(*loaded);
    }
    if (auto planned = plan_all(); !planned) {
      m_log.error(planned.error().what);
    }
    m_log.info(fmt::format("reloaded: {} tenants", m_setup->configuration.tenants.size()));
  }

  void send_post(const Setup& setup)
  {
    const auto done = deliver(m_daemon.m_store, setup.configuration.notify, m_daemon.m_redactor,
                              m_log, m_stop, m_daemon.m_clock());
    const auto waiting = m_daemon.m_store.waiting(1000);
    if (!done || !waiting) {
      m_log.error(done ? waiting.error().what : done.error().what);
      return;
    }
    m_board.delivered(done->sent, done->postponed, waiting->size());
  }

  void work()
  {
    while (true) {
      std::unique_lock lock{m_mutex};
      m_wake.wait(lock, [&] { return !m_jobs.empty() || m_stop.requested(); });
      if (m_stop.requested()) {
        return;
      }
      const Job job = std::move(m_jobs.front());
      m_jobs.pop_front();
      lock.unlock();
      if (job.tenant.empty()) {
        send_post(*job.setup);
        lock.lock();
        m_posting = false;
        lock.unlock();
        continue;
      }
      examine_tenant(job);
      lock.lock();
      m_under_way.erase(job.tenant);
      m_schedule.finished(job.tenant, m_daemon.m_clock(), chance());
      const bool last = m_jobs.empty();
      lock.unlock();
      if (last) {
        ::malloc_trim(0); // what an examination needed is not kept until the next
      }
      ::kill(::getpid(), SIGUSR1); // the main thread hands out the post that this made
    }
  }

  struct Job
  {
    std::string tenant; ///< Empty: send what waits in the outbox.
    std::shared_ptr<Setup> setup;
  };

  /// @error when the tenant could not even be judged; what could not be read is no error.
  [[nodiscard]] Result<void> audit(const Job& job)
  {
    Setup& setup = *job.setup;
    const Office office{setup.configuration, setup.library, &m_daemon.m_store,
                        m_daemon.m_redactor, m_daemon.m_clock};
    const Tenant* tenant = setup.configuration.find(job.tenant);
    const auto examined = examine_and_keep(office, std::vector{tenant}, m_stop);
    if (!examined) {
      return m_stop.requested() ? Result<void>{} : tl::unexpected(examined.error());
    }
    const RunReport& report = examined->report;
    const TenantReport& found = report.tenants.front();
    m_board.examined(found, report.at, found.gaps.empty());
    m_log.info(fmt::format("{}: {}; {} documents not read", found.name, name_of(found.light),
                           found.gaps.size()));
    return examined->kept.and_then([&] {
      return queue_news(m_daemon.m_store, setup.configuration.notify, found, report.at);
    });
  }

  void examine_tenant(const Job& job)
  {
    if (auto done = audit(job); !done) {
      m_board.failed(job.tenant);
      m_log.error(fmt::format("{}: {}", job.tenant, done.error().what));
    }
  }

  Daemon& m_daemon;
  Log m_log;
  Board m_board;
  Stop m_stop;
  std::mutex m_mutex; ///< Over all that follows.
  std::condition_variable m_wake;
  std::shared_ptr<Setup> m_setup; ///< Written by the main thread only.
  Schedule m_schedule;
  std::deque<Job> m_jobs;
  std::set<std::string> m_under_way;
  bool m_posting = false;
  std::minstd_rand m_random{std::random_device{}()};
  std::uniform_real_distribution<double> m_chance{0.0, 1.0};
};

Daemon::Daemon(Load load, Store& store, Redactor& redactor, const Clock& clock)
    : m_load{std::move(load)}, m_store{store}, m_redactor{redactor}, m_clock{clock}
{
}

Result<void>
Daemon::run()
{
  const sigset_t signals = awaited_signals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr); // inherited by every thread from here on
  auto setup = m_load();
  if (!setup) {
    return tl::unexpected(setup.error());
  }
  return Work{*this, std::move(*setup)}.run();
}

} // namespace klausur
