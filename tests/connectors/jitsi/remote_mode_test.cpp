// A deployment as everybody sees it from outside, and from both sides.

#include "connectors/model/setting.hpp"
#include "tests/connectors/jitsi/whole.hpp"
#include "tests/support/holds.hpp"
#include "tests/support/loopback_server.hpp"

#include <map>

using namespace klausur;
using namespace klausur::test;

namespace {

constexpr const char* k_config_js =
    "var config = { hosts: { domain: 'meet.example.org' }, bosh: '/http-bind', "
    "disableThirdPartyRequests: true };";

/// A server that answers these paths and 404 to all else.
std::unique_ptr<LoopbackServer>
serving(std::map<std::string, Reply> pages)
{
  return std::make_unique<LoopbackServer>([pages = std::move(pages)](const Received& request) {
    const auto found = pages.find(request.target.substr(0, request.target.find('?')));
    return found == pages.end() ? Reply{.status = 404, .body = "not found"} : found->second;
  });
}

} // namespace

BOOST_AUTO_TEST_SUITE(remote_mode_test)

BOOST_AUTO_TEST_CASE(config_js_and_the_front_page_are_read_and_files_are_not_looked_at)
{
  const auto server =
      serving({{"/config.js", {.body = k_config_js}},
               {"/interface_config.js", {.body = "var interfaceConfig = { A: 1 };"}},
               {"/", {.headers = {{"Strict-Transport-Security", "max-age=63072000"}}}}});
  Whole whole;
  whole.tenant.url = server->url() + "/";

  const auto snapshot = whole.read();

  BOOST_TEST(said(snapshot, "config_js", "/config/disableThirdPartyRequests") == "true");
  BOOST_TEST(said(snapshot, "interface_config", "/A") == "1");
  BOOST_TEST(said(snapshot, "https", "/hsts") == "63072000");
  BOOST_TEST(said(snapshot, "https", "/tls_version") == R"("none")");
  BOOST_TEST(said(snapshot, "deployment", "/mode") == R"("remote")");
  BOOST_TEST(said(snapshot, "prosody") == "not looked at");
}

BOOST_AUTO_TEST_CASE(what_is_served_decides_and_the_difference_from_the_files_is_told)
{
  const auto server =
      serving({{"/", {.body = "<html>"}}, {"/config.js", {.body = k_config_js}}});
  Whole whole;
  whole.debian();
  whole.folder.write("etc/jitsi/meet/meet.example.org-config.js",
                     "var config = { hosts: { domain: 'meet.example.org' }, "
                     "bosh: '/http-bind', liveStreamingEnabled: true };");
  whole.tenant.url = server->url();

  const auto snapshot = whole.read();

  BOOST_TEST(said(snapshot, "config_js", "/config/disableThirdPartyRequests") == "true");
  BOOST_TEST(said(snapshot, "config_js", "/config/liveStreaming") == "nothing");
  BOOST_TEST(said(snapshot, "deployment", "/served/compared") == "true");
  BOOST_TEST(said(snapshot, "deployment", "/served/differs") ==
             R"(["config_js#/config/disableThirdPartyRequests",)"
             R"("config_js#/config/liveStreaming/enabled",)"
             R"("config_js#/config/liveStreamingEnabled"])");
  BOOST_TEST(said(snapshot, "deployment", "/mode") == R"("files")");
  BOOST_TEST(said(snapshot, "deployment", "/from_outside") == "true");
  BOOST_TEST(said(snapshot, "https", "/status") == "200");
  BOOST_TEST(said(snapshot, "prosody", "/muc/storage") == R"("memory")");
}

BOOST_AUTO_TEST_CASE(files_that_are_served_as_they_are_differ_nowhere)
{
  const auto server = serving({{"/config.js", {.body = k_config_js}}});
  Whole whole;
  whole.debian();
  whole.folder.write("etc/jitsi/meet/meet.example.org-config.js",
                     std::string{"// in another order\n"} + k_config_js);
  whole.tenant.url = server->url();

  const auto snapshot = whole.read();

  BOOST_TEST(said(snapshot, "deployment", "/served/compared") == "true");
  BOOST_TEST(said(snapshot, "deployment", "/served/differs") == "[]");
}

BOOST_AUTO_TEST_CASE(files_count_where_what_is_served_cannot_be_read_and_nobody_compared)
{
  const auto server =
      serving({{"/config.js", {.body = "<!DOCTYPE html><title>Login</title>"}}});
  Whole whole;
  whole.debian();
  whole.tenant.url = server->url();

  const auto snapshot = whole.read();

  BOOST_TEST(said(snapshot, "config_js", "/config/hosts/domain") == R"("meet.example.org")");
  BOOST_TEST(holds(snapshot.find("config_js")->source, "answered an HTML page"));
  BOOST_TEST(holds(said(snapshot, "deployment", "/served/compared"), "unclear"));
}

BOOST_AUTO_TEST_CASE(of_docker_only_what_checks_look_at_is_held_against_what_is_served)
{
  const auto server = serving({{"/config.js",
                                {.body = "var config = { channelLastN: 5, gatherStats: false, "
                                         "analytics: { amplitudeAPPKey: 'k' } };"}}});
  Whole whole;
  whole.folder.write(".env", "JITSI_IMAGE_VERSION=stable-11146\nJVB_AUTH_PASSWORD=a\n"
                             "CONFIG=./cfg\nPUBLIC_URL=https://a.b\n");
  whole.tenant.files = whole.folder.path().string();
  whole.tenant.url = server->url();

  const auto snapshot = whole.read();

  BOOST_TEST(holds(said(snapshot, "deployment", "/served/differs"),
                   "config_js#/config/analytics/amplitudeAPPKey"));
  BOOST_TEST(!holds(said(snapshot, "deployment", "/served/differs"), "channelLastN"));
  BOOST_TEST(!holds(said(snapshot, "deployment", "/served/differs"), "gatherStats"));
}

BOOST_AUTO_TEST_CASE(who_is_sent_on_to_https_reads_there_and_asks_xmpp_there)
{
  const LoopbackServer secure{
      [](const Received& request) {
        return Reply{.status =
                         request.target == "/config.js" || request.target == "/" ? 200 : 404,
                     .body = request.target == "/config.js" ? k_config_js : "not found"};
      },
      Certificate::trusted};
  const LoopbackServer plain{[&](const Received& request) {
    return Reply{.status = 301, .headers = {{"Location", secure.url(request.target)}}};
  }};
  Whole whole;
  whole.options.ca_file = secure.ca_file();
  whole.tenant.url = plain.url();

  const auto snapshot = whole.read();

  BOOST_TEST(said(snapshot, "config_js", "/config/disableThirdPartyRequests") == "true");
  BOOST_TEST(holds(said(snapshot, "https", "/tls_version"), "TLSv1."));
  BOOST_TEST(holds(said(snapshot, "https", "/url"), "https://"));
  for (const auto& each : plain.received()) {
    BOOST_TEST(each.method == "GET");
  }
}

BOOST_AUTO_TEST_CASE(old_names_of_what_is_served_are_read_under_todays)
{
  const auto server =
      serving({{"/config.js",
                {.body = "var config = { liveStreamingEnabled: true, notifications: [] };"}}});
  Whole whole;
  whole.tenant.url = server->url();

  const auto snapshot = whole.read();

  BOOST_TEST(said(snapshot, "config_js", "/config/liveStreaming/enabled") == "true");
  BOOST_TEST(holds(said(snapshot, "config_js", "/hidden_notices"), "dialog.recording"));
}

BOOST_AUTO_TEST_CASE(answers_that_cannot_be_used_are_gaps_of_their_own)
{
  struct Row
  {
    Reply reply;
    Failure kind;
  };
  for (const auto& [reply, kind] : {
           Row{{.status = 404}, Failure::unexpected},
           Row{{.status = 403}, Failure::forbidden},
           Row{{.status = 503}, Failure::unreachable},
           Row{{.body = "<html>no config</html>"}, Failure::unexpected},
           Row{{.body = "while (true) {}"}, Failure::unexpected},
       }) {
    const auto server = serving({{"/config.js", reply}, {"/", {.body = "<html>"}}});
    Whole whole;
    whole.tenant.url = server->url();

    const auto snapshot = whole.read();

    BOOST_TEST_REQUIRE(!snapshot.find("config_js")->content.has_value());
    BOOST_TEST((snapshot.find("config_js")->content.error().kind == kind),
               said(snapshot, "config_js"));
    BOOST_TEST(said(snapshot, "https", "/status") == "200");
    if (reply.body.starts_with("<html>")) {
      BOOST_TEST(holds(said(snapshot, "config_js"), "an HTML page in place of config.js"));
    }
  }
}

BOOST_AUTO_TEST_CASE(xmpp_at_a_foreign_host_is_not_asked)
{
  const auto server = serving(
      {{"/config.js", {.body = "var config = { bosh: 'https://foreign.example/b' };"}}});
  Whole whole;
  whole.tenant.url = server->url();

  BOOST_TEST(holds(said(whole.read(), "xmpp"), "it was not asked"));
}

BOOST_AUTO_TEST_SUITE_END()
