#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"
#include "tests/connectors/http/expect_failure.hpp"
#include "tests/connectors/http/hasty_options.hpp"
#include "tests/support/loopback_server.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>

using namespace klausur;
using namespace klausur::test;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(tls_test)

BOOST_AUTO_TEST_CASE(a_certificate_of_the_own_authority_is_accepted)
{
  const LoopbackServer server{[](const Received&) { return Reply{.body = "{}"}; },
                              Certificate::trusted};
  const Redactor redactor;
  auto options = hasty_options();
  options.ca_file = server.ca_file();
  Http http{options, redactor};

  const auto answer = http.send(get(server.url("/")));

  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->tls_version == "TLSv1.3");
}

BOOST_AUTO_TEST_CASE(a_bad_certificate_is_refused_before_anything_is_sent)
{
  for (const auto kind :
       {Certificate::untrusted, Certificate::expired, Certificate::wrong_name}) {
    const LoopbackServer server{[](const Received&) { return Reply{}; }, kind};
    const Redactor redactor;
    auto options = hasty_options();
    options.ca_file = server.ca_file();
    Http http{options, redactor};

    expect_failure(http.send(get(server.url("/"))), Failure::unreachable,
                   "the certificate is not to be trusted");
    BOOST_TEST(server.requests() == 0U);
  }
}

BOOST_AUTO_TEST_CASE(without_ca_file_an_own_authority_is_not_trusted)
{
  const LoopbackServer server{[](const Received&) { return Reply{}; }, Certificate::trusted};
  const Redactor redactor;
  Http http{hasty_options(), redactor};

  expect_failure(http.send(get(server.url("/"))), Failure::unreachable, "ca_file");
  BOOST_TEST(server.requests() == 0U);
}

BOOST_AUTO_TEST_CASE(an_unreadable_ca_file_is_named_as_such)
{
  const LoopbackServer server{[](const Received&) { return Reply{}; }, Certificate::trusted};
  const Redactor redactor;
  auto options = hasty_options();
  options.ca_file = "/nonexistent/ca.pem";
  Http http{options, redactor};

  expect_failure(http.send(get(server.url("/"))), Failure::invalid, "Check ca_file");
}

BOOST_AUTO_TEST_CASE(tls_to_a_server_that_speaks_none_is_unreachable)
{
  const LoopbackServer server{[](const Received&) { return Reply{}; }};
  const Redactor redactor;
  auto options = hasty_options();
  options.connect_timeout = 300ms;
  Http http{options, redactor};

  expect_failure(http.send(get("https://127.0.0.1:" + std::to_string(server.port()))),
                 Failure::unreachable, "GET https://127.0.0.1");
}

BOOST_AUTO_TEST_SUITE_END()
