#include "connectors/http/loop.hpp"
#include "connectors/http/redactor.hpp"
#include "tests/connectors/http/hasty_options.hpp"
#include "tests/support/loopback_server.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <deque>
#include <filesystem>
#include <future>
#include <thread>

using namespace klausur;
using namespace klausur::test;
using namespace std::chrono_literals;

namespace {

/// Asks for `count` pages of a server, one after the other.
Task<int>
pages_of(Http& http, const LoopbackServer& server, int count)
{
  int answered = 0;
  for (int i = 0; i < count; ++i) {
    const auto answer = co_await http.fetch(get(server.url(fmt::format("/{}", i))));
    answered += answer && answer->body == fmt::format("/{}", i) ? 1 : 0;
  }
  co_return answered;
}

LoopbackServer::Handler
echoing(std::chrono::milliseconds delay = 0ms)
{
  return [=](const Received& request) { return Reply{.body = request.target, .delay = delay}; };
}

std::size_t
threads()
{
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& each :
       std::filesystem::directory_iterator{"/proc/self/task"}) {
    ++count;
  }
  return count;
}

std::string
what_of(const Result<Response>& answer)
{
  return answer ? std::to_string(answer->status) : answer.error().what;
}

} // namespace

BOOST_AUTO_TEST_SUITE(loop_test)

BOOST_AUTO_TEST_CASE(many_tenants_share_one_loop_and_no_thread_is_made_for_them)
{
  const LoopbackServer server{echoing(5ms)};
  const Redactor redactor;
  Loop loop;
  std::deque<Http> tenants;
  int answered = 0;
  std::size_t most_threads = 0;
  const auto before = threads();
  for (int i = 0; i < 60; ++i) {
    tenants.emplace_back(hasty_options(), redactor, loop);
    loop.start(pages_of(tenants.back(), server, 5), [&](int pages) {
      answered += pages;
      most_threads = std::max(most_threads, threads());
    });
  }

  loop.run();

  BOOST_TEST(answered == 300);
  BOOST_TEST(server.most_at_once() > 10U);
  // The server has a thread for each of its connections.
  BOOST_TEST(most_threads <= before + server.connections());
}

BOOST_AUTO_TEST_CASE(a_slow_tenant_does_not_hold_the_results_of_the_others)
{
  std::promise<void> quick_has_ended;
  const LoopbackServer slow{[&](const Received& request) {
    quick_has_ended.get_future().wait();
    return Reply{.body = request.target};
  }};
  const LoopbackServer quick{echoing()};
  const Redactor redactor;
  Loop loop;
  Http one{endless_options(), redactor, loop};
  Http other{endless_options(), redactor, loop};
  std::vector<std::string> order;

  loop.start(pages_of(one, slow, 1), [&](int) { order.emplace_back("slow"); });
  loop.start(pages_of(other, quick, 20), [&](int) {
    order.emplace_back("quick");
    quick_has_ended.set_value();
  });
  loop.run();

  BOOST_TEST((order == std::vector<std::string>{"quick", "slow"}));
}

BOOST_AUTO_TEST_CASE(wait_goes_on_with_the_others_and_gives_what_it_waited_for)
{
  const LoopbackServer server{echoing()};
  const Redactor redactor;
  Loop loop;
  Http http{hasty_options(), redactor, loop};
  int others = 0;
  loop.start(pages_of(http, server, 3), [&](int pages) { others = pages; });

  BOOST_TEST(loop.wait(pages_of(http, server, 30)) == 30);

  BOOST_TEST(others == 3);
}

BOOST_AUTO_TEST_CASE(what_blocks_stands_aside_and_holds_nobody)
{
  const LoopbackServer server{echoing()};
  const Redactor redactor;
  Loop loop;
  Http http{hasty_options(), redactor, loop};
  const auto own = std::this_thread::get_id();
  std::vector<std::string> order;
  std::promise<void> quick_has_ended;
  const auto blocking = [&]() -> Task<bool> {
    const auto work = [&] {
      quick_has_ended.get_future().wait();
      return std::this_thread::get_id();
    };
    const auto where = co_await loop.aside(work);
    order.emplace_back("aside");
    co_return where != own&& std::this_thread::get_id() == own;
  };

  bool apart = false;
  loop.start(blocking(), [&](bool given) { apart = given; });
  loop.start(pages_of(http, server, 10), [&](int) {
    order.emplace_back("quick");
    quick_has_ended.set_value();
  });
  loop.run();

  BOOST_TEST(apart);
  BOOST_TEST((order == std::vector<std::string>{"quick", "aside"}));
}

BOOST_AUTO_TEST_CASE(a_cancelled_loop_ends_all_of_its_tenants_at_once)
{
  const LoopbackServer server{[](const Received&) { return Reply{.fault = Fault::silence}; }};
  const Redactor redactor;
  Loop loop;
  Http one{endless_options(), redactor, loop};
  Http other{endless_options(), redactor, loop};
  std::vector<std::string> answers;
  for (Http* http : {&one, &other}) {
    loop.start(http->fetch(get(server.url("/"))),
               [&](const Result<Response>& answer) { answers.push_back(what_of(answer)); });
  }
  std::thread another{[&] {
    wait_for_requests(server, 2);
    loop.cancel();
  }};

  loop.run();
  another.join();

  BOOST_TEST_REQUIRE(answers.size() == 2U);
  for (const auto& answer : answers) {
    BOOST_TEST(answer.find("stopped before an answer came") != std::string::npos, answer);
  }
  BOOST_TEST(what_of(loop.wait(one.fetch(get(server.url("/"))))).find("stopped") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_tenant_that_drips_is_left_when_its_budget_is_spent)
{
  const LoopbackServer server{[](const Received&) {
    return Reply{.body = std::string(1000, 'x'), .fault = Fault::drip};
  }};
  const Redactor redactor;
  auto options = hasty_options();
  options.slowest_bytes_per_second = 0;
  Http http{options, redactor};
  http.spend_at_most(300ms);

  const auto answers = http.send_all(std::vector<Request>(6, get(server.url("/x"))));
  const auto later = http.send(get(server.url("/x")));

  for (const auto& answer : answers) {
    BOOST_TEST_REQUIRE(!answer.has_value());
    BOOST_TEST((answer.error().kind == Failure::unreachable));
    BOOST_TEST(answer.error().what ==
               "GET " + server.url("/x") +
                   ": the time budget of 1 s is used up. Look why the server is so slow, or "
                   "give the tenant more time with `budget:`.");
  }
  BOOST_TEST(!later.has_value());
  BOOST_TEST(server.requests() <= 4U); // As many as may be under way at one time.
}

BOOST_AUTO_TEST_CASE(waiting_for_a_limit_takes_nothing_of_the_budget)
{
  const LoopbackServer server{echoing()};
  const Redactor redactor;
  auto options = hasty_options();
  options.limits["default"] = Limit{.requests = 1, .per_seconds = 1};
  Http http{options, redactor};
  http.spend_at_most(2500ms); // Four take three seconds, nearly all of them waiting.

  const auto answers = http.send_all(std::vector<Request>(4, get(server.url("/"))));

  for (const auto& answer : answers) {
    BOOST_TEST(answer.has_value(), what_of(answer));
  }
}

BOOST_AUTO_TEST_CASE(waiting_because_the_server_asks_for_it_is_of_the_budget)
{
  const LoopbackServer server{[](const Received&) {
    return Reply{.status = 429, .headers = {{"Retry-After", "3"}}};
  }};
  const Redactor redactor;
  auto options = hasty_options();
  options.attempts = 5;
  Http http{options, redactor};
  http.spend_at_most(300ms);

  const auto answer = http.send(get(server.url("/")));

  BOOST_TEST(what_of(answer).find("time budget") != std::string::npos, what_of(answer));
}

BOOST_AUTO_TEST_SUITE_END()
