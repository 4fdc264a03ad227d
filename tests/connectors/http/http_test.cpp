#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"
#include "tests/connectors/http/hasty_options.hpp"
#include "tests/support/http2_server.hpp"
#include "tests/support/loopback_server.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <thread>

using namespace klausur;
using namespace klausur::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* k_secret = "s3cr3t/to+ken?x7f";

/// Everything that goes wrong, with the secret in the URL's query, in a header that the
/// server echoes, and in the body.
std::vector<Reply>
echoing_faults(const std::string& secret)
{
  const std::vector<std::pair<std::string, std::string>> echo = {{"X-Echo", secret}};
  std::vector<Reply> replies;
  for (const auto fault : {Fault::hang_up, Fault::truncate, Fault::drip, Fault::silence,
                           Fault::garbage, Fault::endless}) {
    replies.push_back({.body = secret + secret, .headers = echo, .fault = fault});
  }
  for (const auto& location : {"http://" + secret + ".invalid/" + secret,
                               "http://u:" + secret + "@127.0.0.1/", secret + "://x"}) {
    replies.push_back({.status = 302, .headers = {{"Location", location}}});
  }
  replies.push_back({.body = secret, .headers = {{"Content-Encoding", "gzip"}}});
  replies.push_back({.body = secret, .headers = {{"Content-Length", secret}}});
  replies.push_back({.status = 429, .headers = {{"Retry-After", "999999"}}});
  return replies;
}

} // namespace

BOOST_AUTO_TEST_SUITE(http_test)

BOOST_AUTO_TEST_CASE(answer_i_belongs_to_request_i)
{
  const LoopbackServer server{[](const Received& request) {
    return Reply{.body = request.target, .delay = request.target.back() % 4 * 5ms};
  }};
  const Redactor redactor;
  Http http{hasty_options(), redactor};
  std::vector<Request> requests;
  for (int i = 0; i < 50; ++i) {
    requests.push_back(get(server.url("/" + std::to_string(i))));
  }

  const auto answers = http.send_all(requests);

  BOOST_TEST_REQUIRE(answers.size() == 50U);
  for (int i = 0; i < 50; ++i) {
    BOOST_TEST_REQUIRE(answers[static_cast<std::size_t>(i)].has_value());
    BOOST_TEST(answers[static_cast<std::size_t>(i)]->body == "/" + std::to_string(i));
  }
}

BOOST_AUTO_TEST_CASE(no_requests_give_no_answers)
{
  const Redactor redactor;
  Http http{hasty_options(), redactor};

  BOOST_TEST(http.send_all({}).empty());
}

BOOST_AUTO_TEST_CASE(one_request_that_fails_does_not_stop_the_others)
{
  const LoopbackServer server{[](const Received&) { return Reply{}; }};
  const Redactor redactor;
  Http http{hasty_options(), redactor};

  const auto answers = http.send_all(
      std::vector{get("http://127.0.0.1:" + std::to_string(unused_port())),
                  get(server.url("/")), get("not an address"), get(server.url("/"))});

  BOOST_TEST(!answers[0].has_value());
  BOOST_TEST(answers[1].has_value());
  BOOST_TEST(!answers[2].has_value());
  BOOST_TEST(answers[3].has_value());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_asked_is_invalid_and_nothing_is_sent)
{
  const LoopbackServer server{[](const Received&) { return Reply{}; }};
  std::vector<Request> requests;
  for (const auto* url : {"", "/settings", "example.org", "ftp://127.0.0.1/", "http://",
                          "file:///etc/passwd", "http://user:word@127.0.0.1/", "http://a b/"}) {
    requests.push_back(get(url));
  }
  for (const auto& header :
       std::vector<std::pair<std::string, std::string>>{{"X-A", "a\r\nX-B: b"},
                                                        {"X-A\r\nX-B", "b"},
                                                        {"", "x"},
                                                        {"X-A", "a\n"},
                                                        {"A:", "b"}}) {
    requests.push_back(get(server.url("/")));
    requests.back().headers = {header};
  }
  requests.push_back(get(server.url("/")));
  requests.back().method = "GET /x HTTP/1.1\r\n";
  const Redactor redactor;
  Http http{hasty_options(), redactor};

  const auto answers = http.send_all(requests);

  for (std::size_t i = 0; i < answers.size(); ++i) {
    BOOST_TEST_REQUIRE(!answers[i].has_value(), i << " " << requests[i].url);
    BOOST_TEST((answers[i].error().kind == Failure::invalid), answers[i].error().what);
  }
  BOOST_TEST(server.connections() == 0U);
}

BOOST_AUTO_TEST_CASE(no_secret_is_in_the_text_of_any_error)
{
  Redactor redactor;
  redactor.add(k_secret);
  auto options = hasty_options();
  options.idle_timeout = 100ms;
  options.largest_body = 100'000;
  for (const auto& reply : echoing_faults(k_secret)) {
    const LoopbackServer server{[&](const Received&) { return reply; }};
    Http http{options, redactor};
    for (const std::string place : {"/?token=", "/hooks/"}) {
      auto request = get(server.url(place + k_secret));
      request.headers = {{"Authorization", std::string{"Bearer "} + k_secret}};

      const auto answers = http.send_all(std::vector<Request>(2, request));

      for (const auto& answer : answers) {
        const std::string text = answer ? "" : answer.error().what;
        BOOST_TEST(text.find(std::string{k_secret}.substr(0, 6)) == std::string::npos, text);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_secret_address_is_not_in_the_text_of_an_error)
{
  const auto address =
      "http://127.0.0.1:" + std::to_string(unused_port()) + "/services/T0/B0/xyzzy";
  Redactor redactor;
  redactor.add(address);
  Http http{hasty_options(), redactor};

  const auto answer = http.send(write("POST", address + "?wait=1"));

  BOOST_TEST_REQUIRE(!answer.has_value());
  BOOST_TEST(answer.error().what.find("xyzzy") == std::string::npos, answer.error().what);
}

BOOST_AUTO_TEST_CASE(a_secret_is_not_in_the_librarys_own_words_either)
{
  Redactor redactor;
  redactor.add("xyzzy-host");
  Http http{hasty_options(), redactor};

  const auto answer = http.send(get("https://xyzzy-host.invalid/"));

  BOOST_TEST_REQUIRE(!answer.has_value());
  BOOST_TEST(answer.error().what.find("xyzzy") == std::string::npos, answer.error().what);
  BOOST_TEST(answer.error().what.find("(Could not resolve host: ***.invalid)") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_cancelled_send_ends_at_once_and_later_ones_do_not_begin)
{
  const LoopbackServer server{[](const Received&) { return Reply{.fault = Fault::silence}; }};
  const Redactor redactor;
  Http http{endless_options(), redactor};
  std::thread other{[&] {
    wait_for_requests(server, 4); // As many as may be under way at one time.
    http.cancel();
  }};

  const auto answers = http.send_all(std::vector<Request>(10, get(server.url("/"))));
  other.join();
  const auto later = http.send(get(server.url("/")));

  BOOST_TEST(server.requests() == 4U);
  for (const auto& answer : answers) {
    BOOST_TEST_REQUIRE(!answer.has_value());
    BOOST_TEST((answer.error().kind == Failure::unreachable));
    BOOST_TEST(answer.error().what.find("stopped") != std::string::npos);
  }
  BOOST_TEST_REQUIRE(!later.has_value());
  BOOST_TEST(later.error().what.find("stopped") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_send_that_waits_for_its_next_attempt_can_be_cancelled)
{
  const LoopbackServer server{[](const Received&) {
    return Reply{.status = 503, .headers = {{"Retry-After", "3600"}}};
  }};
  const Redactor redactor;
  auto options = endless_options();
  options.attempts = 4;
  Http http{options, redactor};
  std::thread other{[&] {
    wait_for_requests(server, 1);
    http.cancel();
  }};

  const auto answer = http.send(get(server.url("/")));
  other.join();

  BOOST_TEST(server.requests() == 1U);
  BOOST_TEST_REQUIRE(!answer.has_value());
}

BOOST_AUTO_TEST_CASE(one_connection_of_http_2_serves_many_requests_at_one_time)
{
  const Http2Server server{4};
  const Redactor redactor;
  auto options = hasty_options();
  options.ca_file = server.ca_file();
  options.concurrency = 4;
  Http http{options, redactor};
  const std::vector requests(8, get(server.url("/settings")));

  for (const auto& answer : http.send_all(requests)) {
    BOOST_TEST_REQUIRE(answer.has_value(), (answer ? "" : answer.error().what));
    BOOST_TEST(answer->body == "{}");
  }

  BOOST_TEST(server.requests() == 8U);
  BOOST_TEST(server.connections() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
