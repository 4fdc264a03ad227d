#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"
#include "tests/connectors/http/hasty_options.hpp"
#include "tests/support/loopback_server.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <set>

using namespace klausur;
using namespace klausur::test;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

namespace {

HttpOptions
patient_options()
{
  auto options = hasty_options();
  options.attempts = 4;
  return options;
}

/// Gives `first` once for every target, then 200.
LoopbackServer::Handler
first_then_good(Reply first)
{
  return [first, seen = std::make_shared<std::pair<std::mutex, std::set<std::string>>>()](
             const Received& request) {
    const std::lock_guard lock{seen->first};
    return seen->second.insert(request.target).second ? first : Reply{.body = "good"};
  };
}

/// A read that is answered by `first` is sent once more, and what then comes is its answer.
void
expect_second_answer(const Reply& first)
{
  const LoopbackServer server{first_then_good(first)};
  const Redactor redactor;
  Http http{patient_options(), redactor};

  const auto answer = http.send(get(server.url("/")));

  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->body == "good");
  BOOST_TEST(server.requests() == 2U);
}

/// Dates drop the fraction of a second, so this is one to two seconds away.
std::string
in_a_moment(const char* format)
{
  const auto then = std::chrono::system_clock::now() + 2s;
  return fmt::format(fmt::runtime(format), fmt::gmtime(then));
}

/// The five ways to say when to come back: at least a second after now, whenever that is.
std::pair<std::string, std::string>
moment_in_form(std::size_t form)
{
  const auto unix_time = std::chrono::system_clock::now().time_since_epoch();
  const auto soon = std::chrono::ceil<std::chrono::seconds>(unix_time + 1s).count();
  switch (form) {
  case 0:
    return {"Retry-After", "1"};
  case 1:
    return {"Retry-After", in_a_moment("{:%a, %d %b %Y %H:%M:%S GMT}")};
  case 2:
    return {"Retry-After", in_a_moment("{:%Y-%m-%dT%H:%M:%SZ}")};
  case 3:
    return {"X-RateLimit-Reset", "1"};
  default:
    return {"X-Ratelimit-Reset", std::to_string(soon)};
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(line_test)

BOOST_AUTO_TEST_CASE(a_429_is_tried_again_after_what_it_says_in_each_form)
{
  constexpr std::size_t forms = 5;
  const LoopbackServer server{[&, good = first_then_good({})](const Received& request) {
    auto reply = good(request);
    if (reply.body.empty()) {
      reply.status = 429;
      reply.headers = {moment_in_form(std::stoul(request.target.substr(1)))};
    }
    return reply;
  }};
  const Redactor redactor;
  Http http{patient_options(), redactor};
  std::vector<Request> requests;
  for (std::size_t i = 0; i < forms; ++i) {
    requests.push_back(get(server.url("/" + std::to_string(i))));
    requests.back().limit = std::to_string(i);
  }
  const auto answers = http.send_all(requests);

  for (std::size_t i = 0; i < forms; ++i) {
    BOOST_TEST_REQUIRE(answers[i].has_value());
    BOOST_TEST(answers[i]->status == 200, i);
  }
  BOOST_TEST(server.requests() == 2 * forms);
  std::map<std::string, steady_clock::time_point> first;
  for (const auto& request : server.received()) {
    const auto before = first.try_emplace(request.target, request.at);
    BOOST_TEST((before.second || request.at - before.first->second >= 900ms), request.target);
  }
}

BOOST_AUTO_TEST_CASE(a_429_that_names_no_time_is_tried_again_after_a_backoff)
{
  expect_second_answer({.status = 429});
}

BOOST_AUTO_TEST_CASE(busy_gateways_are_tried_again_and_other_errors_are_not)
{
  for (const auto& [status, requests] :
       std::vector<std::pair<int, std::size_t>>{{502, 2}, {503, 2}, {504, 2}, {500, 1}}) {
    const LoopbackServer server{first_then_good({.status = status})};
    const Redactor redactor;
    Http http{patient_options(), redactor};

    const auto answer = http.send(get(server.url("/")));

    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(server.requests() == requests, status);
    BOOST_TEST(answer->status == (requests == 2 ? 200 : status));
  }
}

BOOST_AUTO_TEST_CASE(after_all_attempts_the_last_answer_is_what_there_is)
{
  const LoopbackServer server{
      [](const Received&) { return Reply{.status = 503, .body = "busy"}; }};
  const Redactor redactor;
  Http http{patient_options(), redactor};

  const auto answer = http.send(get(server.url("/")));

  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->status == 503);
  BOOST_TEST(answer->body == "busy");
  BOOST_TEST(server.requests() == 4U);
}

BOOST_AUTO_TEST_CASE(after_a_429_with_a_time_all_requests_of_its_limit_wait)
{
  const LoopbackServer server{
      [first = std::make_shared<std::atomic<bool>>(true)](const Received& request) {
        return request.target != "/other" && first->exchange(false)
                   ? Reply{.status = 429, .headers = {{"Retry-After", "1"}}}
                   : Reply{.delay = 5ms};
      }};
  const Redactor redactor;
  auto options = patient_options();
  options.concurrency = 1;
  Http http{options, redactor};
  std::vector<Request> requests(6, get(server.url("/one")));
  requests.push_back(get(server.url("/other")));
  requests.back().limit = "other";

  const auto answers = http.send_all(requests);

  BOOST_TEST(std::ranges::all_of(answers, [](const auto& a) { return a && a->status == 200; }));
  const auto received = server.received();
  BOOST_TEST_REQUIRE(received.size() == 8U);
  BOOST_TEST(received[1].target == "/other");
  for (std::size_t i = 2; i < received.size(); ++i) {
    BOOST_TEST((received[i].at - received[0].at >= 1000ms));
  }
}

BOOST_AUTO_TEST_CASE(after_a_429_without_a_time_all_requests_wait_as_long_as_the_limit_counts)
{
  const LoopbackServer server{first_then_good({.status = 429})};
  const Redactor redactor;
  auto options = patient_options();
  options.concurrency = 1;
  options.limits = {{"default", {.requests = 50, .per_seconds = 0.3}}};
  Http http{options, redactor};
  const std::vector<Request> requests(3, get(server.url("/")));

  const auto answers = http.send_all(requests);

  BOOST_TEST(std::ranges::all_of(answers, [](const auto& a) { return a && a->status == 200; }));
  const auto received = server.received();
  BOOST_TEST_REQUIRE(received.size() == 4U);
  for (std::size_t i = 1; i < received.size(); ++i) {
    BOOST_TEST((received[i].at - received[0].at >= 300ms));
  }
}

BOOST_AUTO_TEST_CASE(a_wait_beyond_the_longest_gives_up_with_what_there_is)
{
  const LoopbackServer server{[](const Received&) {
    return Reply{.status = 429, .headers = {{"Retry-After", "3600"}}};
  }};
  const Redactor redactor;
  Http http{patient_options(), redactor};

  const auto first = http.send(get(server.url("/a?x=1")));
  const auto second = http.send(get(server.url("/b?x=1")));

  BOOST_TEST_REQUIRE(first.has_value());
  BOOST_TEST(first->status == 429);
  BOOST_TEST_REQUIRE(!second.has_value());
  BOOST_TEST((second.error().kind == Failure::unreachable));
  BOOST_TEST(second.error().what ==
             "GET " + server.url("/b") +
                 ": not asked, because the server wants no such request for 3600 s (429). "
                 "Try again after that.");
  BOOST_TEST(server.requests() == 1U);
}

BOOST_AUTO_TEST_CASE(reads_are_tried_again_after_a_lost_connection)
{
  for (const auto fault : {Fault::hang_up, Fault::truncate}) {
    expect_second_answer({.body = "half of it", .fault = fault});
  }
}

BOOST_AUTO_TEST_CASE(a_write_is_not_sent_twice_after_a_lost_connection)
{
  const LoopbackServer server{[](const Received& request) {
    return request.method == "PUT" ? Reply{.fault = Fault::hang_up} : Reply{};
  }};
  const Redactor redactor;
  Http http{patient_options(), redactor};
  BOOST_TEST_REQUIRE(http.send(get(server.url("/"))).has_value()); // A connection to keep.

  const auto answer = http.send(write("PUT", server.url("/")));

  BOOST_TEST_REQUIRE(!answer.has_value());
  BOOST_TEST((answer.error().kind == Failure::unreachable));
  BOOST_TEST(server.requests() == 2U);
}

BOOST_AUTO_TEST_CASE(a_write_is_tried_again_only_when_it_was_refused_unread)
{
  for (const auto& [status, requests] :
       std::vector<std::pair<int, std::size_t>>{{429, 2}, {502, 1}, {503, 1}, {504, 1}}) {
    const LoopbackServer server{first_then_good({.status = status})};
    const Redactor redactor;
    Http http{patient_options(), redactor};

    const auto answer = http.send(write("PATCH", server.url("/")));

    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(server.requests() == requests, status);
  }
}

BOOST_AUTO_TEST_CASE(a_write_that_found_no_connection_is_tried_again)
{
  const Redactor redactor;
  Http http{patient_options(), redactor};

  const auto answer =
      http.send(write("PUT", fmt::format("http://127.0.0.1:{}/", unused_port())));

  BOOST_TEST_REQUIRE(!answer.has_value());
  BOOST_TEST(answer.error().what.find("Tried 4 times.") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(requests_at_one_time_reach_the_concurrency_and_never_exceed_it)
{
  const LoopbackServer server{[](const Received&) { return Reply{.delay = 20ms}; }};
  const Redactor redactor;
  auto options = patient_options();
  options.concurrency = 3;
  Http http{options, redactor};

  const auto answers = http.send_all(std::vector<Request>(30, get(server.url("/"))));

  BOOST_TEST(std::ranges::all_of(answers, [](const auto& a) { return a.has_value(); }));
  BOOST_TEST(server.most_at_once() == 3U);
  BOOST_TEST(server.connections() == 3U);
}

BOOST_AUTO_TEST_CASE(a_rate_limit_is_never_exceeded_and_no_request_is_lost)
{
  const LoopbackServer server{[](const Received& request) {
    return Reply{.body = request.target, .delay = request.target.size() % 3 * 7ms};
  }};
  const Redactor redactor;
  auto options = patient_options();
  options.concurrency = 4;
  options.limits["default"] = Limit{.requests = 5, .per_seconds = 0.2};
  Http http{options, redactor};
  std::vector<Request> requests;
  for (int i = 0; i < 23; ++i) {
    requests.push_back(get(server.url("/" + std::string(static_cast<std::size_t>(i), 'x'))));
  }
  const auto begun = steady_clock::now();

  const auto answers = http.send_all(requests);

  for (std::size_t i = 0; i < answers.size(); ++i) {
    BOOST_TEST_REQUIRE(answers[i].has_value());
    BOOST_TEST(answers[i]->body == "/" + std::string(i, 'x'));
  }
  const auto received = server.received();
  BOOST_TEST_REQUIRE(received.size() == 23U);
  // From before the first one: what the server sees late makes no request look early.
  for (std::size_t i = 5; i < received.size(); ++i) {
    BOOST_TEST((received[i].at - begun >= i / 5 * 200ms), i);
  }
}

BOOST_AUTO_TEST_CASE(one_limit_does_not_slow_another)
{
  const LoopbackServer server{[](const Received&) { return Reply{}; }};
  const Redactor redactor;
  auto options = patient_options();
  options.limits["slow"] = Limit{.requests = 1, .per_seconds = 2};
  Http http{options, redactor};
  std::vector<Request> requests(2, get(server.url("/slow")));
  requests[0].limit = requests[1].limit = "slow";
  requests.resize(12, get(server.url("/fast")));

  const auto answers = http.send_all(requests);

  BOOST_TEST(std::ranges::all_of(answers, [](const auto& a) { return a.has_value(); }));
  BOOST_TEST(server.received().back().target == "/slow");
}

BOOST_AUTO_TEST_CASE(a_connection_serves_one_request_after_the_other)
{
  const LoopbackServer server{[](const Received&) { return Reply{.body = "x"}; },
                              Certificate::trusted};
  const Redactor redactor;
  auto options = patient_options();
  options.ca_file = server.ca_file();
  Http http{options, redactor};

  for (int i = 0; i < 10; ++i) {
    BOOST_TEST_REQUIRE(http.send(get(server.url("/"))).has_value());
  }

  BOOST_TEST(server.requests() == 10U);
  BOOST_TEST(server.connections() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
