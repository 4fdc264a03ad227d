// Whom a config.js sends browsers to, beside the deployment itself.

#include "connectors/jitsi/third_party.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

using namespace klausur;
using namespace klausur::jitsi;

namespace {

/// The hosts of strangers in a config, with spaces between.
std::string
strangers(const char* config, const std::set<std::string>& own = {"meet.example.org"})
{
  std::string list;
  for (const auto& each : third_party_hosts(parse_json(config).value(), own)) {
    list += (list.empty() ? "" : " ") + each;
  }
  return list;
}

} // namespace

BOOST_AUTO_TEST_SUITE(third_party_test)

BOOST_AUTO_TEST_CASE(the_deployments_own_hosts_are_no_third_parties)
{
  BOOST_TEST(strangers(R"({"bosh":"//meet.example.org/http-bind",
    "websocket":"wss://MEET.example.org:443/xmpp-websocket",
    "a":"https://auth.meet.example.org/","b":"https://conference.meet.example.org/",
    "p2p":{"stunServers":[{"urls":"stun:turn.example.org:3478"},
                          {"urls":["turns:turn.example.org:443?transport=tcp"]}]}})") == "");
  // The XMPP server may bear another name than the website.
  BOOST_TEST(strangers(R"({"hosts":{"domain":"xmpp.example.net","muc":"muc.xmpp.example.net"},
    "bosh":"https://xmpp.example.net/http-bind"})") == "");
  BOOST_TEST(strangers(R"({"bosh":"https://bridge.example.net/"})",
                       {"meet.example.org", "bridge.example.net"}) == "");
}

BOOST_AUTO_TEST_CASE(names_and_addresses_of_a_private_network_are_no_third_parties)
{
  BOOST_TEST(strangers(R"({"a":"http://192.168.1.5/","b":"http://10.0.0.1:8080",
    "c":"http://172.31.0.1/","d":"https://[::1]/","e":"https://[fd00::1]/",
    "f":"http://etherpad:9001/","g":"https://meet.lan/","h":"http://0.0.0.0/",
    "i":"http://localhost:8443"})") == "");
  BOOST_TEST(strangers(R"({"a":"http://172.32.0.1/","b":"http://9.9.9.9/",
    "c":"https://[2001:db8::1]/"})") == "172.32.0.1 2001:db8::1 9.9.9.9");
}

BOOST_AUTO_TEST_CASE(identifiers_in_the_shape_of_an_address_are_not_asked)
{
  BOOST_TEST(strangers(R"({"clientNode":"http://jitsi.org/jitsimeet",
    "x":"org.jitsi.meet://room","y":"see https://elsewhere.example/",
    "legalUrls":{"privacy":"https://jitsi.org/"},
    "liveStreaming":{"helpLink":"https://jitsi.org/live"}})") == "");
  BOOST_TEST(strangers(R"({"inviteServiceUrl":"https://invite.example.com/"})") ==
             "invite.example.com");
}

BOOST_AUTO_TEST_CASE(neighbours_at_a_registry_a_hoster_or_a_public_service_are_strangers)
{
  BOOST_TEST(strangers(R"({"a":"https://other.co.uk/"})", {"meet.co.uk"}) == "other.co.uk");
  BOOST_TEST(strangers(R"({"a":"https://other.duckdns.org/"})", {"meet.duckdns.org"}) ==
             "other.duckdns.org");
  BOOST_TEST(strangers(R"({"a":"https://x.meet.duckdns.org/"})", {"meet.duckdns.org"}) == "");
  BOOST_TEST(strangers(R"({"hosts":{"domain":"meet.jit.si"},
    "bosh":"https://meet.jit.si/http-bind"})") == "meet.jit.si");
  BOOST_TEST(strangers(R"({"hosts":{"domain":"meet.jit.si"},
    "bosh":"https://meet.jit.si/http-bind"})",
                       {"meet.jit.si"}) == "");
}

BOOST_AUTO_TEST_CASE(hosts_that_are_no_neighbours_are_strangers)
{
  BOOST_TEST(strangers(R"({"p2p":{"stunServers":[
    {"urls":"stun:meet-jit-si-turnrelay.jitsi.net:443"}]},
    "analytics":{"scriptURLs":["https://stats.example.com/a.js"]},
    "gravatar":{"baseUrl":"https://www.gravatar.com/avatar/"},
    "u":"https://user@evil.example/"})") ==
             "evil.example meet-jit-si-turnrelay.jitsi.net stats.example.com "
             "www.gravatar.com");
  BOOST_TEST(strangers(R"({"a":"https://notexample.org/"})") == "notexample.org");
}

BOOST_AUTO_TEST_SUITE_END()
