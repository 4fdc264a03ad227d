#pragma once

#include "connectors/http/engine.hpp"
#include "connectors/http/http.hpp"
#include "connectors/http/rate_limit.hpp"
#include "connectors/http/redactor.hpp"
#include "connectors/http/transfer.hpp"

#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace klausur {

/// The requests of one Http on their way: the one place that waits, follows redirects and tries
/// again. It keeps what outlives a request: handles, rate limits, what is left of the budget.
class Line final : public Waiter
{
public:
  /// One request, which stays where it is until it has its answer.
  struct Job
  {
    const Request& request;
    std::string url{};   ///< Where redirects have led so far.
    std::string place{}; ///< For messages: the request as it was asked, without secrets. A
                         ///< redirect may hold pieces of them, so it is not shown.
    RateLimit* limit = nullptr;
    int attempts = 0;
    int redirects = 0;
    Instant ready_at{};
    std::unique_ptr<Transfer> transfer{}; ///< While it is under way.
    std::optional<Response> got{};        ///< While waiting to try again.
    std::optional<Result<Response>> answer{};
    std::coroutine_handle<> waiting = nullptr; ///< Goes on when there is an answer.
  };

  Line(Engine& engine, HttpOptions options, const Redactor& redactor);
  ~Line() override;
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  /// The answer may be there at once.
  void ask(Job& job);

  /// From now on all requests together may take so long. What only waits for a limit of the
  /// options takes none of it.
  void spend_at_most(std::chrono::milliseconds budget);

  /// Any thread may call it.
  void cancel();

  void wake(Instant now) override;
  void ended(CURL* handle, CURLcode code) override;
  void stop() override;

private:
  void go_on(Instant now);
  void start_due(Instant now);
  [[nodiscard]] bool start(Job& job);
  [[nodiscard]] bool gave_up(Job& job, Instant now);
  void end_slow(Instant now);
  void settle(Job& job, Outcome outcome);
  void follow(Job& job, Response response);
  void retry_busy(Job& job, Response response, Instant now);
  void retry_later(Job& job, Instant when);
  void finish(Job& job, Result<Response> answer);
  void finish_all(std::string_view why);
  void detach(Job& job, Instant now);
  void count_time(Instant now);
  [[nodiscard]] bool only_waits_for_limits(Instant now) const;
  [[nodiscard]] Instant next_time(Instant now) const;
  [[nodiscard]] RateLimit& limit_of(const std::string& key);
  [[nodiscard]] CURL* take_handle();
  [[nodiscard]] bool may_try_again(const Job& job) const;
  [[nodiscard]] std::chrono::milliseconds next_backoff(const Job& job);
  [[nodiscard]] bool is_full() const;

  Engine& m_engine;
  HttpOptions m_options;
  const Redactor& m_redactor;
  std::vector<Job*> m_waiting;
  std::vector<Job*> m_running;
  std::vector<CURL*> m_spare; ///< They keep TLS sessions, so they are used again.
  std::map<std::string, RateLimit> m_limits;
  std::mt19937 m_random;
  std::atomic<bool> m_stopped = false;
  std::optional<std::chrono::nanoseconds> m_left; ///< Of the budget; nothing: no end.
  std::chrono::milliseconds m_budget{0};
  Instant m_counted_at{};
  bool m_counts = false; ///< Whether the time since then is of the budget.
};

} // namespace klausur
