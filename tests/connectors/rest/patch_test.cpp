#include "connectors/rest/patch.hpp"
#include "connectors/rest/rest.hpp"
#include "tests/connectors/rest/desk.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using namespace klausur::test;

namespace {

std::vector<Change>
changes(const std::vector<std::pair<std::string, std::string>>& list)
{
  std::vector<Change> all;
  for (const auto& [setting, to] : list) {
    all.push_back({.setting = setting, .to = *parse_json(to)});
  }
  return all;
}

/// A document that is written with `form`, on a server that answers every request alike.
struct Writing
{
  explicit Writing(Reply reply, Write::Body form = Write::Body::json)
      : desk{[reply = std::move(reply)](const Received&) { return reply; }, /*attempts=*/3}
  {
    desk.add(
        {.name = "boards/*",
         .read = {.path = "/boards/{id}"},
         .write = {.method = "PUT", .path = "/boards/{id}?v=1", .body = form},
         .needs = {.read = {.scopes = {"board:read"}}, .write = {.scopes = {"board:write"}}}});
  }

  Result<void> write(const std::vector<Change>& list)
  {
    PlainDialect dialect;
    return wait(desk.at, RestReader{desk.at, dialect}.write("boards/7", list));
  }

  Desk desk;
};

} // namespace

BOOST_AUTO_TEST_SUITE(patch_test)

BOOST_AUTO_TEST_CASE(changes_become_one_nested_object)
{
  const auto body =
      merged(changes({{"d#/a/b", "1"}, {"d#/a/c~1d", "[true,null]"}, {"d#/e", "\"x\""}}));

  BOOST_TEST(to_text(*body) == R"({"a":{"b":1,"c/d":[true,null]},"e":"x"})");
}

BOOST_AUTO_TEST_CASE(changes_that_contradict_or_name_no_single_setting_are_refused)
{
  for (const auto& bad :
       {changes({{"d#/a", "1"}, {"d#/a", "2"}}), changes({{"d#/a", "{}"}, {"d#/a/b", "2"}}),
        changes({{"d#/a/b", "2"}, {"d#/a", "{}"}}), changes({{"d#", "1"}}),
        changes({{"d#/*/a", "1"}}), changes({{"no address", "1"}})}) {
    const auto body = merged(bad);
    BOOST_TEST_REQUIRE(!body.has_value());
    BOOST_TEST((body.error().kind == Failure::invalid), body.error().what);
  }
}

BOOST_AUTO_TEST_CASE(a_member_of_a_list_cannot_be_written_alone)
{
  const auto body = merged(changes({{"d#/list/0/a", "1"}}));

  BOOST_TEST_REQUIRE(!body.has_value());
  BOOST_TEST((body.error().kind == Failure::unsupported));
}

BOOST_AUTO_TEST_CASE(the_body_arrives_as_the_manifest_says)
{
  struct Row
  {
    Write::Body form;
    std::string target, body, type;
  };
  const std::vector<Row> rows = {
      {Write::Body::json, "/boards/7?v=1", R"({"prefs":{"selfJoin":false,"who":"a b"}})",
       "application/json"},
      {Write::Body::query, "/boards/7?v=1&prefs%2FselfJoin=false&prefs%2Fwho=a%20b", "", ""},
      {Write::Body::form, "/boards/7?v=1", "prefs%2FselfJoin=false&prefs%2Fwho=a%20b",
       "application/x-www-form-urlencoded"}};
  for (const auto& row : rows) {
    Writing writing{{.status = 204}, row.form};

    const auto written = writing.write(
        changes({{"boards/7#/prefs/selfJoin", "false"}, {"boards/7#/prefs/who", "\"a b\""}}));

    BOOST_TEST_REQUIRE(written.has_value());
    const auto received = writing.desk.server.received();
    BOOST_TEST_REQUIRE(received.size() == 1U);
    BOOST_TEST(received[0].method == "PUT");
    BOOST_TEST(received[0].target == row.target);
    BOOST_TEST(received[0].body == row.body);
    BOOST_TEST(received[0].header("content-type") == row.type);
    BOOST_TEST(received[0].header("authorization") == "Bearer constant");
  }
}

BOOST_AUTO_TEST_CASE(what_an_api_wants_along_is_read_first_and_sent_as_it_is)
{
  struct Row
  {
    const char *change, *body;
  };
  for (const auto& row : {Row{"boards/7#/prefs/self", R"({"prefs":{"self":1,"tone":"Beep"}})"},
                          Row{"boards/7#/prefs/tone", R"({"prefs":{"tone":1}})"},
                          Row{"boards/7#/other/self", R"({"other":{"self":1}})"}}) {
    Writing writing{{.body = R"({"prefs":{"self":0,"tone":"Beep","pin":4711},"other":{}})"}};
    writing.desk.manifest.documents.front().write.along = {{"prefs", "tone"},
                                                           {"prefs", "absent"}};

    BOOST_TEST(writing.write(changes({{row.change, "1"}})).has_value());

    const auto received = writing.desk.server.received();
    BOOST_TEST_REQUIRE(received.size() == 2U);
    BOOST_TEST(received[0].method == "GET");
    BOOST_TEST(received[1].body == row.body);
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_sent_when_what_is_wanted_along_cannot_be_read)
{
  Writing writing{{.status = 403}};
  writing.desk.manifest.documents.front().write.along = {{"prefs", "tone"}};

  const auto written = writing.write(changes({{"boards/7#/prefs/self", "1"}}));

  BOOST_TEST(written.error().scope == "board:read");
  BOOST_TEST(writing.desk.server.requests() == 1U);
}

BOOST_AUTO_TEST_CASE(only_success_without_words_or_in_json_is_success)
{
  const auto list = changes({{"boards/7#/a", "1"}});

  BOOST_TEST(Writing({.status = 200}).write(list).has_value());
  BOOST_TEST(Writing({.body = "{}"}).write(list).has_value());
  BOOST_TEST(!Writing({.body = "<html>"}).write(list).has_value());
  BOOST_TEST(!Writing({.status = 400}).write(list).has_value());
  const auto refused = Writing{{.status = 403}}.write(list);
  BOOST_TEST_REQUIRE(!refused.has_value());
  BOOST_TEST(refused.error().scope == "board:write");
}

BOOST_AUTO_TEST_CASE(a_write_that_nobody_answered_is_not_sent_again)
{
  Writing writing{{.fault = Fault::hang_up}};

  BOOST_TEST(!writing.write(changes({{"boards/7#/a", "1"}})).has_value());
  BOOST_TEST(writing.desk.server.requests() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
