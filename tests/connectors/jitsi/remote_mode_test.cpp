// A deployment as everybody sees it from outside, and from both sides.

#include "connectors/model/setting.hpp"
#include "tests/connectors/jitsi/whole.hpp"
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

bool
holds(std::string_view text, std::string_view what)
{
  return text.find(what) != std::string_view::npos;
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

BOOST_AUTO_TEST_CASE(files_come_first_and_the_outside_adds_what_they_do_not_tell)
{
  const auto server = serving(
      {{"/", {.body = "<html>"}}, {"/config.js", {.body = "var config = { other: true };"}}});
  Whole whole;
  whole.debian();
  whole.tenant.url = server->url();

  const auto snapshot = whole.read();

  BOOST_TEST(said(snapshot, "config_js", "/config/hosts/domain") == R"("meet.example.org")");
  BOOST_TEST(said(snapshot, "https", "/status") == "200");
  BOOST_TEST(said(snapshot, "deployment", "/mode") == R"("files")");
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
