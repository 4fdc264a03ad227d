// A deployment read from its files, whole and broken.

#include "connectors/model/setting.hpp"
#include "tests/connectors/jitsi/whole.hpp"
#include "tests/support/holds.hpp"

#include <algorithm>
#include <vector>

using namespace klausur;
using klausur::test::holds;
using klausur::test::said;
using klausur::test::Whole;

namespace {

constexpr const char* k_config_js = "etc/jitsi/meet/meet.example.org-config.js";
constexpr const char* k_host_cfg = "etc/prosody/conf.d/meet.example.org.cfg.lua";

struct BadFile
{
  const char* file;
  std::string text;
  const char* document; ///< Which is a gap then.
  const char* why;      ///< A part of the reason.
};

std::vector<BadFile>
bad_files()
{
  return {
      {k_config_js, "var config = {}; while (true) {}", "config_js", "processor time"},
      {k_config_js, "var config = {;", "config_js", "SyntaxError"},
      {k_config_js, "var a = 'x'; while (true) { a += a; }", "config_js", "cannot evaluate"},
      {k_config_js, "interfaceConfig = {};", "config_js", "config"},
      {k_config_js, std::string{"var config = {}\0;", 17}, "config_js", ""},
      {k_config_js, "var config = {}; \xff\xfe", "config_js", ""},
      {k_host_cfg, "while true do end", "prosody", "meet.example.org.cfg.lua"},
      {k_host_cfg, "os.execute('touch /tmp/klausur-was-here')", "prosody", "os"},
      {k_host_cfg, "io.open('/etc/shadow')", "prosody", "io"},
      {k_host_cfg, "VirtualHost \"a\"\n authentication = = 1", "prosody", ":2"},
      {k_host_cfg, "Include \"meet.example.org.cfg.lua\"", "prosody", "Include"},
      {k_host_cfg, "x = string.rep('x', 1e10)", "prosody", ""},
      {"etc/jitsi/jicofo/jicofo.conf", "jicofo { ", "jicofo", "jicofo.conf"},
      {"etc/jitsi/jicofo/jicofo.conf", "a = ${b}\nb = ${a}", "jicofo", "jicofo.conf"},
      {"etc/jitsi/videobridge/jvb.conf", std::string(20'000, '{'), "jvb", "jvb.conf"},
  };
}

} // namespace

BOOST_AUTO_TEST_SUITE(files_mode_test)

BOOST_AUTO_TEST_CASE(a_deployments_files_are_read_side_by_side)
{
  Whole whole;
  whole.debian();

  const auto snapshot = whole.read();

  BOOST_TEST(said(snapshot, "config_js", "/config/hosts/domain") == R"("meet.example.org")");
  BOOST_TEST(said(snapshot, "prosody", "/main/authentication") == R"("anonymous")");
  BOOST_TEST(said(snapshot, "prosody", "/muc/storage") == R"("memory")");
  BOOST_TEST(said(snapshot, "deployment", "/layout") == R"("debian")");
  BOOST_TEST(said(snapshot, "deployment", "/public_service") == "null");
  BOOST_TEST(said(snapshot, "jvb", "/videobridge") != "nothing");
}

BOOST_AUTO_TEST_CASE(what_is_seen_from_outside_only_is_not_looked_at_and_no_gap)
{
  Whole whole;
  whole.debian();

  const auto snapshot = whole.read();

  BOOST_TEST(said(snapshot, "https") == "not looked at");
  BOOST_TEST(said(snapshot, "xmpp") == "not looked at");
}

BOOST_AUTO_TEST_CASE(a_bad_file_is_a_gap_with_its_reason_and_spoils_no_other)
{
  for (const auto& bad : bad_files()) {
    Whole whole;
    whole.debian();
    whole.folder.write(bad.file, bad.text);

    const auto snapshot = whole.read();

    const auto why = said(snapshot, bad.document);
    const bool harmless = !holds(why, "gap: ") && std::string_view{bad.why}.empty();
    BOOST_TEST((holds(why, "gap: ") || harmless), bad.text.substr(0, 60) << ": " << why);
    BOOST_TEST(holds(why, bad.why), bad.text.substr(0, 60) << ": " << why);
    for (const char* other : {"config_js", "prosody", "jvb", "jicofo", "deployment"}) {
      if (other != std::string_view{bad.document}) {
        BOOST_TEST(!holds(said(snapshot, other), "gap: "), bad.file << ": " << other);
      }
    }
  }
  BOOST_TEST(!std::filesystem::exists("/tmp/klausur-was-here"));
}

BOOST_AUTO_TEST_CASE(what_is_no_file_or_leads_nowhere_is_a_gap)
{
  namespace fs = std::filesystem;
  Whole whole;
  whole.debian();
  const auto etc = whole.folder.path() / "etc";
  fs::remove(etc / "jitsi/jicofo/jicofo.conf");
  fs::create_directory(etc / "jitsi/jicofo/jicofo.conf");
  fs::remove(etc / "jitsi/videobridge/jvb.conf");
  fs::create_symlink("nowhere", etc / "jitsi/videobridge/jvb.conf");
  fs::create_directory_symlink(etc, etc / "jitsi/loop");

  const auto snapshot = whole.read();

  BOOST_TEST(holds(said(snapshot, "jicofo"), "gap: "));
  BOOST_TEST(holds(said(snapshot, "jvb"), "gap: "));
  BOOST_TEST(said(snapshot, "prosody", "/main/authentication") == R"("anonymous")");
}

BOOST_AUTO_TEST_CASE(a_file_beyond_four_megabytes_is_not_read)
{
  Whole whole;
  whole.debian();
  whole.folder.write(k_config_js, "var config = {}; //" + std::string(5'000'000, 'x'));

  BOOST_TEST(holds(said(whole.read(), "config_js"), "gap: "));
}

BOOST_AUTO_TEST_CASE(a_directory_without_a_deployment_or_no_directory_says_so_of_every_document)
{
  for (const char* directory : {"empty", "missing"}) {
    Whole whole;
    whole.folder.write("empty/readme", "nothing");
    whole.tenant.files = (whole.folder.path() / directory).string();

    const auto snapshot = whole.read();

    BOOST_TEST(holds(said(snapshot, "config_js"), whole.tenant.files));
    BOOST_TEST(holds(said(snapshot, "prosody"), "gap: "));
  }
}

BOOST_AUTO_TEST_CASE(an_old_jicofo_without_hocon_is_unknown_and_not_an_error)
{
  Whole whole;
  whole.debian();
  std::filesystem::remove(whole.folder.path() / "etc/jitsi/jicofo/jicofo.conf");
  whole.folder.write("etc/jitsi/jicofo/config", "JICOFO_SECRET=x\n");

  const auto snapshot = whole.read();

  const auto& error = snapshot.find("jicofo")->content.error();
  BOOST_TEST((error.kind == Failure::forbidden));
  BOOST_TEST(error.scope == "jicofo.conf");
}

BOOST_AUTO_TEST_CASE(what_an_older_file_says_goes_before_the_newer_one_as_in_the_programs)
{
  Whole whole;
  whole.debian();
  whole.folder.write("etc/jitsi/jicofo/sip-communicator.properties",
                     "org.jitsi.jicofo.jibri.BREWERY=jibri@internal.meet.example.org\n");
  whole.folder.write(
      "etc/jitsi/videobridge/sip-communicator.properties",
      "org.ice4j.ice.harvest.STUN_MAPPING_HARVESTER_ADDRESSES=stun.example:443\n");

  const auto snapshot = whole.read();

  BOOST_TEST(said(snapshot, "jicofo", "/jicofo/jibri/brewery-jid") ==
             R"("jibri@internal.meet.example.org")");
  BOOST_TEST(said(snapshot, "jvb", "/ice4j/harvest/mapping/stun/addresses") ==
             R"(["stun.example:443"])");
}

BOOST_AUTO_TEST_CASE(the_links_of_a_copy_lead_into_the_copy)
{
  namespace fs = std::filesystem;
  Whole whole;
  whole.debian();
  const auto prosody = whole.folder.path() / "etc/prosody";
  fs::create_directory(prosody / "conf.avail");
  fs::rename(whole.folder.path() / k_host_cfg,
             prosody / "conf.avail" / "meet.example.org.cfg.lua");
  fs::create_symlink("/etc/prosody/conf.avail/meet.example.org.cfg.lua",
                     whole.folder.path() / k_host_cfg);

  const auto snapshot = whole.read();

  BOOST_TEST(said(snapshot, "prosody", "/main/authentication") == R"("anonymous")");
}

BOOST_AUTO_TEST_CASE(include_tags_carriage_returns_and_a_byte_order_mark_are_no_hindrance)
{
  Whole whole;
  whole.debian();
  whole.folder.write(
      k_config_js, "\xef\xbb\xbf/* eslint-disable */\r\nvar subdomain = \"<!--# echo "
                   "var=\"subdomain\" default=\"\" -->\";\r\nvar config = {\r\n  hosts: { "
                   "domain: '<!--# echo var=\"domain\" default=\"meet.example.org\" -->', muc: "
                   "'conference.' + subdomain + 'meet.example.org' },\r\n  p2p: { enabled: "
                   "true, },\r\n};\r\nconfig.disableThirdPartyRequests = true;\r\n");

  const auto snapshot = whole.read();

  BOOST_TEST(said(snapshot, "config_js", "/config/hosts/muc") ==
             R"("conference.meet.example.org")");
  BOOST_TEST(said(snapshot, "config_js", "/config/disableThirdPartyRequests") == "true");
}

BOOST_AUTO_TEST_CASE(no_secret_of_the_files_is_in_the_snapshot)
{
  Whole whole;
  whole.keep();
  whole.debian();
  const std::string secret = "pl4nted-s3cret";
  whole.folder.write(k_config_js, "var config = { hosts: { domain: 'meet.example.org' }, "
                                  "jwtSecret: '" +
                                      secret + "', analytics: { rtcstatsPassword: '" + secret +
                                      "' } };");
  whole.folder.write(k_host_cfg,
                     "VirtualHost \"meet.example.org\"\n authentication = \"token\"\n"
                     " app_id = \"x\"\n app_secret = \"" +
                         secret +
                         "\"\n"
                         "external_service_secret = \"" +
                         secret +
                         "\"\n"
                         "Component \"focus.meet.example.org\"\n component_secret = \"" +
                         secret + "\"\n");
  whole.folder.write("etc/jitsi/jicofo/jicofo.conf",
                     "jicofo { xmpp { client { password = \"" + secret + "\" } } }");
  whole.folder.write("etc/jitsi/videobridge/jvb.conf",
                     "videobridge { apis { xmpp-client { configs { a { PASSWORD = \"" + secret +
                         "\" } } } } }");
  whole.folder.write("etc/jitsi/jibri/jibri.conf",
                     "jibri { api { xmpp { environments = [ { control-login { password = \"" +
                         secret + "\" } } ] } } }");
  whole.folder.write("etc/jitsi/jigasi/sip-communicator.properties",
                     "net.java.sip.communicator.impl.protocol.sip.acc1.PASSWORD=" + secret +
                         "\norg.jitsi.jigasi.xmpp.acc.PASS=" + secret + "\n");

  const auto snapshot = whole.read();

  const auto text = to_text(to_json(snapshot));
  BOOST_TEST(!holds(text, secret));
}

BOOST_AUTO_TEST_CASE(a_default_is_that_of_the_release_that_is_installed)
{
  struct Row
  {
    const char* packages;
    const char* focus;
    const char* redacted;
  };
  for (const auto& row : {
           Row{"Package: jitsi-meet\nStatus: install ok installed\nVersion: 2.0.5963-1\n",
               R"("open")", "false"},
           Row{"Package: jitsi-meet\nStatus: install ok installed\nVersion: 2.0.10655-1\n",
               R"("local")", "true"},
           Row{"Package: jicofo\nStatus: install ok installed\nVersion: 1.0-756-1\n\n"
               "Package: jitsi-videobridge2\nStatus: install ok installed\n"
               "Version: 2.1-508-gb24f756c-1\n",
               R"("open")", "false"},
           Row{"Package: jicofo\nStatus: install ok installed\nVersion: 1.0-1138-1\n\n"
               "Package: jitsi-videobridge2\nStatus: install ok installed\n"
               "Version: 2.3-153-g877b6a2f0-1\n",
               R"("local")", "true"},
       }) {
    Whole whole;
    whole.debian();
    whole.folder.write("var/lib/dpkg/status", row.packages);
    const auto snapshot = whole.read();
    BOOST_TEST(said(snapshot, "deployment", "/ports/jicofo") == row.focus, row.packages);
    BOOST_TEST(said(snapshot, "jvb", "/videobridge/redact-remote-addresses") == row.redacted,
               row.packages);
  }
  // Where nobody knows the release, nobody knows the default; what is set is known.
  Whole whole;
  whole.debian();
  BOOST_TEST(said(whole.read(), "deployment", "/ports/jicofo") == "nothing");
  BOOST_TEST(holds(said(whole.read(), "jvb", "/videobridge/redact-remote-addresses"),
                   "var/lib/dpkg/status"));
  whole.folder.write("etc/jitsi/videobridge/jvb.conf",
                     "videobridge { redact-remote-addresses = true }");
  whole.folder.write("etc/jitsi/jicofo/jicofo.conf", "jicofo { rest { host = 127.0.0.1 } }");
  BOOST_TEST(said(whole.read(), "jvb", "/videobridge/redact-remote-addresses") == "true");
  BOOST_TEST(said(whole.read(), "deployment", "/ports/jicofo") == R"("local")");
}

BOOST_AUTO_TEST_CASE(what_an_old_bridges_properties_say_is_known_and_no_more)
{
  Whole whole;
  whole.debian();
  std::filesystem::remove(whole.folder.path() / "etc/jitsi/videobridge/jvb.conf");
  whole.folder.write(
      "etc/jitsi/videobridge/sip-communicator.properties",
      "org.ice4j.ice.harvest.STUN_MAPPING_HARVESTER_ADDRESSES=stun.example.com:443"
      "\n");
  const auto snapshot = whole.read();
  BOOST_TEST(said(snapshot, "jvb", "/ice4j/harvest/mapping/stun/addresses") ==
             R"(["stun.example.com:443"])");
  BOOST_TEST(holds(said(snapshot, "jvb", "/videobridge/redact-remote-addresses"), "too old"));
  BOOST_TEST(holds(said(snapshot, "jvb", "/videobridge/rest/shutdown/enabled"), "too old"));
  BOOST_TEST(said(snapshot, "deployment", "/ports/jvb") == "nothing");
}

BOOST_AUTO_TEST_SUITE_END()
