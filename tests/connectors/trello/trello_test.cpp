#include "tests/connectors/trello/trello_tenant.hpp"

#include <boost/test/data/test_case.hpp>
#include <fmt/format.h>

#include <ostream>

using namespace klausur;
using namespace klausur::test;

namespace {

constexpr const char* k_workspace = "/organizations/5f1a00000000000000000001";

Reply
plain(int status, std::string words)
{
  return {
      .status = status, .body = std::move(words), .headers = {{"Content-Type", "text/plain"}}};
}

struct Refusal
{
  const char* document;
  Reply reply;
  const char* kind;
  const char* word;
};

std::ostream&
operator<<(std::ostream& out, const Refusal& each)
{
  return out << each.document << " " << each.reply.status;
}

const Refusal k_refusals[] = {
    {"organization", plain(401, "invalid token"), "unauthorised", "auth:"},
    {"organization", plain(401, "invalid key"), "unauthorised", "auth:"},
    {"organization", plain(404, "The requested resource was not found."), "forbidden",
     "read:organization:trello"},
    {"organization",
     {.status = 429,
      .body = R"({"error":"API_TOKEN_LIMIT_EXCEEDED","message":"Rate limit exceeded"})"},
     "unreachable",
     "API_TOKEN_LIMIT_EXCEEDED"},
    {"organization",
     {.status = 429,
      .body = R"({"error":"API_KEY_LIMIT_EXCEEDED","message":"Rate limit exceeded"})"},
     "unreachable",
     "API_KEY_LIMIT_EXCEEDED"},
    {"organization", plain(429, "Rate limit exceeded"), "unreachable", "rate limit"},
    {"organization", plain(500, "Erika"), "unreachable", "Try again"},
    {"organization", plain(200, "invalid id"), "unexpected", "text/plain"},
    {"boards", plain(400, "invalid value for filter"), "unexpected", "400"},
    {"exports", plain(404, "model not found"), "unsupported", "Premium"},
    {"enterprise/e1", plain(401, "unauthorized"), "forbidden", "read:enterprise"},
    {"enterprise/e1", plain(403, "forbidden"), "forbidden", "read:enterprise"},
    {"enterprise/e1", plain(404, "not found"), "forbidden", "read:enterprise"},
    {"token", plain(404, "token not found"), "forbidden", "read:member:trello"},
};

/// The connector answers each request with `body` and keeps what was asked.
LoopbackServer::Handler
always(std::string body)
{
  return [body = std::move(body)](const Received&) { return Reply{.body = body}; };
}

} // namespace

BOOST_AUTO_TEST_SUITE(trello_test)

BOOST_AUTO_TEST_CASE(key_and_token_come_in_the_header_and_in_no_address_but_the_tokens_own)
{
  ScriptedTrello trello{always(R"({"id":"1"})")};

  for (const char* document : {"organization", "token", "board/b1", "enterprise/e1"}) {
    BOOST_TEST(trello.said_of(document).starts_with("{"), document);
  }

  const auto asked = trello.desk.server.received();
  BOOST_TEST_REQUIRE(asked.size() == 4U);
  for (const auto& request : asked) {
    BOOST_TEST(request.header("authorization") ==
               fmt::format(R"(OAuth oauth_consumer_key="{}", oauth_token="{}")", k_trello_key,
                           k_trello_token));
    BOOST_TEST(!has(request.target, k_trello_key));
    BOOST_TEST(has(request.target, k_trello_token) == request.target.starts_with("/tokens/"));
  }
}

BOOST_DATA_TEST_CASE(a_refusal_is_understood_and_its_words_are_not_repeated, k_refusals, each)
{
  ScriptedTrello trello{[&](const Received&) { return each.reply; }};

  const auto words = trello.said_of(each.document);

  BOOST_TEST(words.starts_with(std::string{each.kind} + ": "), words);
  BOOST_TEST(has(words, each.word), words);
  BOOST_TEST(!has(words, "Erika"), words);
}

BOOST_AUTO_TEST_CASE(the_token_is_in_no_message_even_when_the_server_repeats_its_address)
{
  const std::string repeated =
      fmt::format("Cannot GET /1/tokens/{0}: oauth_token=\"{0}\"", k_trello_token);
  for (const auto& reply :
       {plain(404, repeated), plain(500, repeated), plain(200, repeated),
        Reply{.body = fmt::format(R"({{"dateExpires":"{}"}})", k_trello_token)},
        Reply{.status = 429, .body = fmt::format(R"({{"error":"{}"}})", k_trello_token)},
        Reply{.fault = klausur::test::Fault::truncate}}) {
    ScriptedTrello trello{[&](const Received&) { return reply; }};

    const auto words = trello.said_of("token");
    const auto all = to_text(to_json(read_by(&open_trello, trello.desk.at)));

    BOOST_TEST(!has(words + all, k_trello_token), words);
    BOOST_TEST(!has(words + all, "ATTA"), words);
  }
  ScriptedTrello trello{always("?")};
  BOOST_TEST(has(trello.said_of("token"), "GET /tokens/{auth.token}"));
}

BOOST_AUTO_TEST_CASE(a_missing_token_is_named_and_nothing_is_asked)
{
  ScriptedTrello trello{always("{}")};
  trello.desk.tenant.auth.erase("token");

  const auto words = trello.said_of("organization");

  BOOST_TEST(words.starts_with("invalid"), words);
  BOOST_TEST(has(words, "\"token\" is missing"), words);
  BOOST_TEST(trello.desk.server.requests() == 0U);
}

BOOST_AUTO_TEST_CASE(an_empty_list_of_paid_features_is_silence)
{
  ScriptedTrello empty{always(R"({"id":"1","premiumFeatures":[]})")};
  ScriptedTrello paid{always(R"({"id":"1","premiumFeatures":["isPremium"]})")};

  BOOST_TEST(empty.said_of("organization") == R"({"id":"1","premiumFeatures":[]})");
  BOOST_TEST(paid.said_of("organization") ==
             R"({"id":"1","premiumFeatures":["isPremium"],"plan":"premium"})");
}

BOOST_AUTO_TEST_CASE(the_workspace_is_written_by_one_request_with_its_settings_in_the_query)
{
  ScriptedTrello trello{always("{}")};

  const auto written =
      trello.write("organization", {{"/prefs/externalMembersDisabled", "true"},
                                    {"/prefs/boardVisibilityRestrict/public", R"("none")"}});

  BOOST_TEST(written.has_value());
  const auto asked = trello.desk.server.received();
  BOOST_TEST_REQUIRE(asked.size() == 1U);
  BOOST_TEST(asked[0].method == "PUT");
  BOOST_TEST(asked[0].target == fmt::format("{}?prefs%2FexternalMembersDisabled=true&"
                                            "prefs%2FboardVisibilityRestrict%2Fpublic=none",
                                            k_workspace));
  BOOST_TEST(asked[0].body.empty());
}

BOOST_AUTO_TEST_CASE(boards_are_written_one_by_one)
{
  ScriptedTrello trello{always("{}")};

  const auto written = trello.write("boards", {{"/b1/prefs/selfJoin", "false"},
                                               {"/b2/prefs/permissionLevel", R"("org")"},
                                               {"/b1/prefs/invitations", R"("admins")"}});

  BOOST_TEST(written.has_value());
  const auto asked = trello.desk.server.received();
  BOOST_TEST_REQUIRE(asked.size() == 2U);
  BOOST_TEST(asked[0].method + asked[0].target ==
             "PUT/boards/b1?prefs%2FselfJoin=false&prefs%2Finvitations=admins");
  BOOST_TEST(asked[1].method + asked[1].target == "PUT/boards/b2?prefs%2FpermissionLevel=org");
}

BOOST_AUTO_TEST_CASE(a_board_that_refuses_ends_the_writing_and_is_named)
{
  ScriptedTrello trello{[](const Received& request) {
    return has(request.target, "/b1") ? plain(401, "unauthorized permission requested")
                                      : Reply{.body = "{}"};
  }};

  const auto written = trello.write(
      "boards", {{"/b1/prefs/selfJoin", "false"}, {"/b2/prefs/selfJoin", "false"}});

  BOOST_TEST_REQUIRE(!written.has_value());
  BOOST_TEST(has(written.error().what, "PUT /boards/b1"), written.error().what);
  BOOST_TEST(trello.desk.server.requests() == 1U);
}

BOOST_AUTO_TEST_CASE(what_was_written_is_read_back_from_the_list_of_boards)
{
  TrelloTenant trello;
  const auto before = trello.said_of("boards");
  HttpOptions options = trello.options;
  Http http{options, trello.redactor};
  const Workplace at{trello.tenant, trello.manifest, http, trello.clock, trello.redactor};
  std::vector<Change> changes;
  changes.push_back({.setting = "boards#/6b2a00000000000000000002/prefs/permissionLevel",
                     .to = *parse_json(R"("org")")});

  const auto written = write_by(&open_trello, at, "boards", changes);

  BOOST_TEST(written.has_value());
  BOOST_TEST(has(before, R"("permissionLevel":"public")"));
  BOOST_TEST(!has(trello.said_of("boards"), R"("permissionLevel":"public")"));
}

BOOST_AUTO_TEST_CASE(an_enterprise_is_asked_for_where_the_workspace_belongs_to_one)
{
  TrelloTenant alone;
  TrelloTenant member;
  member.hold("/organization/idEnterprise", R"("e1")");
  member.hold("/enterprises/e1",
              R"({"id":"e1","name":"Mustermann","prefs":{"ssoOnly":false,"signup":{}}})");

  BOOST_TEST(said(member.read(), "enterprise/e1") == R"({"prefs":{"ssoOnly":false}})");
  BOOST_TEST(alone.read().find("enterprise/*") == nullptr);
  BOOST_TEST(alone.sandbox->count("/enterprises/e1") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
