// docker's deployments: which file decides, and what the variables make of it.

#include "tests/connectors/jitsi/whole.hpp"
#include "tests/support/holds.hpp"

using namespace klausur;
using klausur::test::holds;
using klausur::test::said;
using klausur::test::Whole;

namespace {

constexpr const char* k_secrets = "JICOFO_AUTH_PASSWORD=pl4nted\nJVB_AUTH_PASSWORD=pl4nted\n";

/// A checkout with this .env, and CONFIG beside it.
struct Checkout : Whole
{
  explicit Checkout(const std::string& env)
  {
    folder.write(".env", k_secrets + ("PUBLIC_URL=https://meet.example.org\n" + env));
    tenant.files = folder.path().string();
  }

  /// What an old image rendered there: live streaming off, rooms on disk.
  void render()
  {
    folder.write("cfg/web/config.js", "var config = { liveStreaming: { enabled: false }, "
                                      "hosts: { domain: 'meet.jitsi' } };");
    folder.write("cfg/prosody/config/prosody.cfg.lua",
                 "VirtualHost \"meet.jitsi\"\nComponent \"muc.meet.jitsi\" \"muc\"\n");
    folder.write("cfg/jicofo/jicofo.conf", "jicofo { octo { enabled = true } }");
    folder.write("cfg/jvb/jvb.conf", "videobridge { }");
  }
};

constexpr const char* k_streaming =
    "CONFIG=./cfg\nENABLE_RECORDING=1\nENABLE_LIVESTREAMING=1\n";

} // namespace

BOOST_AUTO_TEST_SUITE(docker_test)

BOOST_AUTO_TEST_CASE(what_was_rendered_counts_in_releases_that_render_there)
{
  Checkout old{std::string{k_streaming} + "JITSI_IMAGE_VERSION=stable-9823\n"};
  old.render();
  const auto snapshot = old.read();
  BOOST_TEST(said(snapshot, "config_js", "/config/liveStreaming/enabled") == "false");
  BOOST_TEST(said(snapshot, "prosody", "/muc/kept") == "true");
  BOOST_TEST(said(snapshot, "jicofo", "/jicofo/octo/enabled") == "true");
}

BOOST_AUTO_TEST_CASE(what_is_left_over_counts_no_more_in_those_that_render_elsewhere)
{
  for (const char* release :
       {"stable-11146", "stable-11146-2", "unstable-2026-07-01", "stable-12000"}) {
    Checkout fresh{std::string{k_streaming} + "JITSI_IMAGE_VERSION=" + release + "\n"};
    fresh.render();
    const auto snapshot = fresh.read();
    BOOST_TEST(said(snapshot, "config_js", "/config/liveStreaming/enabled") == "true", release);
    BOOST_TEST(said(snapshot, "prosody", "/muc/kept") == "false", release);
    BOOST_TEST(said(snapshot, "jicofo", "/jicofo/octo/enabled") == "false", release);
    BOOST_TEST(said(snapshot, "logging", "/jicofo") == R"("info")", release);
  }
}

BOOST_AUTO_TEST_CASE(without_a_release_what_both_say_is_known_and_all_else_unclear)
{
  Checkout either{k_streaming};
  either.render();
  const auto snapshot = either.read();
  BOOST_TEST(holds(said(snapshot, "config_js", "/config/liveStreaming/enabled"), "unclear"));
  BOOST_TEST(said(snapshot, "config_js", "/config/hosts/domain") == R"("meet.jitsi")");
  BOOST_TEST(holds(said(snapshot, "prosody", "/muc/kept"), "unclear"));
}

BOOST_AUTO_TEST_CASE(somebodys_own_files_count_in_every_release)
{
  for (const char* release : {"stable-9823", "stable-11146"}) {
    Checkout own{std::string{k_streaming} + "JITSI_IMAGE_VERSION=" + release + "\n"};
    own.folder.write("cfg/web/custom-config.js", "config.disableThirdPartyRequests = true;");
    own.folder.write("cfg/prosody/config/conf.d/zz-own.cfg.lua",
                     "VirtualHost \"meet.jitsi\"\n modules_enabled = { \"mam\" }\n");
    own.folder.write("cfg/jicofo/custom-jicofo.conf", "jicofo.local-region = eu");
    own.folder.write("cfg/web/nginx/custom-meet.conf", "access_log off;");
    const auto snapshot = own.read();
    BOOST_TEST(said(snapshot, "config_js", "/config/disableThirdPartyRequests") == "true");
    BOOST_TEST(said(snapshot, "config_js", "/config/liveStreaming/enabled") == "true");
    BOOST_TEST(said(snapshot, "prosody", "/stores/private_messages/mam at meet.jitsi/kept") ==
               "true");
    BOOST_TEST(said(snapshot, "jicofo", "/jicofo/local-region") == R"("eu")");
  }
}

BOOST_AUTO_TEST_CASE(a_custom_config_that_the_image_appended_already_is_not_run_twice)
{
  Checkout twice{"CONFIG=./cfg\nJITSI_IMAGE_VERSION=stable-9823\n"};
  twice.render();
  const std::string own = "config.count = (config.count || 0) + 1;\n";
  twice.folder.write("cfg/web/custom-config.js", own);
  twice.folder.write("cfg/web/config.js", "var config = {};\n" + own);
  BOOST_TEST(said(twice.read(), "config_js", "/config/count") == "1");
}

BOOST_AUTO_TEST_CASE(the_custom_config_is_found_wherever_config_points)
{
  for (const char* config :
       {"./own/place", "own/place/", "~/own/place", "/srv/meet/own/place", "/own/place"}) {
    Checkout away{std::string{"CONFIG="} + config + "\nJITSI_IMAGE_VERSION=stable-11146\n"};
    away.folder.write("own/place/web/custom-config.js", "config.title = 'here';");
    BOOST_TEST(said(away.read(), "config_js", "/config/title") == R"("here")", config);
  }
}

BOOST_AUTO_TEST_CASE(compose_files_say_what_reaches_a_container_and_where_its_files_lie)
{
  Whole whole;
  whole.tenant.files = whole.folder.path().string();
  whole.folder.write("docker-compose.yml", R"(
x-all: &all
  PUBLIC_URL: https://meet.example.org
  ENABLE_TRANSCRIPTIONS: "1"
services:
  frontend:
    image: ghcr.io/jitsi/web:stable-11146
    environment: {<<: *all, GOOGLE_ANALYTICS_ID: UA-1}
    volumes: ["./frontend:/config", "./elsewhere.js:/config/custom-config.js:ro"]
  xmpp:
    image: registry.example/our-jitsi-prosody:stable-11146
    environment: {<<: *all, ENABLE_LOBBY: "0", JVB_AUTH_PASSWORD: pl4nted}
  database: {image: postgres, environment: {POSTGRES_PASSWORD: "${NOT_SET:?}"}}
)");
  whole.folder.write("elsewhere.js", "config.title = 'mounted';");
  auto snapshot = whole.read();

  BOOST_TEST(said(snapshot, "config_js", "/config/transcription/enabled") == "true");
  BOOST_TEST(said(snapshot, "config_js", "/config/title") == R"("mounted")");
  BOOST_TEST(said(snapshot, "prosody", "/components/lobby") == "false");
  BOOST_TEST(holds(said(snapshot, "jvb"), "runs elsewhere"));
  BOOST_TEST(said(snapshot, "deployment", "/host") == R"("meet.example.org")");
  whole.keep();
  whole.keeper->keep(snapshot);
  BOOST_TEST(!holds(to_text(to_json(snapshot)), "pl4nted"));
}

BOOST_AUTO_TEST_CASE(what_is_asked_for_counts_where_the_switch_before_it_is_not_set_at_all)
{
  for (const auto& [env, wanted] :
       {std::pair{"ENABLE_LIVESTREAMING=1\n", "true"},
        std::pair{"ENABLE_LIVESTREAMING=1\nENABLE_RECORDING=0\n", "nothing"},
        std::pair{"ENABLE_RECORDING=1\n", "false"}, std::pair{"", "nothing"}}) {
    Checkout asked{env};
    BOOST_TEST(said(asked.read(), "config_js", "/config/liveStreaming/enabled") == wanted, env);
  }
}

BOOST_AUTO_TEST_CASE(the_variables_say_what_prosody_and_jicofo_will_be)
{
  struct Row
  {
    const char* env;
    const char* document;
    const char* pointer;
    const char* wanted;
  };
  for (const auto& row : {
           Row{"", "prosody", "/main/authentication", R"("jitsi-anonymous")"},
           Row{"ENABLE_AUTH=1\n", "prosody", "/main/authentication", R"("internal_hashed")"},
           Row{"ENABLE_AUTH=1\nAUTH_TYPE=jwt\nJWT_ALLOW_EMPTY=1\n", "prosody",
               "/main/allow_empty_token", "true"},
           Row{"ENABLE_AUTH=1\nAUTH_TYPE=jwt\n", "prosody", "/main/allow_empty_token", "false"},
           Row{"ENABLE_AUTH=1\nAUTH_TYPE=jwt\nJWT_ACCEPTED_ISSUERS=a,b\n", "prosody",
               "/main/asap_accepted_issuers", R"(["a","b"])"},
           Row{"ENABLE_AUTH=1\nAUTH_TYPE=ldap\n", "prosody", "/main/authentication",
               R"("cyrus")"},
           Row{"ENABLE_AUTH=1\nENABLE_GUESTS=1\n", "prosody", "/anonymous_hosts",
               R"(["guest.meet.jitsi"])"},
           Row{"ENABLE_LOBBY=0\n", "prosody", "/components/lobby", "false"},
           Row{"ENABLE_AV_MODERATION=0\n", "prosody", "/components/av_moderation", "false"},
           Row{"XMPP_MUC_MODULES=muc_mam\nXMPP_MUC_CONFIGURATION=storage=\"internal\"\n",
               "prosody", "/stores/room_messages/muc_mam at muc.meet.jitsi/kept", "true"},
           Row{"GLOBAL_MODULES=mam\nGLOBAL_CONFIG=default_storage=\"none\"\n", "prosody",
               "/stores/private_messages/mam at meet.jitsi/kept", "false"},
           Row{"PROSODY_RESERVATION_ENABLED=1\nPROSODY_RESERVATION_REST_BASE_URL="
               "https://cal.example.com/r\n",
               "prosody", "/outgoing/reservations at meet.jitsi/elsewhere", "true"},
           Row{"PROSODY_C2S_REQUIRE_ENCRYPTION=0\n", "prosody", "/main/c2s_require_encryption",
               "false"},
           Row{"LOG_LEVEL=debug\n", "logging", "/prosody", R"("debug")"},
           Row{"ENABLE_AUTH=1\n", "jicofo", "/jicofo/authentication/type", R"("XMPP")"},
           Row{"ENABLE_AUTH=1\nAUTH_TYPE=jwt\n", "jicofo", "/jicofo/authentication/type",
               R"("JWT")"},
           Row{"ENABLE_AUTH=1\nENABLE_GUESTS=1\n", "deployment", "/opens_rooms/who",
               R"("login")"},
           Row{"", "deployment", "/opens_rooms/who", R"("anybody")"},
           Row{"JVB_DISABLE_STUN=1\n", "jvb", "/ice4j/harvest/mapping/stun/enabled", "false"},
       }) {
    Checkout checkout{row.env};
    BOOST_TEST(said(checkout.read(), row.document, row.pointer) == row.wanted, row.env);
  }
}

BOOST_AUTO_TEST_CASE(older_images_make_other_things_of_the_same_variables)
{
  Checkout old{"JITSI_IMAGE_VERSION=stable-7001\nENABLE_RECORDING=1\nENABLE_AUTH=1\n"
               "CALLSTATS_ID=1234\nXMPP_RECORDER_DOMAIN=recorder.meet.jitsi\n"};
  const auto snapshot = old.read();
  // Streaming came with recording, offline messages were kept, and callstats was known.
  BOOST_TEST(said(snapshot, "config_js", "/config/liveStreaming/enabled") == "true");
  BOOST_TEST(said(snapshot, "config_js", "/config/callStatsID") == R"("1234")");
  BOOST_TEST(said(snapshot, "config_js", "/config/recordingService/enabled") == "true");
  BOOST_TEST(said(snapshot, "prosody", "/stores/private_messages/offline at meet.jitsi/kept") ==
             "true");
  BOOST_TEST(said(snapshot, "prosody", "/main/c2s_require_encryption") == "false");

  Checkout first{"JITSI_IMAGE_VERSION=stable-4548\n"};
  BOOST_TEST(holds(said(first.read(), "config_js"), "writes config.js once"));
}

BOOST_AUTO_TEST_CASE(an_address_of_all_interfaces_is_open_where_its_port_is_published)
{
  for (const auto& [ports, wanted] :
       {std::pair{"['127.0.0.1:8080:8080']", R"("local")"},
        std::pair{"['8080:8080']", R"("open")"},
        std::pair{"['8000-8100:8000-8100']", R"("open")"},
        std::pair{"['8000-8079:8000-8079']", R"("local")"},
        std::pair{"['127.0.0.1:8000-8100:8000-8100']", R"("local")"},
        std::pair{"[]", R"("local")"}}) {
    Whole whole;
    whole.tenant.files = whole.folder.path().string();
    whole.folder.write("docker-compose.yml",
                       std::string{"services:\n  jvb:\n    image: jitsi/jvb:stable-11146\n"
                                   "    environment: [JVB_AUTH_PASSWORD=x]\n    ports: "} +
                           ports + "\n");
    BOOST_TEST(said(whole.read(), "deployment", "/ports/jvb") == wanted, ports);
  }
  // Without a compose file nobody knows.
  Checkout alone{""};
  BOOST_TEST(said(alone.read(), "deployment", "/ports/jvb") == "nothing");
}

BOOST_AUTO_TEST_CASE(a_custom_config_that_cannot_be_seen_is_not_taken_for_none)
{
  for (const char* config : {"~/.jitsi-meet-cfg", "/opt/elsewhere/cfg", "../cfg"}) {
    Checkout away{
        std::string{"JITSI_IMAGE_VERSION=stable-11146\nENABLE_TRANSCRIPTIONS=1\nCONFIG="} +
        config + "\n"};
    const auto snapshot = away.read();
    BOOST_TEST(
        holds(said(snapshot, "config_js", "/config/disableThirdPartyRequests"), "unclear"),
        config);
    BOOST_TEST(holds(said(snapshot, "config_js", "/hidden_notices"), "unclear"), config);
    BOOST_TEST(holds(said(snapshot, "config_js", "/globals/enableJaaS"), "unclear"), config);
    BOOST_TEST(holds(said(snapshot, "interface_config"), "was not seen"), config);
    BOOST_TEST(said(snapshot, "deployment", "/third_party_hosts") == "nothing", config);
    // What the variables ask for is known.
    BOOST_TEST(said(snapshot, "config_js", "/config/transcription/enabled") == "true", config);
  }
  // A directory of the checkout that is not there is made by docker, and is empty.
  Checkout none{"JITSI_IMAGE_VERSION=stable-11146\nCONFIG=./cfg\n"};
  BOOST_TEST(said(none.read(), "config_js", "/config/disableThirdPartyRequests") == "nothing");

  Whole volume;
  volume.tenant.files = volume.folder.path().string();
  volume.folder.write("docker-compose.yml",
                      "services:\n  web:\n    image: jitsi/web:stable-11146\n"
                      "    volumes: [\"web-data:/config\"]\nvolumes: {web-data: {}}\n");
  BOOST_TEST(holds(said(volume.read(), "config_js", "/config/gravatar/disabled"), "unclear"));
}

BOOST_AUTO_TEST_CASE(services_of_files_beside_may_be_on_unless_compose_is_told_of_them)
{
  constexpr const char* k_jibri = "services:\n  jibri:\n    image: jitsi/jibri:stable-11146\n"
                                  "    environment: [ENABLE_RECORDING]\n";
  constexpr const char* k_base =
      "services:\n  web: {image: 'jitsi/web:stable-11146', environment: [ENABLE_RECORDING]}\n"
      "  jicofo: {image: 'jitsi/jicofo:stable-11146', environment: [ENABLE_RECORDING]}\n";
  const auto jibri_of = [&](const char* env) {
    Checkout checkout{env};
    checkout.folder.write("docker-compose.yml", k_base);
    checkout.folder.write("jibri.yml", k_jibri);
    const auto snapshot = checkout.read();
    return said(snapshot, "jibri", "/jibri/recording/recordings-directory");
  };

  const auto unknown = jibri_of("CONFIG=./cfg\nENABLE_RECORDING=1\n");
  BOOST_TEST(holds(unknown, "gap: "));
  BOOST_TEST(holds(unknown, "It is not known whether compose is given jibri.yml"));
  BOOST_TEST(jibri_of("CONFIG=./cfg\nENABLE_RECORDING=1\n"
                      "COMPOSE_FILE=docker-compose.yml:jibri.yml\n") ==
             R"("/storage/recordings")");
  BOOST_TEST(holds(jibri_of("CONFIG=./cfg\n"), "does not switch jibri on"));
}

BOOST_AUTO_TEST_CASE(what_a_file_beside_changes_is_unclear_and_what_it_leaves_is_known)
{
  Checkout checkout{"CONFIG=./cfg\n"};
  checkout.folder.write("docker-compose.yml",
                        "services:\n  web:\n    image: jitsi/web:stable-11146\n"
                        "    environment: {DISABLE_POLLS: 1, ENABLE_TRANSCRIPTIONS: 0}\n");
  checkout.folder.write("docker-compose.prod.yml",
                        "services:\n  web:\n    environment: {ENABLE_TRANSCRIPTIONS: 1}\n");
  const auto snapshot = checkout.read();
  BOOST_TEST(holds(said(snapshot, "config_js", "/config/transcription/enabled"), "unclear"));
  BOOST_TEST(said(snapshot, "config_js", "/config/disablePolls") == "true");
}

BOOST_AUTO_TEST_CASE(a_broken_env_or_compose_file_leaves_everything_unknown)
{
  Checkout env{"X=${\n"};
  BOOST_TEST(holds(said(env.read(), "config_js"), "gap: "));
  BOOST_TEST(holds(said(env.read(), "prosody"), "gap: "));

  Checkout compose{""};
  compose.folder.write("docker-compose.yml", "services: {web: {image: jitsi/web\n");
  BOOST_TEST(holds(said(compose.read(), "config_js"), "docker-compose.yml"));
  BOOST_TEST(holds(said(compose.read(), "jicofo"), "gap: "));
}

BOOST_AUTO_TEST_CASE(what_compose_brings_beside_volumes_is_read_or_not_known)
{
  const auto muted = [](const std::string& web, const std::string& configs) {
    Whole whole;
    whole.tenant.files = whole.folder.path().string();
    whole.folder.write("web/keep", "");
    whole.folder.write("mine.js", "config.startWithAudioMuted = true;");
    whole.folder.write("docker-compose.yml",
                       "services:\n  web:\n    image: jitsi/web:stable-10888\n"
                       "    environment: {PUBLIC_URL: 'https://meet.example.org'}\n"
                       "    volumes: ['./web:/config']\n" +
                           web + configs);
    return said(whole.read(), "config_js", "/config/startWithAudioMuted");
  };
  const std::string brought = "    configs: [{source: c, target: /config/custom-config.js}]\n";
  const std::string secret = "    secrets: [{source: c, target: /config/custom-config.js}]\n";
  const std::string silent = muted("", "");
  BOOST_TEST(!holds(silent, "unclear"));
  BOOST_TEST(muted("    configs: [c]\n", "configs: {c: {content: x}}\n") == silent);
  BOOST_TEST(muted(brought, "configs: {c: {file: mine.js}}\n") == "true");
  BOOST_TEST(muted(secret, "secrets: {c: {file: ./mine.js}}\n") == "true");
  BOOST_TEST(holds(muted(brought, "configs: {c: {content: 'x'}}\n"), "unclear"));
  BOOST_TEST(holds(muted(brought, "configs: {c: {external: true}}\n"), "unclear"));
  for (const char* own : {"    command: sh -c 'own'\n", "    entrypoint: [/own.sh]\n",
                          "    volumes_from: [data]\n"}) {
    BOOST_TEST(holds(muted(own, ""), "unclear"), own);
  }
}

BOOST_AUTO_TEST_SUITE_END()
