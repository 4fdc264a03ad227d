#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"
#include "connectors/http/transfer.hpp"
#include "tests/connectors/http/expect_failure.hpp"
#include "tests/connectors/http/hasty_options.hpp"
#include "tests/support/loopback_server.hpp"

#include <boost/test/unit_test.hpp>
#include <zlib.h>

#include <chrono>
#include <cstdlib>

using namespace klausur;
using namespace klausur::test;
using namespace std::chrono_literals;

namespace {

/// Sends one GET to a server that always gives `reply`.
Result<Response>
answer_to(Reply reply, HttpOptions options = hasty_options())
{
  const LoopbackServer server{[&](const Received&) { return reply; }};
  const Redactor redactor;
  Http http{std::move(options), redactor};
  return http.send(get(server.url("/settings?page=2")));
}

std::string
gzip(const std::string& text)
{
  std::string packed(text.size() + 1024, '\0');
  z_stream stream{};
  BOOST_TEST_REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) ==
                     Z_OK);
  std::string copy = text;
  stream.next_in = reinterpret_cast<unsigned char*>(copy.data());
  stream.avail_in = static_cast<unsigned>(copy.size());
  stream.next_out = reinterpret_cast<unsigned char*>(packed.data());
  stream.avail_out = static_cast<unsigned>(packed.size());
  BOOST_TEST_REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

} // namespace

BOOST_AUTO_TEST_SUITE(transfer_test)

BOOST_AUTO_TEST_CASE(every_status_is_an_answer_and_comes_once)
{
  for (const int status : {200, 201, 204, 301, 400, 401, 403, 404, 410, 500, 501}) {
    const LoopbackServer server{[&](const Received&) { return Reply{.status = status}; }};
    const Redactor redactor;
    auto options = hasty_options();
    options.attempts = 4;
    Http http{options, redactor};

    const auto answer = http.send(get(server.url("/")));

    BOOST_TEST_REQUIRE(answer.has_value(), status);
    BOOST_TEST(answer->status == status);
    BOOST_TEST(server.requests() == 1U, status);
  }
}

BOOST_AUTO_TEST_CASE(headers_are_found_in_lower_case_and_without_spaces_around)
{
  const auto answer =
      answer_to({.body = "{}",
                 .headers = {{"X-Kind", "  first \t"}, {"x-kind", "second"}, {"X-Empty", ""}}});

  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->header("x-kind") == "first");
  BOOST_TEST(answer->header("x-empty") == "");
  BOOST_TEST(answer->header("x-missing") == "");
  BOOST_TEST(answer->tls_version == "");
}

BOOST_AUTO_TEST_CASE(methods_bodies_and_headers_arrive_as_they_were_given)
{
  const LoopbackServer server{[](const Received&) { return Reply{}; }};
  const Redactor redactor;
  Http http{hasty_options(), redactor};
  auto patch = write("PATCH", server.url("/a"), "{\"b\":1}");
  patch.headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}};
  const std::vector requests = {patch, write("POST", server.url("/b"), ""),
                                write("PUT", server.url("/c"), std::string(2'000'000, 'x')),
                                write("DELETE", server.url("/d"), ""),
                                write("HEAD", server.url("/e"), "")};

  for (const auto& request : requests) {
    BOOST_TEST_REQUIRE(http.send(request).has_value());
  }

  const auto received = server.received();
  for (std::size_t i = 0; i < requests.size(); ++i) {
    BOOST_TEST(received[i].method == requests[i].method);
    BOOST_TEST((received[i].body == requests[i].body), requests[i].method);
  }
  BOOST_TEST(received[0].header("content-type") == "application/json");
  BOOST_TEST(received[0].headers.contains("x-empty"));
  BOOST_TEST(!received[1].headers.contains("content-type"));
  BOOST_TEST(received[1].header("content-length") == "0");
  BOOST_TEST(!received[2].headers.contains("expect"));
}

BOOST_AUTO_TEST_CASE(a_host_where_nobody_listens_is_unreachable_and_the_error_says_where)
{
  const auto url = "http://127.0.0.1:" + std::to_string(unused_port());
  const Redactor redactor;
  Http http{hasty_options(), redactor};

  const auto answer = http.send(get(url + "/settings?token=x"));

  expect_failure(answer, Failure::unreachable, "GET " + url + "/settings: no connection");
  expect_failure(answer, Failure::unreachable, "Check the address");
}

BOOST_AUTO_TEST_CASE(a_host_without_an_address_is_unreachable)
{
  const Redactor redactor;
  Http http{hasty_options(), redactor};

  expect_failure(http.send(get("http://nowhere.invalid/")), Failure::unreachable, "nowhere");
}

BOOST_AUTO_TEST_CASE(a_server_that_never_answers_is_left_after_the_idle_timeout)
{
  auto options = hasty_options();
  options.idle_timeout = 150ms;
  options.total_timeout = std::chrono::hours{1};
  const auto start = std::chrono::steady_clock::now();

  const auto answer = answer_to({.fault = Fault::silence}, options);

  expect_failure(answer, Failure::unreachable, "no answer in time (idle for 0.15 s");
  BOOST_TEST((std::chrono::steady_clock::now() - start >= 150ms));
}

BOOST_AUTO_TEST_CASE(an_answer_that_drips_is_left_although_it_is_never_idle)
{
  auto options = hasty_options();
  options.idle_timeout = 200ms;
  options.slowest_bytes_per_second = 1000;

  const auto answer = answer_to(
      {.body = std::string(1000, 'x'), .fault = Fault::drip, .drip_every = 20ms}, options);

  expect_failure(answer, Failure::unreachable, "slower than 1000 bytes/s");
}

BOOST_AUTO_TEST_CASE(a_slow_answer_above_the_limit_is_waited_for)
{
  auto options = hasty_options();
  options.idle_timeout = 200ms;
  options.slowest_bytes_per_second = 10;

  const auto answer = answer_to(
      {.body = std::string(30, 'x'), .fault = Fault::drip, .drip_every = 20ms}, options);

  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->body.size() == 30U);
}

BOOST_AUTO_TEST_CASE(one_attempt_ends_after_the_total_timeout)
{
  auto options = hasty_options();
  options.total_timeout = 200ms;

  const auto answer = answer_to(
      {.body = std::string(1000, 'x'), .fault = Fault::drip, .drip_every = 20ms}, options);

  expect_failure(answer, Failure::unreachable, "no answer in time");
}

BOOST_AUTO_TEST_CASE(a_truncated_answer_is_no_answer)
{
  const auto answer = answer_to({.body = "{\"a\": true}", .fault = Fault::truncate});

  expect_failure(answer, Failure::unreachable, "the answer was cut short");
}

BOOST_AUTO_TEST_CASE(a_promise_of_more_bytes_than_come_is_no_answer)
{
  auto options = hasty_options();
  options.idle_timeout = 150ms;

  const auto answer = answer_to({.body = "{}", .headers = {{"Content-Length", "5"}}}, options);

  expect_failure(answer, Failure::unreachable, "no answer in time");
}

BOOST_AUTO_TEST_CASE(bytes_after_the_promised_end_do_not_reach_the_next_answer)
{
  const LoopbackServer server{[](const Received& request) {
    return request.target == "/long"
               ? Reply{.body = "{}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
                       .headers = {{"Content-Length", "2"}}}
               : Reply{.body = "good"};
  }};
  const Redactor redactor;
  Http http{hasty_options(), redactor};

  const auto first = http.send(get(server.url("/long")));
  const auto second = http.send(get(server.url("/next")));

  BOOST_TEST_REQUIRE((first.has_value() && second.has_value()));
  BOOST_TEST(first->body == "{}");
  BOOST_TEST(second->body == "good");
}

BOOST_AUTO_TEST_CASE(a_lost_connection_is_unreachable)
{
  expect_failure(answer_to({.fault = Fault::hang_up}), Failure::unreachable,
                 "the connection was lost");
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_no_http_is_unexpected)
{
  expect_failure(answer_to({.body = "SSH-2.0-OpenSSH_9.2\r\n", .fault = Fault::garbage}),
                 Failure::unexpected, "no readable HTTP answer");
}

BOOST_AUTO_TEST_CASE(a_gigabyte_is_refused_at_the_cap_and_not_collected)
{
  auto options = hasty_options();
  options.largest_body = 1 << 20;

  expect_failure(answer_to({.fault = Fault::endless}, options), Failure::unexpected,
                 "the answer is larger than 1048576 bytes");
}

BOOST_AUTO_TEST_CASE(a_promised_gigabyte_is_refused_before_it_comes)
{
  const auto answer = answer_to({.body = "x", .headers = {{"Content-Length", "1073741824"}}});

  expect_failure(answer, Failure::unexpected, "the answer is larger than 33554432 bytes");
}

BOOST_AUTO_TEST_CASE(a_body_of_exactly_the_cap_is_taken_and_one_byte_more_is_not)
{
  auto options = hasty_options();
  options.largest_body = 1000;

  BOOST_TEST(answer_to({.body = std::string(1000, 'x')}, options).has_value());
  BOOST_TEST(!answer_to({.body = std::string(1001, 'x')}, options).has_value());
}

BOOST_AUTO_TEST_CASE(compressed_answers_are_unpacked)
{
  const std::string text(5000, 'k');
  const auto answer =
      answer_to({.body = gzip(text), .headers = {{"Content-Encoding", "gzip"}}});

  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST((answer->body == text));
}

BOOST_AUTO_TEST_CASE(the_cap_counts_unpacked_bytes)
{
  auto options = hasty_options();
  options.largest_body = 100'000;
  const auto packed = gzip(std::string(10'000'000, ' '));
  BOOST_TEST_REQUIRE(packed.size() < options.largest_body);

  const auto answer =
      answer_to({.body = packed, .headers = {{"Content-Encoding", "gzip"}}}, options);

  expect_failure(answer, Failure::unexpected, "larger than 100000 bytes");
}

BOOST_AUTO_TEST_CASE(what_claims_to_be_compressed_and_is_not_is_unexpected)
{
  expect_failure(
      answer_to({.body = "not gzip at all", .headers = {{"Content-Encoding", "gzip"}}}),
      Failure::unexpected, "cannot be decompressed");
}

BOOST_AUTO_TEST_CASE(an_endless_head_is_unexpected)
{
  Reply reply;
  for (int i = 0; i < 400; ++i) {
    reply.headers.emplace_back("X-Filler", std::string(1000, 'x'));
  }

  BOOST_TEST(!answer_to(reply).has_value());
}

BOOST_AUTO_TEST_CASE(a_proxy_is_used_when_it_is_named)
{
  const LoopbackServer proxy{[](const Received&) { return Reply{.body = "by proxy"}; }};
  const Redactor redactor;
  auto options = hasty_options();
  options.proxy = proxy.url();
  Http http{options, redactor};

  const auto answer = http.send(get("http://tenant.invalid/settings"));

  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->body == "by proxy");
  BOOST_TEST(proxy.received().front().target == "http://tenant.invalid/settings");
}

BOOST_AUTO_TEST_CASE(a_proxy_of_the_environment_is_not_used)
{
  const LoopbackServer server{[](const Received&) { return Reply{.body = "straight"}; }};
  const LoopbackServer proxy{[](const Received&) { return Reply{.body = "by proxy"}; }};
  ::setenv("http_proxy", proxy.url().c_str(), 1); // NOLINT(concurrency-mt-unsafe)
  const Redactor redactor;
  Http http{hasty_options(), redactor};

  const auto answer = http.send(get(server.url("/")));
  ::unsetenv("http_proxy"); // NOLINT(concurrency-mt-unsafe)

  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->body == "straight");
  BOOST_TEST(proxy.requests() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
