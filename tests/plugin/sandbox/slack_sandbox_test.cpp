#include "plugin/sandbox/state.hpp"
#include "tests/plugin/sandbox/client.hpp"

#include <boost/test/data/test_case.hpp>

#include <ostream>

using namespace klausur;
using klausur::test::Answer;
using klausur::test::Client;

namespace {

Client
server(std::string variant = {}, std::string token = "xoxp-sandbox-owner")
{
  Client client{"slack", {.variant = std::move(variant)}};
  client.token = std::move(token);
  client.content_type = "application/x-www-form-urlencoded";
  return client;
}

Answer
call(Client& client, const std::string& method, std::string_view form = {})
{
  return client.ask("POST", "/api/" + method, form);
}

std::string
error_of(const Answer& answer)
{
  return std::string{member_text(answer.json, "error")};
}

struct Refused
{
  const char* variant;
  const char* token;
  const char* method;
  const char* form;
  const char* error;
};

std::ostream&
operator<<(std::ostream& out, const Refused& each)
{
  return out << each.method << " " << each.error;
}

constexpr const char* k_owner = "xoxp-sandbox-owner";
constexpr const char* k_bot = "xoxb-sandbox-bot";

const Refused k_refused[] = {
    {"", "", "team.info", "", "not_authed"},
    {"", "xoxp-nobody", "team.info", "", "invalid_auth"},
    {"", k_owner, "team.nothing", "", "unknown_method"},
    {"", k_owner, "admin.teams.list", "", "feature_not_enabled"},
    {"free", k_owner, "admin.conversations.search", "", "feature_not_enabled"},
    {"free", k_bot, "team.externalTeams.list", "", "paid_only"},
    {"enterprise", k_bot, "admin.teams.list", "", "not_allowed_token_type"},
    {"enterprise", k_owner, "team.externalTeams.list", "", "not_allowed_token_type"},
    {"enterprise", k_owner, "admin.conversations.getCustomRetention", "channel_id=C9",
     "channel_not_found"},
    {"enterprise", k_owner, "admin.conversations.getCustomRetention", "channel_id=C0SANDBOX1",
     "default_org_wide_channel"},
    {"enterprise", k_owner, "admin.conversations.setCustomRetention",
     "channel_id=C0SANDBOX2&duration_days=36500", "invalid_duration"},
    {"enterprise", k_owner, "admin.conversations.setCustomRetention",
     "channel_id=C0SANDBOX2&duration_days=0", "invalid_duration"},
    {"enterprise", k_owner, "admin.users.session.setSettings",
     "user_ids=U0SANDBOX1&duration=60", "invalid_arguments"},
    {"enterprise", k_owner, "admin.users.session.setSettings", "user_ids=U0SANDBOX1",
     "at_least_one_session_setting_required"},
    {"enterprise", k_owner, "admin.teams.settings.setDiscoverability",
     "team_id=T0SANDBOX1&discoverability=secret", "discoverability_setting_invalid"},
    {"enterprise", k_owner, "admin.auth.policy.getEntities", "policy_name=other",
     "policy_not_found"},
    {"enterprise", k_owner, "admin.users.list", "cursor=nonsense", "invalid_cursor"},
    {"enterprise", k_owner, "admin.analytics.getFile", "type=other&date=2026-11-24",
     "invalid_type"},
};

} // namespace

BOOST_AUTO_TEST_SUITE(slack_sandbox_test)

BOOST_DATA_TEST_CASE(failures_are_200_with_slacks_own_words, k_refused, each)
{
  auto client = server(each.variant, each.token);

  const auto answer = call(client, each.method, each.form);

  BOOST_TEST(answer.status == 200);
  BOOST_TEST(answer.at("/ok") == "false");
  BOOST_TEST(error_of(answer) == each.error);
}

BOOST_AUTO_TEST_CASE(each_variant_has_its_plan_and_an_unknown_one_is_refused)
{
  for (const auto& [variant, plan] : {std::pair{"", "\"plus\""},
                                      {"hardened", "\"plus\""},
                                      {"free", "\"free\""},
                                      {"enterprise", "\"enterprise\""}}) {
    auto client = server(variant);
    BOOST_TEST(call(client, "team.billing.info").at("/plan") == plan);
  }
  BOOST_TEST(!Sandbox::open("slack", {.variant = "other"}).has_value());
}

BOOST_AUTO_TEST_CASE(a_missing_scope_is_named_with_those_that_are_there)
{
  auto client = server();
  BOOST_TEST(client.sandbox
                 ->change("/grants/xoxp-sandbox-owner/scopes",
                          parse_json(R"(["team:read","files:read"])").value())
                 .has_value());

  const auto answer = call(client, "team.preferences.list");

  BOOST_TEST(error_of(answer) == "missing_scope");
  BOOST_TEST(answer.at("/needed") == "\"team.preferences:read\"");
  BOOST_TEST(answer.at("/provided") == "\"team:read,files:read\"");
  BOOST_TEST(call(client, "team.info").at("/ok") == "true");
}

BOOST_AUTO_TEST_CASE(a_refresh_token_works_once_and_its_access_token_works)
{
  auto client = server("", "");
  const std::string form = "client_id=1234567890.1234567890123&client_secret="
                           "sandbox-client-secret&grant_type=refresh_token&refresh_token=";

  const auto first = call(client, "oauth.v2.access", form + "xoxe-1-owner");
  const auto again = call(client, "oauth.v2.access", form + "xoxe-1-owner");

  BOOST_TEST(first.at("/expires_in") == "43200");
  BOOST_TEST(error_of(again) == "invalid_refresh_token");
  client.token = member_text(first.json, "access_token");
  BOOST_TEST(client.token.starts_with("xoxe.xoxp-"));
  BOOST_TEST(call(client, "team.info").at("/ok") == "true");
  client.token.clear();
  const auto second = call(client, "oauth.v2.access",
                           form + std::string{member_text(first.json, "refresh_token")});
  BOOST_TEST(second.at("/ok") == "true");
  BOOST_TEST(error_of(call(client, "oauth.v2.access", "client_id=other")) ==
             "invalid_client_id");
}

BOOST_AUTO_TEST_CASE(a_rotated_token_expires_and_a_lasting_one_is_revoked)
{
  auto client = server();
  client.sandbox->expire_tokens_after(0);
  BOOST_TEST(error_of(call(client, "team.info")) == "token_revoked");
  BOOST_TEST(client.sandbox
                 ->change("/grants/xoxe.xoxp-old",
                          parse_json(R"({"kind":"user","role":"owner","scopes":[]})").value())
                 .has_value());
  client.token = "xoxe.xoxp-old";
  BOOST_TEST(error_of(call(client, "team.info")) == "token_expired");
}

BOOST_AUTO_TEST_CASE(lists_go_on_by_their_cursor_at_the_place_that_each_method_has_for_it)
{
  auto client = server("enterprise");

  const auto users = call(client, "admin.users.list", "limit=1&is_active=true");
  const auto channels = call(client, "admin.conversations.search", "limit=2");

  const auto cursor =
      std::string{text_of(*find_at(users.json, "/response_metadata/next_cursor"))};
  BOOST_TEST(cursor.ends_with('=')); // so that it has to be encoded
  BOOST_TEST(users.at("/users/0/id") == "\"U0SANDBOX1\"");
  const auto rest =
      call(client, "admin.users.list",
           "limit=1&is_active=true&cursor=" + cursor.substr(0, cursor.size() - 1) + "%3D");
  BOOST_TEST(rest.at("/users/0/id") == "\"U0SANDBOX2\"");
  BOOST_TEST(rest.at("/response_metadata/next_cursor") == "\"\"");
  BOOST_TEST(channels.at("/total_count") == "3");
  BOOST_TEST(channels.at("/next_cursor") != "\"\"");
  BOOST_TEST(channels.at("/response_metadata") == "(absent)");
}

BOOST_AUTO_TEST_CASE(files_have_numbered_pages_and_an_age)
{
  auto client = server();

  const auto all = client.ask("GET", "/api/files.list?count=2&page=2");
  const auto old = client.ask(
      "GET", "/api/files.list?count=1&ts_to=" +
                 std::to_string(std::chrono::duration_cast<std::chrono::seconds>(
                                    std::chrono::system_clock::now().time_since_epoch())
                                    .count() -
                                365L * 24 * 3600));

  BOOST_TEST(all.at("/paging") == R"({"count":2,"total":3,"page":2,"pages":2})");
  BOOST_TEST(all.at("/files/0/id") == "\"F0SANDBOX3\"");
  BOOST_TEST(old.at("/paging/total") == "2");
}

BOOST_AUTO_TEST_CASE(what_is_written_is_there_afterwards_and_in_the_audit_log)
{
  auto client = server("enterprise");

  BOOST_TEST(call(client, "admin.conversations.setCustomRetention",
                  "channel_id=C0SANDBOX2&duration_days=30")
                 .at("/ok") == "true");
  BOOST_TEST(
      call(client, "admin.users.session.setSettings", "user_ids=U0SANDBOX1&duration=43200")
          .at("/ok") == "true");
  BOOST_TEST(call(client, "admin.teams.settings.setDiscoverability",
                  "team_id=T0SANDBOX1&discoverability=closed")
                 .at("/ok") == "true");

  const auto retention =
      call(client, "admin.conversations.getCustomRetention", "channel_id=C0SANDBOX2");
  BOOST_TEST(retention.at("/is_policy_enabled") == "true");
  BOOST_TEST(retention.at("/duration_days") == "30");
  const auto sessions =
      call(client, "admin.users.session.getSettings", "user_ids=U0SANDBOX1,U0SANDBOX2");
  BOOST_TEST(sessions.at("/session_settings/0/duration") == "43200");
  BOOST_TEST(sessions.at("/no_settings_applied") == R"(["U0SANDBOX2"])");
  BOOST_TEST(call(client, "admin.teams.list").at("/teams/0/discoverability") == "\"closed\"");
  const auto log = client.ask("GET", "/audit/v1/logs?action=channel_retention_changed,other");
  BOOST_TEST(log.at("/entries/0/details/new_retention_policy/duration_days") == "30");
  BOOST_TEST(log.at("/ok") == "(absent)");
  BOOST_TEST(call(client, "admin.conversations.removeCustomRetention", "channel_id=C0SANDBOX2")
                 .at("/ok") == "true");
  BOOST_TEST(call(client, "admin.conversations.getCustomRetention", "channel_id=C0SANDBOX2")
                 .at("/is_policy_enabled") == "false");
}

BOOST_AUTO_TEST_CASE(member_analytics_are_a_file_or_an_error_that_proves_them_off)
{
  auto client = server("enterprise");
  const auto* form = "type=member&date=2026-11-24";

  const auto file = call(client, "admin.analytics.getFile", form);
  BOOST_TEST(client.sandbox->change("/member_analytics", JsonValue{false}).has_value());
  const auto off = call(client, "admin.analytics.getFile", form);

  BOOST_TEST(file.response.header("content-type") == "application/gzip");
  BOOST_TEST(file.body.starts_with("\x1f\x8b"));
  BOOST_TEST(error_of(off) == "member_analytics_disabled");
}

BOOST_AUTO_TEST_CASE(a_tier_is_enforced_and_says_how_long_to_wait)
{
  auto client = server();
  for (int i = 0; i < 20; ++i) {
    BOOST_TEST(call(client, "assistant.search.info").status == 200);
  }

  const auto refused = call(client, "assistant.search.info");

  BOOST_TEST(refused.status == 429);
  BOOST_TEST(error_of(refused) == "ratelimited");
  BOOST_TEST(!refused.response.header("retry-after").empty());
  BOOST_TEST(call(client, "team.info").status == 200); // Each method has its own.
  BOOST_TEST(client.sandbox->violations() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
