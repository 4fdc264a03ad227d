// Files of somebody's own that docker's images would add and that are not among those given.

#include "connectors/jitsi/unseen.hpp"
#include "policies/engine/load.hpp"
#include "tests/connectors/jitsi/whole.hpp"
#include "tests/support/holds.hpp"

#include <algorithm>
#include <set>

using namespace klausur;
using klausur::test::holds;
using klausur::test::said;
using klausur::test::Whole;

namespace {

/// Nothing but the .env of a checkout.
Snapshot
read_env_alone(const std::string& env)
{
  Whole whole;
  whole.folder.write(".env", "JICOFO_AUTH_PASSWORD=x\nJVB_AUTH_PASSWORD=x\n"
                             "PUBLIC_URL=https://meet.example.org\n"
                             "JITSI_IMAGE_VERSION=stable-10888\n" +
                                 env);
  whole.tenant.files = whole.folder.path().string();
  return whole.read();
}

struct Said
{
  const char* document;
  const char* pointer;
};

/// What the images render for who asks them for nothing, and what is not said there.
const std::vector<Said>&
defaults()
{
  static const std::vector<Said> all{
      {"jicofo", "/jicofo/conference/enable-moderator-checks"},
      {"jicofo", "/jicofo/transcription/url-template"},
      {"jicofo", "/jicofo/xmpp/client/use-tls"},
      {"jvb", "/videobridge/redact-remote-addresses"},
      {"jvb", "/videobridge/rest/shutdown/enabled"},
      {"jvb", "/videobridge/apis/xmpp-client/configs/shard0/DISABLE_CERTIFICATE_VERIFICATION"},
      {"prosody", "/components/lobby"},
      {"prosody", "/muc/modules"},
      {"prosody", "/muc/kept"},
      {"prosody", "/stores/room_messages/no module/kept"},
      {"prosody", "/outgoing/no module/elsewhere"},
      {"prosody", "/main/asap_accepted_issuers"},
      {"nginx", "/hsts"},
      {"nginx", "/ssl_protocols"},
      {"config_js", "/config/prejoinConfig/enabled"},
  };
  return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(unseen_test)

BOOST_AUTO_TEST_CASE(what_nobody_asked_for_is_not_known_where_a_file_of_ones_own_may_say_it)
{
  const auto hidden = read_env_alone("CONFIG=~/.jitsi-meet-cfg\n");
  const auto empty = read_env_alone("CONFIG=./cfg\n");
  for (const auto& [document, pointer] : defaults()) {
    BOOST_TEST(holds(said(hidden, document, pointer), "was not seen"),
               document << pointer << ": " << said(hidden, document, pointer));
    BOOST_TEST(!holds(said(empty, document, pointer), "was not seen"),
               document << pointer << ": " << said(empty, document, pointer));
  }
  BOOST_TEST(said(hidden, "deployment", "/ports/jicofo") == "nothing");
}

BOOST_AUTO_TEST_CASE(what_a_variable_asks_for_is_known_all_the_same)
{
  const auto snapshot =
      read_env_alone("CONFIG=/srv/elsewhere\nENABLE_AUTH=1\nAUTH_TYPE=jwt\nJWT_ALLOW_EMPTY=1\n"
                     "ENABLE_MODERATOR_CHECKS=0\nJVB_STUN_SERVERS=stun.example.org:3478\n"
                     "SHUTDOWN_REST_ENABLED=1\nENABLE_HSTS=0\nENABLE_PREJOIN_PAGE=0\n");

  BOOST_TEST(said(snapshot, "prosody", "/main/authentication") == R"("token")");
  BOOST_TEST(said(snapshot, "prosody", "/main/allow_empty_token") == "true");
  BOOST_TEST(said(snapshot, "jicofo", "/jicofo/conference/enable-moderator-checks") == "false");
  BOOST_TEST(said(snapshot, "jvb", "/ice4j/harvest/mapping/stun/addresses") ==
             R"(["stun.example.org:3478"])");
  BOOST_TEST(said(snapshot, "jvb", "/videobridge/rest/shutdown/enabled") == "true");
  BOOST_TEST(said(snapshot, "nginx", "/hsts") == "false");
  BOOST_TEST(said(snapshot, "config_js", "/config/prejoinConfig/enabled") == "false");
}

BOOST_AUTO_TEST_CASE(who_opens_rooms_is_known_of_the_variables_where_they_let_everybody_in)
{
  BOOST_TEST(said(read_env_alone("CONFIG=~/cfg\n"), "deployment", "/opens_rooms/who") ==
             R"("anybody")");
  // A file in conf.d may add a host for guests, and the .env alone says nothing of jicofo.
  BOOST_TEST(said(read_env_alone("CONFIG=~/cfg\nENABLE_AUTH=1\nJICOFO_ENABLE_AUTH=0\n"),
                  "deployment", "/opens_rooms/who") == "nothing");
}

BOOST_AUTO_TEST_CASE(what_is_written_anyway_stays_written)
{
  const auto snapshot = read_env_alone("CONFIG=~/cfg\nXMPP_MUC_MODULES=muc_log\n");
  BOOST_TEST(said(snapshot, "prosody",
                  "/stores/room_messages/muc_log at muc.meet.jitsi/kept") == "true");
}

BOOST_AUTO_TEST_CASE(every_name_that_silence_stands_for_is_listed)
{
  const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
  const auto policy = load_policy(KLAUSUR_SOURCE_DIR, "jitsi", catalogue).value();
  for (const std::string_view program : {"jicofo", "jvb", "jibri", "prosody"}) {
    const auto names = jitsi::names_with_defaults(program);
    const std::set<std::string> listed(names.begin(), names.end());
    const auto look = [&](const Address& setting, bool has_default) {
      auto name = pointer_text(setting.steps);
      name.erase(0, 1);
      std::ranges::replace(name, '/', '.');
      if (const auto every = name.find('*'); every != std::string::npos) {
        name.replace(every, 1, "unseen");
      }
      BOOST_TEST((setting.document != program || !has_default || listed.contains(name)),
                 program << ": " << name);
    };
    for (const auto& check : policy.checks) {
      look(check.setting, check.absent_means.has_value());
      for (const auto& each : check.when) {
        look(each.setting, each.absent_means.has_value());
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
