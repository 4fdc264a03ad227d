#include "plugin/sandbox/jitsi_api.hpp"
#include "tests/plugin/sandbox/client.hpp"
#include "tests/support/holds.hpp"

#include <boost/test/data/test_case.hpp>

using namespace klausur;
using klausur::test::Answer;
using klausur::test::Client;
using klausur::test::holds;

namespace {

constexpr const char* k_open = "<body rid='1' to='meet.example.org' ver='1.10' "
                               "xmlns='http://jabber.org/protocol/httpbind'/>";

Client
deployment(std::string variant = {})
{
  Client client{"jitsi", {.variant = std::move(variant)}};
  client.content_type = "text/xml; charset=utf-8";
  return client;
}

/// One request of the first session.
Answer
in_session(Client& client, std::string_view content, std::string_view attributes = "")
{
  return client.ask("POST", "/http-bind",
                    "<body rid='2' sid='sandbox-session-1' " + std::string{attributes} +
                        " xmlns='http://jabber.org/protocol/httpbind'>" + std::string{content} +
                        "</body>");
}

constexpr const char* k_auth =
    "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>";
constexpr const char* k_items =
    "<iq type='get' id='q7' to='meet.example.org' xmlns='jabber:client'>"
    "<query xmlns='http://jabber.org/protocol/disco#items'/></iq>";

} // namespace

BOOST_AUTO_TEST_SUITE(jitsi_sandbox_test)

BOOST_AUTO_TEST_CASE(config_js_is_served_as_the_packages_leave_it)
{
  auto client = deployment();

  const auto answer = client.ask("GET", "/config.js");

  BOOST_TEST(answer.status == 200);
  BOOST_TEST(answer.response.header("content-type").starts_with("application/javascript"));
  BOOST_TEST(answer.response.header("strict-transport-security") == "max-age=63072000");
  BOOST_TEST(holds(answer.body, "var config = {"));
  BOOST_TEST(holds(answer.body, "stun:meet-jit-si-turnrelay.jitsi.net:443"));
  BOOST_TEST(!holds(answer.body, "requireConsent"));
  BOOST_TEST(!holds(answer.body, "<!--#"));
}

BOOST_AUTO_TEST_CASE(the_served_config_names_the_address_that_was_asked)
{
  auto client = deployment();

  const std::string body = client.ask("GET", "/config.js").body;

  BOOST_TEST(holds(body, client.sandbox->url() + "/http-bind"));
  BOOST_TEST(holds(body, "\"domain\": \"meet.example.org\""));
}

BOOST_AUTO_TEST_CASE(a_key_made_worse_by_hand_is_served)
{
  auto client = deployment("hardened");
  BOOST_TEST(client.sandbox->change("/config/recordings/requireConsent", JsonValue{false})
                 .has_value());

  BOOST_TEST(holds(client.ask("GET", "/config.js").body, "\"requireConsent\": false"));
}

BOOST_AUTO_TEST_CASE(a_session_is_offered_the_mechanisms_before_any_login)
{
  auto fresh = deployment();
  auto hardened = deployment("hardened");

  const auto open = fresh.ask("POST", "/http-bind", k_open);

  BOOST_TEST(holds(open.body, "sid='sandbox-session-1'"));
  BOOST_TEST(holds(open.body, "<mechanism>ANONYMOUS</mechanism>"));
  BOOST_TEST(!holds(hardened.ask("POST", "/http-bind", k_open).body, "ANONYMOUS"));
}

BOOST_AUTO_TEST_CASE(an_anonymous_session_sees_the_services)
{
  auto client = deployment();
  client.ask("POST", "/http-bind", k_open);

  const auto admitted = in_session(client, k_auth);
  const auto restarted = in_session(client, "", "xmpp:restart='true'");
  const auto items = in_session(client, k_items);

  BOOST_TEST(holds(admitted.body, "<success"));
  BOOST_TEST(holds(restarted.body, "xmpp-bind"));
  BOOST_TEST(holds(items.body, "id='q7'"));
  BOOST_TEST(holds(items.body, "<item jid='recorder.meet.example.org'/>"));
  BOOST_TEST(holds(items.body, "<item jid='lobby.meet.example.org'/>"));
}

BOOST_AUTO_TEST_CASE(who_is_not_admitted_is_told_nothing)
{
  auto client = deployment("hardened");
  client.ask("POST", "/http-bind", k_open);

  BOOST_TEST(holds(in_session(client, k_auth).body, "<not-authorized/>"));
  BOOST_TEST(holds(in_session(client, k_items).body, "type='terminate'"));
}

BOOST_AUTO_TEST_CASE(an_unknown_host_and_an_ended_session_are_refused)
{
  auto client = deployment();
  client.ask("POST", "/http-bind", k_open);

  const auto elsewhere = client.ask(
      "POST", "/http-bind",
      "<body rid='1' to='other.example' xmlns='http://jabber.org/protocol/httpbind'/>");
  in_session(client, "", "type='terminate'");

  BOOST_TEST(holds(elsewhere.body, "condition='host-unknown'"));
  BOOST_TEST(holds(in_session(client, k_items).body, "condition='item-not-found'"));
}

BOOST_AUTO_TEST_CASE(the_files_lie_where_the_packages_put_them)
{
  const auto client = deployment();

  const auto files = jitsi_sandbox::files(client.sandbox->state());

  BOOST_TEST(files.contains("etc/jitsi/meet/meet.example.org-config.js"));
  BOOST_TEST(files.contains("etc/prosody/conf.d/meet.example.org.cfg.lua"));
  BOOST_TEST(files.contains("etc/jitsi/jicofo/jicofo.conf"));
  BOOST_TEST(files.contains("etc/jitsi/videobridge/jvb.conf"));
  for (const auto& [path, text] : files) {
    BOOST_TEST(!holds(text, "@HOST@"), path);
    BOOST_TEST(!holds(text, "@RECORDER@"), path);
  }
  BOOST_TEST(holds(files.at("etc/jitsi/meet/meet.example.org-config.js"), "<!--# echo"));
}

BOOST_AUTO_TEST_CASE(a_hardened_deployment_is_written_differently)
{
  const auto client = deployment("hardened");

  const auto files = jitsi_sandbox::files(client.sandbox->state());
  const auto& prosody = files.at("etc/prosody/conf.d/meet.example.org.cfg.lua");

  BOOST_TEST(holds(prosody, "authentication = \"token\""));
  BOOST_TEST(holds(prosody, "max_history_messages = 0"));
  BOOST_TEST(!holds(prosody, "recorder.meet.example.org"));
  BOOST_TEST(!holds(prosody, "speakerstats"));
}

BOOST_AUTO_TEST_SUITE_END()
