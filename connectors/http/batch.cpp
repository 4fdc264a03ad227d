#include "connectors/http/batch.hpp"

#include "connectors/http/request_check.hpp"
#include "connectors/http/url.hpp"
#include "connectors/http/wait.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace klausur {

namespace {

using namespace std::chrono;

constexpr int k_most_redirects = 5;
constexpr std::size_t k_longest_shown = 200;
constexpr milliseconds k_longest_pause{1000};

bool
is_redirect(const Response& response)
{
  constexpr std::array statuses = {301, 302, 303, 307, 308};
  return std::ranges::find(statuses, response.status) != statuses.end() &&
         !response.header("location").empty();
}

bool
is_busy(const Response& response)
{
  constexpr std::array statuses = {429, 502, 503, 504};
  const bool locked_for_a_while =
      response.status == 423 && !response.header("retry-after").empty();
  return locked_for_a_while || std::ranges::find(statuses, response.status) != statuses.end();
}

} // namespace

Batch::Batch(Pool& pool, std::span<const Request> requests)
    : m_pool{pool}, m_jobs(requests.size())
{
  for (std::size_t i = 0; i < requests.size(); ++i) {
    Job& job = m_jobs[i];
    job.request = &requests[i];
    job.url = requests[i].url;
    job.place = fmt::format("{} {}", requests[i].method,
                            place_of(pool.redactor.redact(requests[i].url)));
    job.limit = &pool.limit_of(requests[i].limit);
    if (auto good = check_request(requests[i], pool.redactor); good) {
      m_waiting.push_back(&job);
    } else {
      finish(job, tl::unexpected(std::move(good.error())));
    }
  }
}

std::vector<Result<Response>>
Batch::run()
{
  while (!m_waiting.empty() || !m_running.empty()) {
    if (m_pool.stopped) {
      stop();
      break;
    }
    start_due(steady_clock::now());
    int running = 0;
    curl_multi_perform(m_pool.multi, &running);
    collect();
    end_slow();
    if (const int pause = pause_milliseconds(steady_clock::now()); pause > 0) {
      curl_multi_poll(m_pool.multi, nullptr, 0, pause, nullptr);
    }
  }
  std::vector<Result<Response>> answers;
  answers.reserve(m_jobs.size());
  for (auto& job : m_jobs) {
    answers.push_back(std::move(*job.answer));
  }
  return answers;
}

void
Batch::start_due(Instant now)
{
  std::erase_if(m_waiting, [&](Job* job) {
    if (is_full() || job->ready_at > now) {
      return false;
    }
    if (gave_up(*job, now)) {
      return true;
    }
    if (job->limit->free_at(now) > now) {
      return false;
    }
    start(*job);
    return true;
  });
}

void
Batch::start(Job& job)
{
  CURL* handle = m_pool.take_handle();
  if (handle == nullptr) {
    finish(job, fail(Failure::unreachable, "libcurl cannot start: out of memory"));
    return;
  }
  ++job.attempts;
  job.got.reset();
  job.transfer =
      std::make_unique<Transfer>(handle, *job.request, job.url, job.place, m_pool.options);
  curl_easy_setopt(handle, CURLOPT_PRIVATE, &job);
  curl_multi_add_handle(m_pool.multi, handle);
  job.limit->start();
  m_running.push_back(&job);
}

/// Ends a request whose limit is on hold for longer than anybody waits.
bool
Batch::gave_up(Job& job, Instant now)
{
  const auto wait = job.limit->held_until() - now;
  if (wait <= m_pool.options.longest_wait) {
    return false;
  }
  if (job.got) {
    finish(job, std::move(*job.got));
  } else {
    finish(job, fail(Failure::unreachable,
                     fmt::format("{}: not asked, because the server wants no such request "
                                 "for {} s (429). Try again after that.",
                                 job.place, ceil<seconds>(wait).count())));
  }
  return true;
}

void
Batch::collect()
{
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(m_pool.multi, &left)) {
    if (message->msg != CURLMSG_DONE) {
      continue;
    }
    void* job = nullptr;
    const CURLcode code = message->data.result; // The message dies with the handle's removal.
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &job);
    auto& done = *static_cast<Job*>(job);
    settle(done, done.transfer->outcome(code));
  }
}

void
Batch::end_slow()
{
  const auto now = steady_clock::now();
  std::vector<Job*> slow;
  std::ranges::copy_if(m_running, std::back_inserter(slow),
                       [&](Job* job) { return job->transfer->is_too_slow(now); });
  for (Job* job : slow) {
    settle(*job, job->transfer->too_slow_outcome());
  }
}

void
Batch::detach(Job& job, Instant now)
{
  CURL* handle = job.transfer->handle();
  curl_multi_remove_handle(m_pool.multi, handle);
  job.limit->finish(job.transfer->answered_at(now));
  job.transfer.reset();
  m_pool.spare.push_back(handle);
  std::erase(m_running, &job);
}

void
Batch::settle(Job& job, Outcome outcome)
{
  const auto now = steady_clock::now();
  detach(job, now);
  if (!outcome.result) {
    if (outcome.again && may_try_again(job)) {
      retry_later(job, now + next_backoff(job));
    } else {
      finish(job, std::move(outcome.result));
    }
  } else if (is_redirect(*outcome.result)) {
    follow(job, std::move(*outcome.result));
  } else if (is_busy(*outcome.result)) {
    retry_busy(job, std::move(*outcome.result), now);
  } else {
    finish(job, std::move(outcome.result));
  }
}

void
Batch::follow(Job& job, Response response)
{
  const auto& method = job.request->method;
  const auto location = response.header("location");
  auto target = redirect_target(job.url, location);
  std::string problem;
  if (method != "GET" && method != "HEAD") {
    problem = "redirects a write, which is not followed";
  } else if (!target) {
    problem = target.error().what;
  } else if (++job.redirects > k_most_redirects) {
    problem = fmt::format("redirects more than {} times", k_most_redirects);
  } else {
    job.url = std::move(*target);
    job.attempts = 0;
    m_waiting.push_back(&job);
    return;
  }
  auto shown = place_of(m_pool.redactor.redact(location)).substr(0, k_longest_shown);
  std::ranges::replace_if(
      shown, [](char c) { return c < ' ' || c > '~'; }, '?');
  finish(job, fail(Failure::unexpected, fmt::format("{}: the server {} ({}). Check base_url.",
                                                    job.place, problem, shown)));
}

void
Batch::retry_busy(Job& job, Response response, Instant now)
{
  auto said = wait_said(response, system_clock::now());
  const auto stretch = ceil<milliseconds>(job.limit->stretch());
  if (!said && response.status == 429 && stretch <= m_pool.options.longest_wait) {
    said = stretch; // By then the vendor has begun to count anew.
  }
  const bool tells = said && said->count() > 0;
  if (tells && response.status == 429) {
    job.limit->hold(now + *said);
  }
  const auto wait = tells ? *said : next_backoff(job);
  const bool harmless =
      response.status == 429 || response.status == 423 || job.request->repeatable;
  if (!harmless || !may_try_again(job) || wait > m_pool.options.longest_wait) {
    finish(job, std::move(response));
    return;
  }
  job.got = std::move(response);
  retry_later(job, now + wait);
}

void
Batch::retry_later(Job& job, Instant when)
{
  job.ready_at = when;
  m_waiting.push_back(&job);
}

void
Batch::finish(Job& job, Result<Response> answer)
{
  if (!answer) {
    auto& what = answer.error().what;
    if (job.attempts > 1) {
      what += fmt::format(" Tried {} times.", job.attempts);
    }
    what = m_pool.redactor.redact(what);
  }
  job.answer = std::move(answer);
}

void
Batch::stop()
{
  while (!m_running.empty()) {
    Job& job = *m_running.back();
    detach(job, steady_clock::now());
    m_waiting.push_back(&job);
  }
  for (Job* job : m_waiting) {
    finish(*job, fail(Failure::unreachable,
                      fmt::format("{}: stopped before an answer came.", job->place)));
  }
  m_waiting.clear();
}

int
Batch::pause_milliseconds(Instant now) const
{
  if (m_waiting.empty() && m_running.empty()) {
    return 0;
  }
  Instant next = now + k_longest_pause;
  for (const Job* job : m_running) {
    next = std::min(next, job->transfer->deadline());
  }
  if (!is_full()) {
    for (const Job* job : m_waiting) {
      next = std::min(next, std::max(job->ready_at, job->limit->free_at(now)));
    }
  }
  return static_cast<int>(std::max(ceil<milliseconds>(next - now).count(), 0L));
}

bool
Batch::may_try_again(const Job& job) const
{
  return job.attempts < m_pool.options.attempts;
}

milliseconds
Batch::next_backoff(const Job& job)
{
  std::uniform_real_distribution<double> part{0, 1};
  return backoff(m_pool.options.first_backoff, job.attempts, m_pool.options.longest_wait,
                 part(m_pool.random));
}

bool
Batch::is_full() const
{
  return m_running.size() >= std::max(m_pool.options.concurrency, std::size_t{1});
}

} // namespace klausur
