#include "connectors/slack/slack.hpp"
#include "tests/connectors/slack/slack_server.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace klausur;
using namespace klausur::test;

namespace {

std::string
event(std::string_view action, int at, std::string_view place, std::string_view details)
{
  return fmt::format(
      R"({{"id":"{1}","date_create":{1},"action":"{0}","actor":{{"user":)"
      R"({{"name":"planted","email":"planted@example.org"}}}},"entity":)"
      R"({{"huddle":{{"id":"{2}","participants":["planted"]}}}},"context":)"
      R"({{"ip_address":"192.0.2.77","location":{{"id":"{2}"}}}},"details":{3}}})",
      action, at, place, details);
}

Reply
log_of(const std::vector<std::string>& entries, std::string_view cursor = "")
{
  return {.body = fmt::format(R"({{"ok":true,"entries":[{}],)"
                              R"("response_metadata":{{"next_cursor":"{}"}}}})",
                              fmt::join(entries, ","), cursor)};
}

std::string
prefs_of(const std::vector<std::string>& entries)
{
  SlackServer slack;
  slack.replies["/audit/logs"] = log_of(entries);
  return said(read_document_by(&open_slack, slack.desk.at, "audit_prefs").content);
}

struct Written
{
  Result<void> result;
  std::vector<std::string> sent;
};

Written
write(const std::string& document, const std::vector<std::pair<std::string, std::string>>& list)
{
  SlackServer slack;
  for (const char* method :
       {"/admin.teams.settings.setDiscoverability", "/admin.users.session.setSettings",
        "/admin.conversations.setCustomRetention"}) {
    slack.replies[method] = {.body = R"({"ok":true})"};
  }
  std::vector<Change> changes;
  for (const auto& [pointer, to] : list) {
    changes.push_back({.setting = document + "#" + pointer, .to = *parse_json(to)});
  }
  Written written{.result = write_by(&open_slack, slack.desk.at, document, changes),
                  .sent = {}};
  for (const auto& request : slack.desk.server.received()) {
    written.sent.push_back(request.target + " " + request.body);
  }
  return written;
}

} // namespace

BOOST_AUTO_TEST_SUITE(slack_audit_test)

BOOST_AUTO_TEST_CASE(the_newest_value_of_each_preference_counts_whatever_the_order)
{
  BOOST_TEST(prefs_of({event("pref.ml_opt_out", 20, "E1", R"({"new_value":"true"})"),
                       event("pref.ml_opt_out", 30, "E1", R"({"new_value":false})"),
                       event("pref.ml_opt_out", 10, "E1", R"({"new_value":true})")}) ==
             R"({"ml_opt_out":{"value":false}})");
}

BOOST_AUTO_TEST_CASE(retention_is_shown_with_its_days)
{
  BOOST_TEST(
      prefs_of({event("pref.dm_retention_changed", 1, "E1",
                      R"({"new_retention_policy":{"type":"delete","duration_days":90},)"
                      R"("old_retention_policy":{"type":"keep","duration_days":0}})")}) ==
      R"({"dm_retention_changed":{"policy":{"type":"delete","duration_days":90}}})");
}

BOOST_AUTO_TEST_CASE(workspaces_that_differ_show_no_value)
{
  BOOST_TEST(prefs_of({event("pref.ml_opt_out", 20, "T1", R"({"new_value":true})"),
                       event("pref.ml_opt_out", 30, "T2", R"({"new_value":false})")}) ==
             R"({"ml_opt_out":{}})");
  BOOST_TEST(prefs_of({event("pref.ml_opt_out", 20, "T1", R"({"new_value":"1"})"),
                       event("pref.ml_opt_out", 30, "T2", R"({"new_value":true})")}) ==
             R"({"ml_opt_out":{"value":true}})");
}

BOOST_AUTO_TEST_CASE(an_event_without_a_value_is_silence)
{
  BOOST_TEST(prefs_of({event("pref.ml_opt_out", 20, "E1", R"({"old_value":true})")}) ==
             R"({"ml_opt_out":{}})");
  BOOST_TEST(prefs_of({}) == "{}");
}

BOOST_AUTO_TEST_CASE(evidence_says_which_preferences_have_a_value)
{
  SlackServer slack;
  slack.replies["/audit/logs"] =
      log_of({event("pref.ml_opt_out", 1, "E1", R"({"new_value":true})"),
              event("pref.app_whitelist_enabled", 1, "E1", "{}")});
  const auto evidence = read_document_by(&open_slack, slack.desk.at, "evidence");

  BOOST_TEST(said(evidence.content) == R"({"app_whitelist_enabled":false,"ml_opt_out":true})");
  BOOST_TEST(has(slack.asked("/audit/logs").front(), "pref.ml_opt_out"));
}

BOOST_AUTO_TEST_CASE(without_the_log_there_is_no_evidence_and_the_reason_is_kept)
{
  SlackServer slack;
  slack.replies["/audit/logs"] = {.status = 401,
                                  .body = R"({"ok":false,"error":"feature_not_enabled"})"};

  const auto snapshot = read_by(&open_slack, slack.desk.at);

  BOOST_TEST(said(snapshot, "audit_prefs").starts_with("unsupported"));
  BOOST_TEST(has(said(snapshot, "audit_prefs"), "plan Enterprise"));
  BOOST_TEST(said(snapshot, "evidence") == "{}");
}

BOOST_AUTO_TEST_CASE(huddles_are_counted_by_consent_and_no_participant_is_kept)
{
  SlackServer slack;
  slack.replies["/audit/logs"] =
      log_of({event("huddle_transcription_started", 1, "R1", "{}"),
              event("huddle_transcription_started", 2, "R2", "{}"),
              event("huddle_participant_transcript_consent", 3, "R2", "{}"),
              event("huddle_screenshare_on", 4, "R1", "{}")});

  const auto snapshot = read_by(&open_slack, slack.desk.at);

  BOOST_TEST(said(snapshot, "audit_huddles") == R"({"transcribed_without_consent":1})");
  const auto text = to_text(to_json(snapshot));
  BOOST_TEST(!has(text, "planted"));
  BOOST_TEST(!has(text, "192.0.2.77"));
}

BOOST_AUTO_TEST_CASE(a_change_is_written_by_the_method_of_its_own)
{
  using Sent = std::vector<std::string>;
  const auto teams = write("teams", {{"/T1/discoverability", R"("invite_only")"},
                                     {"/T2/discoverability", R"("closed")"}});
  const auto retention = write("channel_retention/C1", {{"/duration_days", "90"}});
  const auto session =
      write("session_settings/W1", {{"/session_settings/0/duration", "43200"}});

  BOOST_TEST(teams.result.has_value());
  const Sent sent{
      "/admin.teams.settings.setDiscoverability team_id=T1&discoverability=invite_only",
      "/admin.teams.settings.setDiscoverability team_id=T2&discoverability=closed"};
  BOOST_TEST(teams.sent == sent, boost::test_tools::per_element());
  BOOST_TEST(retention.sent ==
                 Sent{"/admin.conversations.setCustomRetention channel_id=C1&duration_days=90"},
             boost::test_tools::per_element());
  BOOST_TEST(session.sent ==
                 Sent{"/admin.users.session.setSettings user_ids=W1&duration=43200"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_no_method_writes_stops_the_whole_write)
{
  for (const auto& written :
       {write("teams", {{"/T1/discoverability", R"("closed")"}, {"/T1/id", R"("T2")"}}),
        write("channel_retention/C1", {{"/is_policy_enabled", "true"}}),
        write("team_preferences", {{"/allow_message_deletion", "true"}}),
        write("nothing", {{"/x", "1"}})}) {
    BOOST_TEST_REQUIRE(!written.result.has_value());
    BOOST_TEST((written.result.error().kind == Failure::unsupported));
    BOOST_TEST(written.sent.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_refused_change_says_which_permission_is_missing)
{
  SlackServer slack;
  slack.replies["/admin.conversations.setCustomRetention"] = {
      .body = R"({"ok":false,"error":"not_an_admin"})"};
  std::vector<Change> changes(1);
  changes[0].setting = "channel_retention/C1#/duration_days";
  changes[0].to.SetInt(90);

  const auto written = write_by(&open_slack, slack.desk.at, "channel_retention/C1", changes);

  BOOST_TEST_REQUIRE(!written.has_value());
  BOOST_TEST((written.error().kind == Failure::forbidden));
  BOOST_TEST(written.error().scope == "admin.conversations:write");
}

BOOST_AUTO_TEST_SUITE_END()
