#include "connectors/rest/rest.hpp"
#include "tests/connectors/rest/desk.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using namespace klausur::test;

namespace {

/// Sites of which one is the default; boards that come in one list and are written singly.
void
add_documents(Desk& desk)
{
  desk.add({.name = "sites", .read = {.path = "/sites"}});
  desk.add({.name = "site/*",
            .read = {.path = "/site/{id}"},
            .write = {.method = "PATCH",
                      .path = "/site",
                      .where = parse_address("sites#/*/default").value()}});
  desk.add({.name = "boards",
            .read = {.path = "/boards"},
            .write = {.method = "PUT", .path = "/boards/{id}", .each = "board/*"}});
  desk.add({.name = "board/*",
            .read = {.path = "/boards/{id}"},
            .write = {.method = "PUT", .path = "/boards/{id}", .body = Write::Body::query}});
}

std::vector<Change>
changes_of(const std::vector<std::string>& settings)
{
  std::vector<Change> changes;
  for (const auto& setting : settings) {
    changes.push_back({.setting = setting, .to = parse_json("false").value()});
  }
  return changes;
}

struct Written
{
  Result<void> result;
  std::vector<std::string> sent;
};

Written
write(const LoopbackServer::Handler& server, std::string_view document,
      const std::vector<std::string>& settings)
{
  Desk desk{server};
  add_documents(desk);
  PlainDialect dialect;
  RestReader reader{desk.at, dialect};
  const auto changes = changes_of(settings);
  Written written{.result = wait(desk.at, reader.write(std::string{document}, changes)),
                  .sent = {}};
  for (const auto& request : desk.server.received()) {
    written.sent.push_back(request.method + " " + request.target);
  }
  return written;
}

Reply
sites(const Received&)
{
  return {.body = R"({"a.example.org":{"default":true},"b.example.org":{"default":false}})"};
}

} // namespace

BOOST_AUTO_TEST_SUITE(write_test)

BOOST_AUTO_TEST_CASE(a_member_for_which_it_is_true_is_written)
{
  const auto written = write(sites, "site/a.example.org", {"site/a.example.org#/on"});

  BOOST_TEST(written.result.has_value());
  BOOST_TEST(written.sent == (std::vector<std::string>{"GET /sites", "PATCH /site"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_member_for_which_it_is_not_true_is_never_written)
{
  for (const char* site : {"site/b.example.org", "site/c.example.org"}) {
    const auto written = write(sites, site, {std::string{site} + "#/on"});

    BOOST_TEST_REQUIRE(!written.result.has_value());
    BOOST_TEST((written.result.error().kind == Failure::unsupported));
    BOOST_TEST(written.sent == std::vector<std::string>{"GET /sites"},
               boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_written_where_nobody_knows_whether_it_is_true)
{
  const auto broken = [](const Received&) { return Reply{.status = 403}; };
  const auto written = write(broken, "site/a.example.org", {"site/a.example.org#/on"});

  BOOST_TEST_REQUIRE(!written.result.has_value());
  BOOST_TEST((written.result.error().kind == Failure::forbidden));
  BOOST_TEST(written.sent.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_member_that_is_refused_does_not_keep_the_others_from_being_written)
{
  const auto one_refused = [](const Received& request) {
    return request.target.starts_with("/boards/1") ? Reply{.status = 403} : Reply{.body = "{}"};
  };
  const auto written = write(one_refused, "boards", {"boards#/1/on", "boards#/2/prefs/on"});

  BOOST_TEST_REQUIRE(!written.result.has_value());
  BOOST_TEST(has(written.result.error().what, "PUT /boards/1"));
  BOOST_TEST(written.sent == (std::vector<std::string>{"PUT /boards/1?on=false",
                                                       "PUT /boards/2?prefs%2Fon=false"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_server_that_is_down_is_not_asked_for_the_other_members)
{
  const auto down = [](const Received&) { return Reply{.status = 503}; };
  const auto written = write(down, "boards", {"boards#/1/on", "boards#/2/on"});

  BOOST_TEST_REQUIRE(!written.result.has_value());
  BOOST_TEST((written.result.error().kind == Failure::unreachable));
  BOOST_TEST(written.sent.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_list_itself_is_no_setting_of_a_member)
{
  const auto written = write(sites, "boards", {"boards#/1"});

  BOOST_TEST_REQUIRE(!written.result.has_value());
  BOOST_TEST((written.result.error().kind == Failure::invalid));
  BOOST_TEST(written.sent.empty());
}

BOOST_AUTO_TEST_SUITE_END()
