#include "plugin/sandbox/state.hpp"
#include "tests/plugin/sandbox/client.hpp"

#include <boost/test/data/test_case.hpp>
#include <fmt/format.h>

#include <ostream>
#include <set>

using namespace klausur;
using klausur::test::Client;

namespace {

constexpr const char* k_settings = "/v2/accounts/me/settings";
constexpr const char* k_locks = "/v2/accounts/me/lock_settings";
constexpr const char* k_basic = "Basic c2FuZGJveC1jbGllbnQ6c2FuZGJveC1zZWNyZXQ=";

Result<Response>
post_token(const Sandbox& sandbox, const std::string& basic, std::string body)
{
  Redactor redactor;
  Http http{{}, redactor};
  Request request;
  request.method = "POST";
  request.url = sandbox.url() + "/oauth/token";
  request.headers = {{"Authorization", basic},
                     {"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = std::move(body);
  return http.send(request);
}

/// Signed in as the app that the administrator has created.
Client
account(std::string variant = {})
{
  Client client{"zoom", {.variant = std::move(variant)}};
  for (const char* limit : {"light", "medium"}) {
    client.sandbox->enforce(limit, {});
  }
  const auto answer =
      post_token(*client.sandbox, k_basic,
                 "grant_type=account_credentials&account_id=sandboxaccount00000001");
  client.token = member_text(parse_json(answer.value().body).value(), "access_token");
  return client;
}

struct Refused
{
  const char* basic;
  const char* body;
  const char* error;
};

std::ostream&
operator<<(std::ostream& out, const Refused& each)
{
  return out << each.error;
}

const Refused k_refused[] = {
    {"Basic d3Jvbmc6d3Jvbmc=",
     "grant_type=account_credentials&account_id=sandboxaccount00000001", "invalid_client"},
    {k_basic, "grant_type=client_credentials", "unsupported_grant_type"},
    {k_basic, "grant_type=account_credentials&account_id=other", "invalid_request"},
};

struct Patched
{
  const char* query;
  const char* body;
  int status;
  const char* pointer; ///< In the view that was written.
  const char* after;
};

std::ostream&
operator<<(std::ostream& out, const Patched& each)
{
  return out << each.query << " " << each.body;
}

const Patched k_patched[] = {
    {"", R"({"recording":{"auto_delete_cmr":true,"auto_delete_cmr_days":30}})", 204,
     "/recording/auto_delete_cmr_days", "30"},
    {"", R"({"recording":{"auto_delete_cmr":true}})", 204, "/recording/cloud_recording",
     "true"},
    {"", R"({"recording":{"auto_delete_cmr_days":31}})", 400, "/recording/auto_delete_cmr_days",
     "120"},
    {"", R"({"recording":{"auto_recording":"always"}})", 400, "/recording/auto_recording",
     "\"none\""},
    {"", R"({"in_meeting":{"feedback":"no"}})", 400, "/in_meeting/feedback", "true"},
    {"", R"({"in_meeting":{"meeting_summary_with_ai_companion":{"enable":false}}})", 204,
     "/in_meeting/meeting_summary_with_ai_companion/enable", "true"},
    {"", R"({"smart_recognition":{"personalized_audio_isolation":true}})", 204,
     "/smart_recognition/personalized_audio_isolation", "false"},
    {"", R"({"meeting_security":{"waiting_room":false}})", 204, "/meeting_security",
     "(absent)"},
    {"?option=meeting_security", R"({"meeting_security":{"waiting_room":false}})", 204,
     "/meeting_security/waiting_room", "false"},
    {"?option=meeting_security", R"({"meeting_security":{"encryption_type":"none"}})", 400,
     "/meeting_security/encryption_type", "\"enhanced_encryption\""},
    {"?option=meeting_authentication", R"({"meeting_authentication":true})", 204,
     "/meeting_authentication", "true"},
    {"?option=recording_authentication", R"({"recording_authentication":true})", 204,
     "/recording_authentication", "true"},
};

} // namespace

BOOST_AUTO_TEST_SUITE(zoom_sandbox_test)

BOOST_AUTO_TEST_CASE(a_token_lives_an_hour_and_has_no_refresh_token)
{
  const Client zoom = account();

  const auto answer =
      post_token(*zoom.sandbox, k_basic,
                 "grant_type=account_credentials&account_id=sandboxaccount00000001");
  const auto json = parse_json(answer.value().body).value();

  BOOST_TEST(member(json, "expires_in")->GetInt() == 3600);
  BOOST_TEST(member_text(json, "token_type") == "bearer");
  BOOST_TEST((member_text(json, "scope").find("account:read:settings:admin") !=
              std::string_view::npos));
  BOOST_TEST(member(json, "refresh_token") == nullptr);
  BOOST_TEST((member_text(json, "access_token") != zoom.token));
}

BOOST_DATA_TEST_CASE(who_asks_wrongly_gets_no_token, boost::unit_test::data::make(k_refused),
                     refused)
{
  const Client zoom = account();

  const auto answer = post_token(*zoom.sandbox, refused.basic, refused.body).value();

  BOOST_TEST(answer.status == 400);
  BOOST_TEST(member_text(parse_json(answer.body).value(), "error") == refused.error);
}

BOOST_AUTO_TEST_CASE(without_a_good_token_nothing_is_told)
{
  Client zoom = account();
  zoom.sandbox->expire_tokens_after(1);

  const auto good = zoom.ask("GET", k_settings);
  const auto expired = zoom.ask("GET", k_settings);
  zoom.token = "";
  const auto none = zoom.ask("GET", k_settings);

  BOOST_TEST(good.status == 200);
  BOOST_TEST(expired.status == 401);
  BOOST_TEST(expired.body == R"({"code":124,"message":"Access token is expired."})");
  BOOST_TEST(none.body == R"({"code":124,"message":"Invalid access token."})");
}

BOOST_AUTO_TEST_CASE(a_scope_that_is_missing_is_named_in_the_text)
{
  Client zoom = account();
  BOOST_TEST(zoom.sandbox->change("/scopes", literal("[]")).has_value());

  const auto answer = zoom.ask("GET", k_settings);

  BOOST_TEST(answer.status == 400);
  BOOST_TEST(answer.body ==
             R"({"code":4711,"message":"Invalid access token, does not contain scopes:)"
             R"([account:read:settings:admin, account:read:settings:master]."})");
}

BOOST_AUTO_TEST_CASE(each_option_has_a_shape_of_its_own)
{
  Client zoom = account();
  const std::string option = std::string{k_settings} + "?option=";

  BOOST_TEST(zoom.ask("GET", k_settings).at("/recording/cloud_recording") == "true");
  BOOST_TEST(zoom.ask("GET", k_settings).at("/meeting_security") == "(absent)");
  BOOST_TEST(
      zoom.ask("GET", option + "meeting_security").at("/meeting_security/waiting_room") ==
      "true");
  BOOST_TEST(zoom.ask("GET", option + "meeting_security").at("/recording") == "(absent)");
  BOOST_TEST(zoom.ask("GET", option + "meeting_authentication").at("/meeting_authentication") ==
             "false");
  BOOST_TEST(zoom.ask("GET", option + "bogus").status == 400);
  BOOST_TEST(zoom.ask("GET", k_locks).at("/recording/auto_recording") == "false");
  BOOST_TEST(zoom.ask("GET", std::string{k_locks} + "?option=meeting_security")
                 .at("/meeting_security/waiting_room") == "false");
}

BOOST_DATA_TEST_CASE(a_change_is_taken_refused_or_taken_and_forgotten,
                     boost::unit_test::data::make(k_patched), patched)
{
  Client zoom = account();
  const auto path = k_settings + std::string{patched.query};

  const auto answer = zoom.ask("PATCH", path, patched.body);

  BOOST_TEST(answer.status == patched.status);
  BOOST_TEST((answer.body.empty() == (patched.status == 204)));
  BOOST_TEST(zoom.ask("GET", path).at(patched.pointer) == patched.after);
}

BOOST_AUTO_TEST_CASE(a_lock_of_the_account_holds_groups_and_users)
{
  Client zoom = account();
  const std::string group = "/v2/groups/sandboxgroup0001/settings";
  const std::string user = "/v2/users/sandboxuser00000003/settings";
  const char* local = R"({"recording":{"local_recording":true,"auto_recording":"cloud"}})";

  BOOST_TEST(
      zoom.ask("PATCH", k_settings, R"({"recording":{"local_recording":false}})").status ==
      204);
  BOOST_TEST(zoom.ask("PATCH", k_locks, R"({"recording":{"local_recording":true}})").status ==
             204);
  BOOST_TEST(zoom.ask("PATCH", group, local).status == 204);
  BOOST_TEST(zoom.ask("PATCH", user, local).status == 204);

  for (const auto& path : {group, user}) {
    BOOST_TEST(zoom.ask("GET", path).at("/recording/local_recording") == "false");
    BOOST_TEST(zoom.ask("GET", path).at("/recording/auto_recording") == "\"cloud\"");
  }
  BOOST_TEST(zoom.ask("GET", k_settings).at("/recording/auto_recording") == "\"none\"");
}

BOOST_AUTO_TEST_CASE(groups_have_locks_of_their_own)
{
  Client zoom = account();
  const std::string locks = "/v2/groups/sandboxgroup0002/lock_settings";

  BOOST_TEST(zoom.ask("GET", locks).at("/recording/auto_recording") == "false");
  BOOST_TEST(zoom.ask("PATCH", locks, R"({"recording":{"auto_recording":true}})").status ==
             204);

  BOOST_TEST(zoom.ask("GET", locks).at("/recording/auto_recording") == "true");
  BOOST_TEST(zoom.ask("GET", "/v2/groups/sandboxgroup0001/lock_settings")
                 .at("/recording/auto_recording") == "false");
}

BOOST_AUTO_TEST_CASE(who_is_not_there_has_no_settings)
{
  Client zoom = account();

  BOOST_TEST(zoom.ask("GET", "/v2/groups/none/settings").at("/code") == "4130");
  BOOST_TEST(zoom.ask("GET", "/v2/users/sandboxuser00000099/settings").at("/code") == "1001");
  BOOST_TEST(zoom.ask("GET", "/v2/accounts/other/settings").at("/code") == "2001");
  BOOST_TEST(zoom.ask("GET", "/v2/unheard-of").status == 404);
}

BOOST_AUTO_TEST_CASE(users_come_in_pages_until_the_token_is_empty)
{
  Client zoom = account();
  BOOST_TEST(zoom.sandbox->change("/users/licensed", literal("70")).has_value());
  std::set<std::string> ids;
  std::string token;
  int pages = 0;
  do {
    const auto page = zoom.ask("GET", "/v2/users?page_size=30&next_page_token=" + token);
    for (const auto& user : find_at(page.json, "/users")->GetArray()) {
      ids.emplace(member_text(user, "id"));
    }
    BOOST_TEST(page.at("/total_records") == "70");
    token = member_text(page.json, "next_page_token");
    ++pages;
  } while (!token.empty() && pages < 9);

  BOOST_TEST(ids.size() == 70U);
  BOOST_TEST(pages == 3);
  BOOST_TEST(zoom.ask("GET", "/v2/users?next_page_token=stale").status == 400);
}

BOOST_AUTO_TEST_CASE(recordings_are_asked_for_a_month_at_most)
{
  Client zoom = account();
  const std::string path = "/v2/accounts/me/recordings";

  BOOST_TEST(zoom.ask("GET", path + "?from=2020-01-01&to=2020-02-01").at("/meetings") == "[]");
  BOOST_TEST(zoom.ask("GET", path + "?from=2020-01-01&to=2020-02-02").status == 400);
  BOOST_TEST(zoom.ask("GET", path + "?to=2020-02-02").status == 400);
}

BOOST_AUTO_TEST_CASE(a_free_account_is_told_so_under_200_and_under_400)
{
  Client zoom = account("free");

  const auto read = zoom.ask("GET", k_settings);
  const auto written = zoom.ask("PATCH", k_settings, "{}");

  BOOST_TEST(read.status == 200);
  BOOST_TEST(read.at("/code") == "200");
  BOOST_TEST(written.status == 400);
  BOOST_TEST(written.at("/code") == "200");
  BOOST_TEST(zoom.ask("GET", "/v2/groups").status == 400);
  BOOST_TEST(zoom.ask("GET", "/v2/users").status == 200);
}

BOOST_AUTO_TEST_CASE(beyond_the_limit_zoom_says_when_it_ends)
{
  Client zoom = account();
  zoom.sandbox->enforce("medium", {.requests = 1, .per_seconds = 3600});

  BOOST_TEST(zoom.ask("GET", "/v2/users/summary").status == 200);
  const auto refused = zoom.ask("GET", "/v2/users/summary");

  BOOST_TEST(refused.status == 429);
  BOOST_TEST(refused.at("/code") == "429");
  BOOST_TEST(refused.response.header("x-ratelimit-type") == "QPS");
  BOOST_TEST(refused.response.header("x-ratelimit-category") == "Medium");
  BOOST_TEST(!refused.response.header("x-ratelimit-reset").empty());
  BOOST_TEST(zoom.sandbox->violations() == 1U);
}

BOOST_AUTO_TEST_CASE(hardened_means_nothing_is_recorded_and_all_is_locked)
{
  Client zoom = account("hardened");

  const auto settings = zoom.ask("GET", k_settings);
  const auto security = zoom.ask("GET", std::string{k_settings} + "?option=meeting_security");
  const auto locks = zoom.ask("GET", k_locks);

  BOOST_TEST(settings.at("/recording/cloud_recording") == "false");
  BOOST_TEST(security.at("/meeting_security/encryption_type") == "\"e2ee\"");
  BOOST_TEST(locks.at("/recording/cloud_recording") == "true");
  BOOST_TEST(!Sandbox::open("zoom", {.variant = "unheard-of"}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
