#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"
#include "tests/connectors/http/hasty_options.hpp"
#include "tests/support/loopback_server.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace klausur;
using namespace klausur::test;

BOOST_AUTO_TEST_SUITE(redirect_test)

BOOST_AUTO_TEST_CASE(a_redirect_on_the_same_host_is_followed_with_the_credentials)
{
  const LoopbackServer server{[](const Received& request) {
    return request.target == "/old"
               ? Reply{.status = 308, .headers = {{"Location", "/new?a=1#part"}}}
               : Reply{.body = request.target};
  }};
  const Redactor redactor;
  Http http{hasty_options(), redactor};
  auto request = get(server.url("/old"));
  request.headers = {{"Authorization", "Bearer abc"}};

  const auto answer = http.send(request);

  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->body == "/new?a=1");
  BOOST_TEST(server.received().back().header("authorization") == "Bearer abc");
}

BOOST_AUTO_TEST_CASE(a_redirect_to_another_host_is_refused_and_nothing_is_sent_there)
{
  const LoopbackServer other{[](const Received&) { return Reply{}; }};
  const std::vector<std::string> locations = {other.url("/"),
                                              "//localhost/",
                                              "https://127.0.0.1/",
                                              "ftp://127.0.0.1/",
                                              "http://user:pass@127.0.0.1/",
                                              "file:///etc/passwd",
                                              "http://"};
  for (const auto& location : locations) {
    const LoopbackServer server{[&](const Received&) {
      return Reply{.status = 302, .headers = {{"Location", location}}};
    }};
    const Redactor redactor;
    Http http{hasty_options(), redactor};

    auto request = get(server.url("/"));
    request.headers = {{"Authorization", "Bearer abc"}};

    const auto answer = http.send(request);

    BOOST_TEST_REQUIRE(!answer.has_value(), location);
    BOOST_TEST((answer.error().kind == Failure::unexpected), answer.error().what);
    BOOST_TEST(server.requests() == 1U);
  }
  BOOST_TEST(other.connections() == 0U);
}

BOOST_AUTO_TEST_CASE(a_redirect_to_https_is_followed_by_what_carries_no_credentials)
{
  const LoopbackServer secure{[](const Received&) { return Reply{.body = "there"}; },
                              Certificate::trusted};
  const LoopbackServer plain{[&](const Received& request) {
    return Reply{.status = 301, .headers = {{"Location", secure.url(request.target)}}};
  }};
  auto options = hasty_options();
  options.ca_file = secure.ca_file();
  const Redactor redactor;
  Http http{options, redactor};

  const auto answer = http.send(get(plain.url("/a")));

  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->body == "there");
  BOOST_TEST(answer->url == secure.url("/a"));
}

BOOST_AUTO_TEST_CASE(a_redirect_to_http_is_not_followed_with_a_credential)
{
  std::string elsewhere;
  const LoopbackServer server{[&](const Received&) {
    return Reply{.status = 302, .headers = {{"Location", elsewhere}}};
  }};
  elsewhere = "http://tenant.invalid/";
  const LoopbackServer way{[](const Received&) { return Reply{.body = "{}"}; }};
  const Redactor redactor;
  Http http{hasty_options(), redactor};
  auto request = get(server.url("/"));
  request.headers = {{"Authorization", "Bearer constant"}};

  const auto answer = http.send(request);

  BOOST_TEST_REQUIRE(!answer.has_value());
  BOOST_TEST(answer.error().what.find("another host") != std::string::npos);
  BOOST_TEST(server.requests() == 1U);
}

BOOST_AUTO_TEST_CASE(redirects_in_a_circle_end)
{
  const LoopbackServer server{[](const Received&) {
    return Reply{.status = 302, .headers = {{"Location", "/again"}}};
  }};
  const Redactor redactor;
  Http http{hasty_options(), redactor};

  const auto answer = http.send(get(server.url("/")));

  BOOST_TEST_REQUIRE(!answer.has_value());
  BOOST_TEST((answer.error().kind == Failure::unexpected));
  BOOST_TEST(server.requests() == 6U);
}

BOOST_AUTO_TEST_CASE(a_redirected_write_is_an_error_and_not_followed)
{
  const LoopbackServer server{[](const Received&) {
    return Reply{.status = 307, .headers = {{"Location", "/new"}}};
  }};
  const Redactor redactor;
  Http http{hasty_options(), redactor};

  const auto answer = http.send(write("POST", server.url("/")));

  BOOST_TEST_REQUIRE(!answer.has_value());
  BOOST_TEST((answer.error().kind == Failure::unexpected));
  BOOST_TEST(server.requests() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
