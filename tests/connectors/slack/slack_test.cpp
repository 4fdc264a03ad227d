#include "connectors/registry.hpp"
#include "connectors/slack/slack.hpp"
#include "tests/connectors/slack/slack_server.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace klausur;
using namespace klausur::test;

namespace {

Reply
refused(std::string_view code, std::string_view more = "")
{
  return {.body = fmt::format(R"({{"ok":false,"error":"{}"{}}})", code, more)};
}

} // namespace

BOOST_AUTO_TEST_SUITE(slack_test)

BOOST_AUTO_TEST_CASE(the_registry_knows_it)
{
  BOOST_TEST(connector_for("slack") != nullptr);
}

BOOST_AUTO_TEST_CASE(an_organisation_is_read_whole_and_no_name_is_kept)
{
  SlackServer slack;

  const auto snapshot = read_by(&open_slack, slack.desk.at);

  for (const auto& reading : snapshot.readings) {
    BOOST_TEST(reading.content.has_value(), reading.document << ": " << said(reading.content));
  }
  const auto text = to_text(to_json(snapshot));
  BOOST_TEST(!has(text, "planted"), text);
  BOOST_TEST(!has(text, "xoxp-s3cret"));
  BOOST_TEST(said(snapshot, "users") ==
             R"({"administrators_without_second_factor":1,"admins":["W1","W2"]})");
  BOOST_TEST(said(snapshot, "public_files") == R"({"public_links":1})");
  BOOST_TEST(said(snapshot, "member_analytics") == R"({"enabled":true})");
  BOOST_TEST(said(snapshot, "teams") == R"({"T1":{"discoverability":"open"}})");
  BOOST_TEST(said(snapshot, "old_files") == R"({"paging":{"total":2}})");
  BOOST_TEST(said(snapshot, "evidence") == "{}");
  BOOST_TEST(slack.asked("/users.list").empty());
  for (const auto& request : slack.desk.server.received()) {
    BOOST_TEST(request.header("authorization") == "Bearer xoxp-s3cret");
    BOOST_TEST(!has(request.target + request.body, "xoxp"));
  }
}

BOOST_AUTO_TEST_CASE(what_the_plan_has_not_is_not_asked_for)
{
  SlackServer slack;
  slack.replies["/team.billing.info"] = {.body = R"({"ok":true,"plan":"plus"})"};
  slack.replies["/users.list"] = {
      .body =
          R"({"ok":true,"members":[{"id":"U1","is_admin":true,"is_restricted":false,"is_ultra_restricted":false,)"
          R"("has_2fa":true},)"
          R"({"is_admin":true,"deleted":true}],"response_metadata":{"next_cursor":""}})"};

  const auto snapshot = read_by(&open_slack, slack.desk.at);

  for (const auto& request : slack.desk.server.received()) {
    BOOST_TEST(!has(request.target, "admin."));
    BOOST_TEST(!has(request.target, "audit"));
  }
  for (const char* document : {"teams", "users", "audit_prefs", "channel_retention/*"}) {
    const auto words = said(snapshot, document);
    BOOST_TEST(words.starts_with("unsupported"), words);
    BOOST_TEST(has(words, "needs the plan Enterprise; the plan here is Business+"), words);
  }
  BOOST_TEST(said(snapshot, "members") == R"({"administrators_without_second_factor":0})");
}

BOOST_AUTO_TEST_CASE(an_unknown_plan_lets_the_answers_speak)
{
  SlackServer slack;
  slack.replies["/team.billing.info"] =
      refused("missing_scope", R"(,"needed":"team.billing:read")");
  slack.replies["/admin.teams.list"] = refused("feature_not_enabled");

  const auto snapshot = read_by(&open_slack, slack.desk.at);

  BOOST_TEST(snapshot.find("team_billing")->content.error().scope == "team.billing:read");
  BOOST_TEST(said(snapshot, "teams").starts_with("unsupported"));
  BOOST_TEST(has(said(snapshot, "teams"), "feature_not_enabled"));
  BOOST_TEST(snapshot.find("conversations")->content.has_value());
}

BOOST_AUTO_TEST_CASE(failures_are_understood_by_their_code)
{
  struct Row
  {
    const char* code;
    Failure kind;
  };
  for (const auto& row :
       {Row{"not_authed", Failure::unauthorised}, Row{"token_revoked", Failure::unauthorised},
        Row{"token_expired", Failure::unauthorised}, Row{"missing_scope", Failure::forbidden},
        Row{"not_allowed_token_type", Failure::forbidden},
        Row{"not_an_admin", Failure::forbidden}, Row{"team_not_authorized", Failure::forbidden},
        Row{"feature_not_enabled", Failure::unsupported},
        Row{"paid_only", Failure::unsupported}, Row{"unknown_method", Failure::unexpected},
        Row{"ratelimited", Failure::unreachable}, Row{"fatal_error", Failure::unreachable},
        Row{"invalid_arguments", Failure::unexpected}, Row{"scope", Failure::unexpected},
        Row{"", Failure::unexpected}, Row{"planted words <b>", Failure::unexpected}}) {
    SlackServer slack;
    slack.replies["/team.preferences.list"] = refused(row.code);

    const auto reading = read_document_by(&open_slack, slack.desk.at, "team_preferences");

    BOOST_TEST_REQUIRE(!reading.content.has_value(), row.code);
    BOOST_TEST((reading.content.error().kind == row.kind), said(reading.content));
    BOOST_TEST(!has(said(reading.content), "planted"), said(reading.content));
  }
}

BOOST_AUTO_TEST_CASE(a_missing_scope_is_named_in_slacks_words)
{
  SlackServer slack;
  slack.replies["/team.preferences.list"] =
      refused("missing_scope", R"(,"needed":"team.preferences:write","provided":"identify")");

  const auto reading = read_document_by(&open_slack, slack.desk.at, "team_preferences");

  BOOST_TEST(reading.content.error().scope == "team.preferences:write");
  BOOST_TEST(has(reading.content.error().what, "grant team.preferences:write"));
}

BOOST_AUTO_TEST_CASE(a_bot_lists_the_connected_organisations_and_one_workspace_is_named)
{
  SlackServer slack;
  setenv("KLAUSUR_TEST_SLACK_BOT", "xoxb-s3cret", 1);
  slack.desk.tenant.auth["bot_token"] = "env:KLAUSUR_TEST_SLACK_BOT";
  slack.desk.tenant.auth["team_id"] = "T1";

  const auto snapshot = read_by(&open_slack, slack.desk.at);

  for (const auto& request : slack.desk.server.received()) {
    const bool of_bot = has(request.target, "team.externalTeams.list");
    BOOST_TEST(request.header("authorization") ==
               (of_bot ? "Bearer xoxb-s3cret" : "Bearer xoxp-s3cret"));
    BOOST_TEST(has(request.target, "team_id=T1") == has(request.target, "files.list"));
  }
  BOOST_TEST(slack.desk.redactor.redact("xoxb-s3cret") == "***");
}

BOOST_AUTO_TEST_CASE(an_answer_that_does_not_say_whether_it_is_ok_is_no_answer)
{
  SlackServer slack;
  slack.replies["/team.preferences.list"] = {.body = R"({"allow_message_deletion":true})"};

  const auto words =
      said(read_document_by(&open_slack, slack.desk.at, "team_preferences").content);

  BOOST_TEST(words.starts_with("unexpected"), words);
}

BOOST_AUTO_TEST_CASE(the_error_of_the_analytics_probe_is_the_evidence)
{
  SlackServer slack;
  const auto probe = [&](Reply reply) {
    slack.replies["/admin.analytics.getFile"] = std::move(reply);
    return said(read_document_by(&open_slack, slack.desk.at, "member_analytics").content);
  };

  BOOST_TEST(probe(refused("member_analytics_disabled")) == R"({"enabled":false})");
  BOOST_TEST(probe(refused("file_not_yet_available")).starts_with("unreachable"));
  BOOST_TEST(probe(refused("file_not_found")).starts_with("unreachable"));
  BOOST_TEST(probe({.body = R"({"ok":true})"}).starts_with("unexpected"));
  BOOST_TEST(probe({.body = "<html>"}).starts_with("unexpected"));
  BOOST_TEST(has(slack.asked("/admin.analytics.getFile").front(), "type=member"));
}

BOOST_AUTO_TEST_SUITE_END()
