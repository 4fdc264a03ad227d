#include "connectors/http/line.hpp"

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

Line::Line(Engine& engine, HttpOptions options, const Redactor& redactor)
    : m_engine{engine}, m_options{std::move(options)},
      m_redactor{redactor}, m_random{std::random_device{}()}
{
  m_engine.enter(*this);
}

Line::~Line()
{
  m_engine.leave(*this);
  for (CURL* handle : m_spare) {
    curl_easy_cleanup(handle);
  }
}

void
Line::ask(Job& job)
{
  job.url = job.request.url;
  job.place =
      fmt::format("{} {}", job.request.method, place_of(m_redactor.redact(job.request.url)));
  job.limit = &limit_of(job.request.limit);
  if (auto good = check_request(job.request, m_redactor, m_options.insecure); !good) {
    finish(job, tl::unexpected(std::move(good.error())));
    return;
  }
  m_waiting.push_back(&job);
  go_on(steady_clock::now());
}

void
Line::spend_at_most(milliseconds budget)
{
  m_budget = budget;
  m_left = budget;
  m_counted_at = steady_clock::now();
  m_counts = true;
}

void
Line::cancel()
{
  m_stopped = true;
  m_engine.ask_to_stop(*this);
}

/// Whatever has happened: start what can be started, end what has to end, and say when to look
/// again.
void
Line::go_on(Instant now)
{
  count_time(now);
  if (m_stopped || m_engine.is_cancelled()) {
    finish_all("stopped before an answer came.");
  } else if (m_left && *m_left <= nanoseconds{0}) {
    finish_all(
        fmt::format("the time budget of {} s is used up. Look why the server is so slow, or "
                    "give the tenant more time with `budget:`.",
                    ceil<seconds>(m_budget).count()));
  } else {
    end_slow(now);
    start_due(now);
  }
  m_counts = !only_waits_for_limits(now);
  m_engine.wake_at(*this, next_time(now));
}

void
Line::wake(Instant now)
{
  go_on(now);
}

void
Line::stop()
{
  go_on(steady_clock::now());
}

void
Line::ended(CURL* handle, CURLcode code)
{
  const auto found = std::ranges::find_if(
      m_running, [&](const Job* job) { return job->transfer->handle() == handle; });
  if (found != m_running.end()) {
    Job& job = **found;
    settle(job, job.transfer->outcome(code));
  }
  go_on(steady_clock::now());
}

/// Takes off the budget what has passed.
void
Line::count_time(Instant now)
{
  if (m_left && m_counts) {
    *m_left -= now - m_counted_at;
  }
  m_counted_at = now;
}

bool
Line::only_waits_for_limits(Instant now) const
{
  return m_running.empty() && !m_waiting.empty() &&
         std::ranges::all_of(m_waiting, [&](const Job* job) {
           return job->ready_at <= now && job->limit->held_until() <= now;
         });
}

RateLimit&
Line::limit_of(const std::string& key)
{
  const auto name = key.empty() ? std::string{"default"} : key;
  const auto given = m_options.limits.find(name);
  return m_limits.try_emplace(name, given == m_options.limits.end() ? Limit{} : given->second)
      .first->second;
}

CURL*
Line::take_handle()
{
  if (m_spare.empty()) {
    return curl_easy_init();
  }
  CURL* handle = m_spare.back();
  m_spare.pop_back();
  return handle;
}

void
Line::start_due(Instant now)
{
  std::vector<Job*> still;
  for (Job* job : std::exchange(m_waiting, {})) {
    const bool may_begin = !is_full() && job->ready_at <= now;
    if (may_begin && gave_up(*job, now)) {
      continue;
    }
    if (!may_begin || job->limit->free_at(now) > now || !start(*job)) {
      still.push_back(job);
    }
  }
  m_waiting.insert(m_waiting.begin(), still.begin(), still.end());
}

/// @return False: there is no place for it now.
bool
Line::start(Job& job)
{
  CURL* handle = take_handle();
  if (handle == nullptr) {
    finish(job, fail(Failure::unreachable, "libcurl cannot start: out of memory"));
    return true;
  }
  job.transfer = std::make_unique<Transfer>(handle, job.request, job.url, job.place, m_options);
  if (!m_engine.add(handle, *this)) {
    job.transfer.reset();
    m_spare.push_back(handle);
    return false;
  }
  ++job.attempts;
  job.got.reset();
  job.limit->start();
  m_running.push_back(&job);
  return true;
}

/// Ends a request whose limit is on hold for longer than anybody waits.
bool
Line::gave_up(Job& job, Instant now)
{
  const auto wait = job.limit->held_until() - now;
  if (wait <= m_options.longest_wait) {
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
Line::end_slow(Instant now)
{
  std::vector<Job*> slow;
  std::ranges::copy_if(m_running, std::back_inserter(slow),
                       [&](Job* job) { return job->transfer->is_too_slow(now); });
  for (Job* job : slow) {
    settle(*job, job->transfer->too_slow_outcome());
  }
}

void
Line::detach(Job& job, Instant now)
{
  CURL* handle = job.transfer->handle();
  m_engine.remove(handle);
  job.limit->finish(job.transfer->answered_at(now));
  job.transfer.reset();
  m_spare.push_back(handle);
  std::erase(m_running, &job);
}

void
Line::settle(Job& job, Outcome outcome)
{
  const auto now = steady_clock::now();
  detach(job, now);
  if (outcome.result) {
    outcome.result->url = job.url;
  }
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
Line::follow(Job& job, Response response)
{
  const auto& method = job.request.method;
  const auto location = response.header("location");
  const bool bare = job.request.headers.empty() && job.request.body.empty();
  auto target = redirect_target(job.url, location, bare);
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
  auto shown = place_of(m_redactor.redact(location)).substr(0, k_longest_shown);
  std::ranges::replace_if(
      shown, [](char c) { return c < ' ' || c > '~'; }, '?');
  finish(job, fail(Failure::unexpected, fmt::format("{}: the server {} ({}). Check base_url.",
                                                    job.place, problem, shown)));
}

void
Line::retry_busy(Job& job, Response response, Instant now)
{
  auto said = wait_said(response, system_clock::now());
  const auto stretch = ceil<milliseconds>(job.limit->stretch());
  if (!said && response.status == 429 && stretch <= m_options.longest_wait) {
    said = stretch; // By then the vendor has begun to count anew.
  }
  const bool tells = said && said->count() > 0;
  if (tells && response.status == 429) {
    job.limit->hold(now + *said);
  }
  const auto wait = tells ? *said : next_backoff(job);
  const bool harmless =
      response.status == 429 || response.status == 423 || job.request.repeatable;
  if (!harmless || !may_try_again(job) || wait > m_options.longest_wait) {
    finish(job, std::move(response));
    return;
  }
  job.got = std::move(response);
  retry_later(job, now + wait);
}

void
Line::retry_later(Job& job, Instant when)
{
  job.ready_at = when;
  m_waiting.push_back(&job);
}

void
Line::finish(Job& job, Result<Response> answer)
{
  if (!answer) {
    auto& what = answer.error().what;
    if (job.attempts > 1) {
      what += fmt::format(" Tried {} times.", job.attempts);
    }
    what = m_redactor.redact(what);
  }
  job.answer = std::move(answer);
  if (job.waiting) {
    m_engine.resume_later(job.waiting);
  }
}

/// Nothing more is asked.
void
Line::finish_all(std::string_view why)
{
  while (!m_running.empty()) {
    Job& job = *m_running.back();
    detach(job, steady_clock::now());
    m_waiting.push_back(&job);
  }
  for (Job* job : std::exchange(m_waiting, {})) {
    finish(*job, fail(Failure::unreachable, fmt::format("{}: {}", job->place, why)));
  }
}

/// When to look again, if nothing happens before.
Line::Instant
Line::next_time(Instant now) const
{
  auto next = Instant::max();
  for (const Job* job : m_running) {
    next = std::min(next, job->transfer->deadline());
  }
  if (!is_full()) {
    for (const Job* job : m_waiting) {
      next = std::min(next, std::max(job->ready_at, job->limit->free_at(now)));
    }
  }
  const bool is_busy = !m_running.empty() || !m_waiting.empty();
  if (m_left && m_counts && is_busy) {
    next = std::min(next, now + ceil<Instant::duration>(*m_left));
  }
  return next;
}

bool
Line::may_try_again(const Job& job) const
{
  return job.attempts < m_options.attempts;
}

milliseconds
Line::next_backoff(const Job& job)
{
  std::uniform_real_distribution<double> part{0, 1};
  return backoff(m_options.first_backoff, job.attempts, m_options.longest_wait, part(m_random));
}

bool
Line::is_full() const
{
  return m_running.size() >= std::max(m_options.concurrency, std::size_t{1});
}

} // namespace klausur
