#include "connectors/registry.hpp"
#include "tests/connectors/webex/webex_tenant.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

using namespace klausur;
using namespace klausur::test;

namespace {

const std::string k_settings = std::string{"common_settings/"} + k_site;
const std::string k_options = std::string{"scheduling_options/"} + k_person;
const std::string k_room = std::string{"personal_rooms/"} + k_person;

std::string
value_in(const Reading& reading, const char* pointer)
{
  const auto* value = reading.content ? find_at(*reading.content, pointer) : nullptr;
  return value == nullptr ? said(reading.content) : to_text(*value);
}

Reply
sites(bool preferred)
{
  return {.body = fmt::format(R"({{"sites":[{{"siteUrl":"{}","default":{}}}]}})", k_site,
                              preferred)};
}

} // namespace

BOOST_AUTO_TEST_SUITE(webex_test)

BOOST_AUTO_TEST_CASE(the_registry_knows_it)
{
  BOOST_TEST(connector_for("webex") != nullptr);
}

BOOST_AUTO_TEST_CASE(an_organisation_is_read_whole_and_nothing_of_its_people_is_kept)
{
  const WebexTenant webex;

  const auto snapshot = webex.read();

  for (const auto& reading : snapshot.readings) {
    BOOST_TEST(reading.content.has_value(), reading.document << ": " << said(reading.content));
  }
  check_that_nothing_planted_is_in(to_text(to_json(snapshot)));
  BOOST_TEST(said(snapshot, "sites") ==
             R"({"beispiel.webex.com":{"siteUrl":"beispiel.webex.com","default":true}})");
  BOOST_TEST(snapshot.find("people")->content->MemberCount() == 6U);
  BOOST_TEST(snapshot.find(k_room) != nullptr);
  BOOST_TEST(snapshot.find(k_options) != nullptr);
}

BOOST_AUTO_TEST_CASE(a_missing_scope_is_named_and_nothing_else_is_missing)
{
  const WebexTenant every_scope;
  std::set<std::string> scopes;
  for (const auto& entry : every_scope.manifest.documents) {
    const auto& needed = entry.needs.read.scopes;
    scopes.insert(needed.begin(), needed.end());
  }
  for (const auto& scope : scopes) {
    const WebexTenant webex;
    webex.withdraw(scope);

    const auto snapshot = webex.read();

    const bool named = std::ranges::any_of(snapshot.readings, [&](const Reading& reading) {
      return !reading.content && reading.content.error().kind == Failure::forbidden &&
             reading.content.error().scope == scope;
    });
    BOOST_TEST(named, scope);
    for (const auto& reading : snapshot.readings) {
      const auto* entry = webex.manifest.entry_of(reading.document);
      const bool concerned =
          entry->needs.read.scopes == std::vector<std::string>{scope} || entry->read.each;
      BOOST_TEST((reading.content.has_value() || concerned), reading.document);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_refusal_says_what_may_be_missing_and_what_the_support_asks_for)
{
  const WebexTenant webex;
  webex.withdraw("meeting:admin_config_read");

  const auto words = said(webex.read(k_settings).content);

  BOOST_TEST(has(words, "a scope, role or licence is missing"), words);
  BOOST_TEST(has(words, "trackingId ROUTER_SANDBOX"), words);
  BOOST_TEST(has(words, "grant meeting:admin_config_read"), words);
}

BOOST_AUTO_TEST_CASE(statuses_are_understood)
{
  struct Row
  {
    int status;
    Failure kind;
  };
  for (const auto& row : {Row{400, Failure::unexpected}, Row{401, Failure::unauthorised},
                          Row{403, Failure::forbidden}, Row{404, Failure::unexpected},
                          Row{409, Failure::unexpected}, Row{423, Failure::unreachable},
                          Row{428, Failure::unexpected}, Row{429, Failure::unreachable},
                          Row{500, Failure::unreachable}, Row{503, Failure::unreachable}}) {
    const WebexTenant webex;
    webex.sandbox->arm({.path = "/licenses",
                        .times = 9,
                        .answer = {.status = row.status,
                                   .body = R"({"message":"planted <b>","trackingId":"A b"})"}});

    const auto reading = webex.read("licenses");

    BOOST_TEST_REQUIRE(!reading.content.has_value(), row.status);
    BOOST_TEST((reading.content.error().kind == row.kind), said(reading.content));
    BOOST_TEST(!has(said(reading.content), "planted"));
    BOOST_TEST(!has(said(reading.content), "A b"));
  }
}

BOOST_AUTO_TEST_CASE(a_change_of_the_site_holds_and_is_read_back)
{
  const WebexTenant webex;
  const char* pointer = "/securityOptions/joinBeforeHost";
  BOOST_TEST(webex.write(k_settings, "/securityOptions/audioBeforeHost", "false").has_value());
  BOOST_TEST(webex.write(k_settings, "/securityOptions/firstAttendeeAsPresenter", "false")
                 .has_value());

  BOOST_TEST(webex.write(k_settings, pointer, "false").has_value());

  BOOST_TEST(value_in(webex.read(k_settings), pointer) == "false");
  const auto refused = webex.write(k_settings, "/securityOptions/audioBeforeHost", "true");
  BOOST_TEST_REQUIRE(!refused.has_value());
  BOOST_TEST(has(refused.error().what, "answered 400"), refused.error().what);
}

BOOST_AUTO_TEST_CASE(a_change_sends_what_is_changed_and_what_the_api_wants_along)
{
  ScriptedWebex webex{
      {{"GET /meetingPreferences/sites", sites(true)},
       {fmt::format("GET /admin/meeting/config/commonSettings?siteUrl={}", k_site),
        {.body = R"({"defaultSchedulerOptions":{"entryAndExitTone":"AnnounceName",)"
                 R"("telephonySupport":"Other","VoIP":true},"securityOptions":{}})"}},
       {"PATCH /admin/meeting/config/commonSettings", {.body = "{}"}}}};

  BOOST_TEST(webex
                 .write(k_settings, {{"/defaultSchedulerOptions/entryAndExitTone", "\"Beep\""},
                                     {"/securityOptions/unlistAllMeetings", "true"}})
                 .has_value());

  const auto sent = webex.desk.server.received().back();
  BOOST_TEST(sent.method == "PATCH");
  BOOST_TEST(
      sent.body ==
      R"({"defaultSchedulerOptions":{"entryAndExitTone":"Beep","telephonySupport":"Other"},)"
      R"("securityOptions":{"unlistAllMeetings":true}})");
  BOOST_TEST(sent.header("content-type") == "application/json");
}

BOOST_AUTO_TEST_CASE(a_change_for_another_site_than_the_preferred_one_is_never_sent)
{
  for (const auto& answer : {sites(false), Reply{.body = R"({"sites":[]})"}}) {
    ScriptedWebex webex{{{"GET /meetingPreferences/sites", answer}}};

    const auto written =
        webex.write(k_settings, {{"/securityOptions/unlistAllMeetings", "true"}});

    BOOST_TEST_REQUIRE(!written.has_value());
    BOOST_TEST((written.error().kind == Failure::unsupported));
    BOOST_TEST(has(written.error().what, "sites#/*/default"), written.error().what);
    BOOST_TEST(webex.desk.server.requests() == 1U);
  }
}

BOOST_AUTO_TEST_CASE(a_change_of_a_persons_options_leaves_the_others_as_they_are)
{
  const WebexTenant webex;

  BOOST_TEST(webex.write(k_options, "/enabledAutoShareRecording", "false").has_value());
  BOOST_TEST(webex.write(k_room, "/enabledAutoLock", "true").has_value());

  BOOST_TEST(said(webex.read(k_options).content) ==
             R"({"enabledJoinBeforeHost":true,"enabledAutoShareRecording":false,)"
             R"("enabledWebexAssistantByDefault":true})");
  BOOST_TEST(webex.state("/people/4/scheduling/joinBeforeHostMinutes") == "5");
  BOOST_TEST(value_in(webex.read(k_room), "/enabledAutoLock") == "true");
  BOOST_TEST(webex.state("/people/4/room/hostPin") == "\"47114714\"");
  BOOST_TEST(webex.state("/people/4/room/coHosts/0/email") == "\"cohost4@beispiel.example\"");
  BOOST_TEST(webex.state("/people/4/scheduling/delegateEmails/0") ==
             "\"vertretung4@beispiel.example\"");
}

BOOST_AUTO_TEST_CASE(a_switch_of_the_organisation_is_sent_by_its_key)
{
  ScriptedWebex webex{
      {{"GET /settings/organizations/O1/settings/allow-vidcast-access",
        {.body = R"({"key":"allow-vidcast-access","value":true,"name":"Vidcast"})"}},
       {"POST /settings/organizations/O1/settings", {.body = "{}"}}}};

  BOOST_TEST(webex.write("vidcast/O1", {{"/value", "false"}}).has_value());

  BOOST_TEST(webex.desk.server.received().back().body ==
             R"({"value":false,"key":"allow-vidcast-access"})");
}

BOOST_AUTO_TEST_CASE(a_person_without_an_address_is_not_asked_about)
{
  ScriptedWebex webex{{{"GET /people/P1", {.body = R"({"id":"P1","displayName":"planted"})"}}}};

  const auto words =
      said(read_document_by(&open_webex, webex.desk.at, "scheduling_options/P1").content);

  BOOST_TEST(words.starts_with("unexpected"), words);
  BOOST_TEST(has(words, "no address"), words);
  BOOST_TEST(!has(words, "planted"), words);
}

BOOST_AUTO_TEST_SUITE_END()
