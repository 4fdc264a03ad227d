#pragma once

#include "connectors/http/pool.hpp"
#include "connectors/http/transfer.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace klausur {

/// Sends requests side by side until each has its answer: the one place that waits,
/// follows redirects and tries again.
class Batch
{
public:
  using Instant = std::chrono::steady_clock::time_point;

  Batch(Pool& pool, std::span<const Request> requests);

  [[nodiscard]] std::vector<Result<Response>> run();

private:
  struct Job
  {
    const Request* request = nullptr;
    std::string url;   ///< Where redirects have led so far.
    std::string place; ///< For messages: the request as it was asked, without secrets. A
                       ///< redirect may hold pieces of them, so it is not shown.
    RateLimit* limit = nullptr;
    int attempts = 0;
    int redirects = 0;
    Instant ready_at{};
    std::unique_ptr<Transfer> transfer; ///< While it is under way.
    std::optional<Response> got;        ///< While waiting to try again.
    std::optional<Result<Response>> answer;
  };

  void start_due(Instant now);
  void start(Job& job);
  bool gave_up(Job& job, Instant now);
  void collect();
  void end_slow();
  void settle(Job& job, Outcome outcome);
  void follow(Job& job, Response response);
  void retry_busy(Job& job, Response response, Instant now);
  void retry_later(Job& job, Instant when);
  void finish(Job& job, Result<Response> answer);
  void detach(Job& job, Instant now);
  void stop();
  [[nodiscard]] int pause_milliseconds(Instant now) const;
  [[nodiscard]] bool may_try_again(const Job& job) const;
  [[nodiscard]] std::chrono::milliseconds next_backoff(const Job& job);
  [[nodiscard]] bool is_full() const;

  Pool& m_pool;
  std::vector<Job> m_jobs;
  std::vector<Job*> m_waiting;
  std::vector<Job*> m_running;
};

} // namespace klausur
