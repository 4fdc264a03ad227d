#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"
#include "tests/connectors/http/hasty_options.hpp"
#include "tests/support/loopback_server.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace klausur;
using namespace klausur::test;

BOOST_AUTO_TEST_SUITE(request_check_test)

BOOST_AUTO_TEST_CASE(a_credential_goes_over_http_beyond_this_machine_only_when_that_is_said)
{
  const LoopbackServer way{[](const Received&) { return Reply{.body = "{}"}; }};
  Redactor redactor;
  redactor.add("planted-s3cr3t");
  auto options = hasty_options();
  options.proxy = way.url(); // What stands on the way sees all that goes to tenant.invalid.
  const std::string open_to_all = "http://tenant.invalid/settings";
  auto by_header = get(open_to_all);
  by_header.headers = {{"AUTHORIZATION", "Bearer unknown-to-all"}};
  auto by_other_header = get(open_to_all);
  by_other_header.headers = {{"X-Key", "planted-s3cr3t"}};
  const auto in_form = write("POST", open_to_all, "client_secret=planted-s3cr3t");
  const auto in_address = get(open_to_all + "?key=planted-s3cr3t");

  Http http{options, redactor};
  options.insecure = true;
  Http insecure{options, redactor};
  for (const auto& request : {by_header, by_other_header, in_form, in_address}) {
    const auto before = way.requests();
    const auto refused = http.send(request);

    BOOST_TEST_REQUIRE(!refused.has_value());
    BOOST_TEST((refused.error().kind == Failure::invalid));
    BOOST_TEST(refused.error().what.find("`insecure: true`") != std::string::npos);
    BOOST_TEST(refused.error().what.find("planted") == std::string::npos);
    BOOST_TEST(way.requests() == before);
    BOOST_TEST(insecure.send(request).has_value());
  }
  BOOST_TEST(http.send(get(open_to_all)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
