#include "connectors/rest/rest.hpp"
#include "tests/connectors/rest/desk.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>

using namespace klausur;
using namespace klausur::test;

BOOST_AUTO_TEST_SUITE(template_test)

BOOST_AUTO_TEST_CASE(blanks_in_path_query_and_form_are_filled_and_encoded)
{
  Desk desk{[](const Received&) { return Reply{.body = "{}"}; }};
  desk.tenant.base_url += "/sub//";
  desk.tenant.auth = {{"org", "a/b c"}};
  desk.add({.name = "one",
            .read = {.path = "/o/{auth.org}?v=1",
                     .query = {{"from", "{date-30d}"},
                               {"since", "{unix-1d}"},
                               {"at", "{time-0d}"},
                               {"of", "{auth.org?}"},
                               {"none", "{auth.nobody?}"}}}});
  desk.add({.name = "two",
            .read = {.method = "POST", .path = "/m", .query = {{"org", "{auth.org}"}}}});
  PlainDialect dialect;

  BOOST_TEST(
      wait(desk.at, RestReader(desk.at, dialect).read()).find("one")->content.has_value());

  auto received = desk.server.received();
  std::ranges::sort(received, {}, &Received::method);
  BOOST_TEST(
      received[0].target ==
      "/sub/o/"
      "a%2Fb%20c?v=1&at=2001-09-09T01%3A46%3A40Z&from=2001-08-10&of=a%2Fb%20c&since=999913600");
  BOOST_TEST(received[1].target == "/sub/m");
  BOOST_TEST(received[1].body == "org=a%2Fb%20c");
  BOOST_TEST(received[1].header("content-type") == "application/x-www-form-urlencoded");
}

BOOST_AUTO_TEST_CASE(a_blank_of_a_parameter_reaches_one_day_further_than_the_parameter)
{
  for (const auto& [parameters, date] : std::vector<std::pair<std::string, std::string>>{
           {"{}", "2001-08-09"},
           {R"({"max_days":6})", "2001-09-02"},
           {R"({"max_days":"all"})", "2001-08-09"}}) {
    Desk desk{[](const Received&) { return Reply{.body = "{}"}; }};
    desk.tenant.parameters = parse_json(parameters).value();
    desk.add({.name = "one", .read = {.path = "/", .query = {{"to", "{date-31d:max_days}"}}}});
    PlainDialect dialect;

    BOOST_TEST(
        wait(desk.at, RestReader(desk.at, dialect).read_document("one")).content.has_value());
    BOOST_TEST(desk.server.received().front().target == "/?to=" + date);
  }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_filled_is_an_invalid_gap_and_nothing_is_sent)
{
  Desk desk{[](const Received&) { return Reply{.body = "{}"}; }};
  desk.tenant.auth = {{"key", "env:KLAUSUR_TEST_THAT_IS_NOT_SET"}};
  desk.add({.name = "unknown", .read = {.path = "/{who}"}});
  desk.add({.name = "missing", .read = {.path = "/{auth.org}"}});
  desk.add({.name = "unset", .read = {.path = "/{auth.key}"}});
  desk.add({.name = "nowhere", .read = {.path = "/x", .host = "audit"}});
  PlainDialect dialect;

  const auto snapshot = wait(desk.at, RestReader{desk.at, dialect}.read());

  for (const auto* name : {"unknown", "missing", "unset", "nowhere"}) {
    BOOST_TEST(said(snapshot, name).starts_with("invalid: "), said(snapshot, name));
  }
  BOOST_TEST(has(said(snapshot, "unset"), "KLAUSUR_TEST_THAT_IS_NOT_SET"));
  BOOST_TEST(desk.server.requests() == 0U);
}

BOOST_AUTO_TEST_CASE(our_own_query_wins_over_what_an_address_carries_drops_or_repeats)
{
  const Parameters own{{"hasChat", "true"}, {"max", "100"}};

  for (const auto& [url, expected] : std::vector<std::pair<std::string, std::string>>{
           {"https://a/b?c=1&max=100&hasChat=true", "https://a/b?c=1&max=100&hasChat=true"},
           {"https://a/b?c=1", "https://a/b?c=1&hasChat=true&max=100"},
           {"https://a/b?max=5&c=x%2Fy&max=7", "https://a/b?max=100&c=x%2Fy&hasChat=true"},
           {"https://a/b?has%43hat=false&&max", "https://a/b?hasChat=true&max=100"},
           {"https://a/b", "https://a/b?hasChat=true&max=100"},
           {"https://a/b?", "https://a/b?hasChat=true&max=100"}}) {
    BOOST_TEST(with_own_query(url, own) == expected);
  }
  BOOST_TEST(with_own_query("https://a/b?c=1&c=2", {}) == "https://a/b?c=1&c=2");
}

BOOST_AUTO_TEST_SUITE_END()
