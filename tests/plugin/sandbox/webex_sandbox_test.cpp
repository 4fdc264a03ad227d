#include "connectors/base/clock.hpp"
#include "plugin/sandbox/state.hpp"
#include "tests/plugin/sandbox/client.hpp"

#include <boost/test/data/test_case.hpp>
#include <fmt/format.h>

#include <ostream>

using namespace klausur;
using klausur::test::Client;

namespace {

constexpr const char* k_settings = "/admin/meeting/config/commonSettings";
constexpr const char* k_options =
    "/meetingPreferences/schedulingOptions?userEmail=person1%40beispiel.example";
constexpr const char* k_room =
    "/meetingPreferences/personalMeetingRoom?userEmail=person1%40beispiel.example";

Client
organisation(std::string variant = {})
{
  Client client{"webex", {.variant = std::move(variant)}};
  client.token = "sandbox-webex-access";
  return client;
}

std::string
days_ago(int days)
{
  return to_text(system_time() - std::chrono::days{days});
}

struct Patch
{
  const char* body;
  int status;
  const char* pointer;
  const char* value; ///< Afterwards.
};

std::ostream&
operator<<(std::ostream& out, const Patch& each)
{
  return out << each.body;
}

const Patch k_patches[] = {
    {R"({"securityOptions":{"unlistAllMeetings":true}})", 200,
     "/securityOptions/unlistAllMeetings", "true"},
    {R"({"siteOptions":{"allowCustomPersonalRoomURL":false}})", 200,
     "/siteOptions/allowCustomPersonalRoomURL", "false"},
    // Audio before the host goes with joining before the host.
    {R"({"securityOptions":{"joinBeforeHost":false,"audioBeforeHost":true}})", 400,
     "/securityOptions/joinBeforeHost", "true"},
    {R"({"securityOptions":{"joinBeforeHost":false}})", 200, "/securityOptions/joinBeforeHost",
     "false"},
    {R"({"securityOptions":{"joinBeforeHost":false,"firstAttendeeAsPresenter":true}})", 400,
     "/securityOptions/joinBeforeHost", "true"},
    // Criteria go with strong passwords, and each number is at most 12.
    {R"({"securityOptions":{"requireStrongPassword":false,"passwordCriteria":{"minLength":9}}})",
     400, "/securityOptions/requireStrongPassword", "true"},
    {R"({"securityOptions":{"passwordCriteria":{"minLength":12}}})", 200,
     "/securityOptions/passwordCriteria/minLength", "12"},
    {R"({"securityOptions":{"passwordCriteria":{"minLength":13}}})", 400,
     "/securityOptions/passwordCriteria/minLength", "8"},
    // Two of the scheduler's options are required where there is one.
    {R"({"defaultSchedulerOptions":{"entryAndExitTone":"NoTone"}})", 400,
     "/defaultSchedulerOptions/entryAndExitTone", "\"Beep\""},
    {R"({"defaultSchedulerOptions":{"entryAndExitTone":"NoTone","telephonySupport":"None"}})",
     200, "/defaultSchedulerOptions/entryAndExitTone", "\"NoTone\""},
    {R"({"defaultSchedulerOptions":{"entryAndExitTone":"Gong","telephonySupport":"None"}})",
     400, "/defaultSchedulerOptions/entryAndExitTone", "\"Beep\""},
    // What is read only is kept silently, and other types are refused.
    {R"({"telephonyConfig":{"allowCallIn":false}})", 200, "/telephonyConfig/allowCallIn",
     "true"},
    {R"({"securityOptions":{"unlistAllMeetings":"yes"}})", 400,
     "/securityOptions/unlistAllMeetings", "false"},
    {"[]", 400, "/securityOptions/unlistAllMeetings", "false"},
};

struct Renewal
{
  const char* form;
  int status;
};

std::ostream&
operator<<(std::ostream& out, const Renewal& each)
{
  return out << each.form;
}

const Renewal k_renewals[] = {
    {"grant_type=refresh_token&client_id=Csandbox&client_secret=sandbox-webex-secret&"
     "refresh_token=sandbox-webex-refresh-0",
     200},
    {"grant_type=refresh_token&client_id=Csandbox&client_secret=sandbox-webex-secret&"
     "refresh_token=old",
     400},
    {"grant_type=refresh_token&client_id=Csandbox&client_secret=wrong&"
     "refresh_token=sandbox-webex-refresh-0",
     401},
    {"grant_type=client_credentials&client_id=Csandbox&client_secret=sandbox-webex-secret",
     400},
};

} // namespace

BOOST_AUTO_TEST_SUITE(webex_sandbox_test)

BOOST_DATA_TEST_CASE(a_patch_sticks_or_changes_nothing, k_patches, each)
{
  auto client = organisation();

  const auto answer = client.ask("PATCH", k_settings, each.body);

  BOOST_TEST(answer.status == each.status);
  BOOST_TEST(client.ask("GET", k_settings).at(each.pointer) == each.value);
  if (answer.status == 400) {
    BOOST_TEST(answer.at("/trackingId") != "(absent)");
    BOOST_TEST(answer.at("/errors/0/description") != "(absent)");
  }
}

BOOST_DATA_TEST_CASE(a_refresh_token_is_taken_with_the_clients_secret, k_renewals, each)
{
  auto client = organisation();
  client.content_type = "application/x-www-form-urlencoded";

  const auto answer = client.ask("POST", "/access_token", each.form);

  BOOST_TEST(answer.status == each.status);
}

BOOST_AUTO_TEST_CASE(a_refresh_token_works_once_and_gives_the_next)
{
  auto client = organisation();
  client.content_type = "application/x-www-form-urlencoded";
  const auto first = client.ask("POST", "/access_token", k_renewals[0].form);
  client.token = std::string{text_of(*find_at(first.json, "/access_token"))};

  BOOST_TEST(first.at("/expires_in") == "1209599");
  BOOST_TEST(first.at("/refresh_token") == "\"sandbox-webex-refresh-1\"");
  BOOST_TEST(client.ask("POST", "/access_token", k_renewals[0].form).status == 400);
  BOOST_TEST(client.ask("GET", "/licenses").status == 200);
}

BOOST_AUTO_TEST_CASE(a_wrong_token_and_a_missing_scope_are_refused_in_the_vendors_words)
{
  auto client = organisation();
  const Json none{rapidjson::kArrayType};
  BOOST_TEST(client.sandbox->change("/scopes", none).has_value());

  const auto forbidden = client.ask("GET", "/licenses");
  client.token = "wrong";
  const auto unknown = client.ask("GET", "/licenses");

  BOOST_TEST(forbidden.status == 403);
  BOOST_TEST(forbidden.body.find("missing required scopes") != std::string::npos);
  BOOST_TEST(unknown.status == 401);
  BOOST_TEST(unknown.body.find("valid access token") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(pages_are_linked_by_a_header_until_the_last_one)
{
  auto client = organisation();

  const auto first = client.ask("GET", "/people?max=4");
  const auto link = std::string{first.response.header("link")};
  const auto begin = link.find("/people");
  const auto second = client.ask("GET", link.substr(begin, link.find('>') - begin));

  BOOST_TEST(link.ends_with("; rel=\"next\""));
  BOOST_TEST(first.at("/items/3/id") != "(absent)");
  BOOST_TEST(second.at("/items/1/id") != "(absent)");
  BOOST_TEST(second.at("/items/2/id") == "(absent)");
  BOOST_TEST(second.response.header("link").empty());
  BOOST_TEST(client.ask("GET", "/people?max=5000").status == 400);
}

BOOST_AUTO_TEST_CASE(recordings_are_given_for_thirty_days_at_a_time)
{
  auto client = organisation();
  const auto ask = [&](int from, int to, const char* more) {
    return client.ask("GET", fmt::format("/admin/recordings?from={}&to={}&max=100{}",
                                         days_ago(from), days_ago(to), more));
  };

  BOOST_TEST(client.ask("GET", "/admin/recordings").at("/items/0/id") == "\"rec-2\"");
  BOOST_TEST(ask(60, 30, "").at("/items/0/id") == "\"rec-1\"");
  BOOST_TEST(ask(60, 30, "&status=deleted").at("/items/0/id") == "\"rec-3\"");
  BOOST_TEST(ask(60, 29, "").status == 400);
  BOOST_TEST(ask(30, 60, "").status == 400);
  BOOST_TEST(client.ask("GET", "/admin/recordings?from=yesterday").status == 400);
}

BOOST_AUTO_TEST_CASE(a_persons_preferences_are_replaced_whole)
{
  auto client = organisation();

  const auto partial = client.ask("PUT", k_options, R"({"enabledAutoShareRecording":false})");
  const auto whole = client.ask("PUT", k_options,
                                R"({"enabledJoinBeforeHost":false,"joinBeforeHostMinutes":10,)"
                                R"("enabledAutoShareRecording":false})");
  const auto odd = client.ask("PUT", k_options,
                              R"({"enabledJoinBeforeHost":false,"joinBeforeHostMinutes":7,)"
                              R"("enabledAutoShareRecording":false})");

  BOOST_TEST(partial.status == 400);
  BOOST_TEST(whole.at("/joinBeforeHostMinutes") == "10");
  BOOST_TEST(whole.at("/enabledWebexAssistantByDefault") == "true");
  BOOST_TEST(odd.status == 400);
  BOOST_TEST(client.ask("PUT", k_room, R"({"enabledAutoLock":true})").status == 400);
  BOOST_TEST(
      client.ask("GET", "/meetingPreferences/personalMeetingRoom?userEmail=nobody").status ==
      404);
}

BOOST_AUTO_TEST_CASE(audit_events_need_a_time_and_an_organisation)
{
  auto client = organisation();
  const auto query = fmt::format("from={}&to={}", days_ago(30), days_ago(0));

  BOOST_TEST(client.ask("GET", "/adminAudit/events?" + query).status == 400);
  const auto events =
      client.ask("GET", "/adminAudit/events?orgId=Y2lzY29zcGFyazovL3VzL09SRy8x&" + query);
  BOOST_TEST(events.at("/items/0/data/eventCategory") == "\"LOGINS\"");
}

BOOST_AUTO_TEST_CASE(only_the_hardened_organisation_has_no_past_and_no_vidcast)
{
  const char* vidcast = "/settings/organizations/O1/settings/allow-vidcast-access";

  BOOST_TEST(organisation().ask("GET", vidcast).at("/value") == "true");
  BOOST_TEST(organisation("hardened").ask("GET", vidcast).at("/value") == "false");
  BOOST_TEST(organisation("hardened").ask("GET", "/admin/recordings").body ==
             R"({"items":[]})");
  BOOST_TEST(organisation().ask("GET", "/settings/organizations/O1/settings/other").status ==
             404);
}

BOOST_AUTO_TEST_CASE(too_many_requests_are_told_how_long_to_wait)
{
  auto client = organisation();
  client.sandbox->enforce("default", {.requests = 1, .per_seconds = 3});
  client.ask("GET", "/licenses");

  const auto answer = client.ask("GET", "/licenses");

  BOOST_TEST(answer.status == 429);
  BOOST_TEST(answer.response.header("retry-after") == "3");
  BOOST_TEST(answer.at("/trackingId") != "(absent)");
}

BOOST_AUTO_TEST_SUITE_END()
