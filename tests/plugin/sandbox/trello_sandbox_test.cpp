#include "plugin/sandbox/state.hpp"
#include "plugin/sandbox/vendor.hpp"
#include "tests/plugin/sandbox/client.hpp"

#include <boost/test/data/test_case.hpp>
#include <fmt/format.h>

#include <ostream>

using namespace klausur;
using klausur::test::Client;

namespace {

constexpr std::string_view k_token = "ATTAsandboxtoken0000000000000000000000000000000001";
constexpr const char* k_workspace = "/organizations/acme";
constexpr const char* k_board = "/boards/6b2a00000000000000000002";

std::string
header(std::string_view key, std::string_view token)
{
  return fmt::format(R"(OAuth oauth_consumer_key="{}", oauth_token="{}")", key, token);
}

Client
workspace(std::string variant = {})
{
  Client client{"trello", {.variant = std::move(variant)}};
  client.authorisation = header("5a6e64626f786b6579303030303030a1", k_token);
  return client;
}

struct Refused
{
  const char* method;
  const char* path;
  int status;
  const char* words;
};

std::ostream&
operator<<(std::ostream& out, const Refused& each)
{
  return out << each.method << " " << each.path;
}

const Refused k_refused[] = {
    {"GET", "/organizations/another", 404, "The requested resource was not found."},
    {"GET", "/nothing", 404, "The requested resource was not found."},
    {"GET", "/boards/6b2a00000000000000000009", 404, "board not found"},
    {"GET", "/enterprises/e1", 404, "The requested resource was not found."},
    {"GET", "/tokens/another", 404, "token not found"},
    {"GET", "/organizations/acme/boards?filter=old", 400, "invalid value for filter"},
    {"PUT", "/organizations/acme?prefs/externalMembersDisabled=yes", 400,
     "invalid value for prefs/externalMembersDisabled"},
    {"PUT", "/boards/6b2a00000000000000000002?prefs/selfJoin=1", 400,
     "invalid value for prefs/selfJoin"},
};

struct Write
{
  const char* object;
  const char* query;
  const char* pointer;
  const char* before;
  const char* after;
};

std::ostream&
operator<<(std::ostream& out, const Write& each)
{
  return out << each.query;
}

const Write k_writes[] = {
    {k_workspace, "prefs/externalMembersDisabled=true", "/prefs/externalMembersDisabled",
     "false", "true"},
    {k_workspace, "prefs%2FboardVisibilityRestrict%2Fpublic=none",
     "/prefs/boardVisibilityRestrict/public", R"("org")", R"("none")"},
    {k_board, "prefs/permissionLevel=org", "/prefs/permissionLevel", R"("public")", R"("org")"},
    {k_board, "prefs/calendarFeedEnabled=false", "/prefs/calendarFeedEnabled", "true", "false"},
    {k_board, "closed=true", "/closed", "false", "true"},
    // What is documented nowhere changes nothing.
    {k_workspace, "prefs/boardDeleteRestrict/org=admin", "/prefs/boardDeleteRestrict/org",
     R"("org")", R"("org")"},
    {k_workspace, "prefs/atlassianIntelligenceEnabled=false",
     "/prefs/atlassianIntelligenceEnabled", "true", "true"},
    {k_board, "prefs/isTemplate=true", "/prefs/isTemplate", "false", "false"},
};

} // namespace

BOOST_AUTO_TEST_SUITE(trello_sandbox_test)

BOOST_DATA_TEST_CASE(a_refusal_is_plain_text_in_the_vendors_words, k_refused, each)
{
  auto client = workspace();

  const auto answer = client.ask(each.method, each.path);

  BOOST_TEST(answer.status == each.status);
  BOOST_TEST(answer.body == each.words);
  BOOST_TEST(answer.response.header("content-type").starts_with("text/plain"));
}

BOOST_DATA_TEST_CASE(a_documented_parameter_sticks_and_another_changes_nothing, k_writes, each)
{
  auto client = workspace();

  const auto before = client.ask("GET", each.object).at(each.pointer);
  const auto answer = client.ask("PUT", fmt::format("{}?{}", each.object, each.query));

  BOOST_TEST(answer.status == 200);
  BOOST_TEST(before == each.before);
  BOOST_TEST(answer.at(each.pointer) == each.after);
  BOOST_TEST(client.ask("GET", each.object).at(each.pointer) == each.after);
}

BOOST_AUTO_TEST_CASE(key_and_token_have_to_be_the_right_ones)
{
  auto client = workspace();

  client.authorisation = header("another", k_token);
  BOOST_TEST(client.ask("GET", k_workspace).body == "invalid key");
  client.authorisation = header("5a6e64626f786b6579303030303030a1", "another");
  BOOST_TEST(client.ask("GET", k_workspace).body == "invalid token");
  client.authorisation = fmt::format("Bearer {}", k_token);
  BOOST_TEST(client.ask("GET", k_workspace).status == 401);
}

BOOST_AUTO_TEST_CASE(a_token_that_may_only_read_writes_nothing)
{
  auto client = workspace();
  BOOST_TEST(client.sandbox->change("/scopes", literal(R"(["read"])")).has_value());

  const auto answer = client.ask("PUT", fmt::format("{}?prefs/selfJoin=true", k_board));

  BOOST_TEST(answer.status == 401);
  BOOST_TEST(answer.body == "unauthorized permission requested");
  BOOST_TEST(client.ask("GET", k_board).at("/prefs/selfJoin") == "false");
}

BOOST_AUTO_TEST_CASE(boards_come_whole_in_one_list_by_their_state)
{
  auto client = workspace();

  const auto open = client.ask("GET", "/organizations/acme/boards?filter=open&fields=prefs");
  const auto closed = client.ask("GET", "/organizations/acme/boards?filter=closed");
  const auto all = client.ask("GET", "/organizations/acme/boards");

  BOOST_TEST(open.at("/1/id") == R"("6b2a00000000000000000002")");
  BOOST_TEST(open.at("/1/prefs/permissionLevel") == R"("public")");
  BOOST_TEST(open.at("/1/name") == "(absent)");
  BOOST_TEST(open.at("/1/dateLastActivity") == "(absent)");
  BOOST_TEST(open.at("/2") == "(absent)");
  BOOST_TEST(closed.at("/0/name") == R"("Party")");
  BOOST_TEST(closed.at("/0/dateLastActivity") != "(absent)");
  BOOST_TEST(closed.at("/1") == "(absent)");
  BOOST_TEST(all.at("/2/id") != "(absent)");
}

BOOST_AUTO_TEST_CASE(a_board_that_was_closed_moves_to_the_other_list)
{
  auto client = workspace();

  client.ask("PUT", fmt::format("{}?closed=true", k_board));

  BOOST_TEST(client.ask("GET", "/organizations/acme/boards?filter=open").at("/1") ==
             "(absent)");
  BOOST_TEST(client.ask("GET", "/organizations/acme/boards?filter=closed").at("/1/id") !=
             "(absent)");
}

BOOST_AUTO_TEST_CASE(a_tokens_record_is_its_own_only_and_tells_its_end)
{
  auto client = workspace();
  auto hardened = workspace("hardened");
  const auto path = fmt::format("/tokens/{}", k_token);

  BOOST_TEST(client.ask("GET", path).at("/dateExpires") == "null");
  BOOST_TEST(client.ask("GET", path).at("/permissions/0/read") == "true");
  BOOST_TEST(hardened.ask("GET", path).at("/dateExpires") == R"("2099-01-01T00:00:00.000Z")");
}

BOOST_AUTO_TEST_CASE(power_ups_of_a_board_are_a_list)
{
  auto client = workspace();

  const auto first = client.ask("GET", "/boards/6b2a00000000000000000001/plugins");
  const auto second = client.ask("GET", fmt::format("{}/plugins", k_board));

  BOOST_TEST(first.at("/0/isCompliantWithPrivacyStandards") == "false");
  BOOST_TEST(first.at("/1/name") == R"("Zoom")");
  BOOST_TEST(first.at("/1/claimedDomains") == R"(["zoom.us"])");
  BOOST_TEST(second.body == "[]");
}

BOOST_AUTO_TEST_CASE(a_boards_members_tell_what_they_are_to_the_workspace_where_asked)
{
  auto client = workspace();
  const auto path = fmt::format("{}/memberships", k_board);

  const auto asked = client.ask("GET", path + "?orgMemberType=true");
  const auto plain = client.ask("GET", path);
  const auto admins = client.ask("GET", path + "?filter=admins&orgMemberType=true");

  BOOST_TEST(asked.at("/0/orgMemberType") == R"("admin")");
  BOOST_TEST(asked.at("/1/orgMemberType") == "null"); // A guest.
  BOOST_TEST(plain.at("/1/memberType") == R"("normal")");
  BOOST_TEST(plain.at("/1/orgMemberType") == "(absent)");
  BOOST_TEST(admins.at("/0/memberType") == R"("admin")");
  BOOST_TEST(admins.at("/1") == "(absent)");
  BOOST_TEST(client.ask("GET", path + "?filter=guests").status == 400);
}

BOOST_AUTO_TEST_CASE(the_request_beyond_the_limit_is_told_so_without_a_time)
{
  auto client = workspace();
  client.sandbox->enforce("default", {.requests = 1, .per_seconds = 10});
  client.ask("GET", k_workspace);

  const auto answer = client.ask("GET", k_workspace);

  BOOST_TEST(answer.status == 429);
  BOOST_TEST(answer.body ==
             R"({"error":"API_TOKEN_LIMIT_EXCEEDED","message":"Rate limit exceeded"})");
  BOOST_TEST(answer.response.header("retry-after").empty());
  BOOST_TEST(client.sandbox->violations() == 1U);
}

BOOST_AUTO_TEST_CASE(the_published_limit_is_kept_from_the_start)
{
  auto client = workspace();
  int refused = 0;

  for (int i = 0; i < 130; ++i) {
    refused += client.ask("GET", k_workspace).status == 429 ? 1 : 0;
  }

  BOOST_TEST(refused > 0);
  BOOST_TEST(client.sandbox->violations() == static_cast<std::size_t>(refused));
}

BOOST_AUTO_TEST_SUITE_END()
