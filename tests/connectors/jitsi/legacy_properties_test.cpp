#include "connectors/jitsi/legacy_properties.hpp"
#include "connectors/jitsi/properties.hpp"

#include <boost/test/unit_test.hpp>
#include <rapidjson/pointer.h>

using namespace klausur;

namespace {

/// The value at a pointer after `text` went over `values`.
std::string
laid_over(const char* program, std::string_view values, std::string_view text,
          const char* pointer)
{
  const auto properties = parse_properties(text, "sip-communicator.properties");
  const Json answer =
      jitsi::with_legacy_properties(program, *parse_json(values), properties.value());
  const JsonValue* value = rapidjson::Pointer{pointer}.Get(answer);
  return value == nullptr ? "absent" : to_text(*value);
}

constexpr const char* k_connection = "/videobridge/apis/xmpp-client/configs";

} // namespace

BOOST_AUTO_TEST_SUITE(legacy_properties_test)

BOOST_AUTO_TEST_CASE(an_old_setting_goes_before_the_new_one)
{
  BOOST_TEST(laid_over("jicofo", R"({"jicofo":{"jibri":{"brewery-jid":"new"}}})",
                       "org.jitsi.jicofo.jibri.BREWERY=old@internal.example.org",
                       "/jicofo/jibri/brewery-jid") == R"("old@internal.example.org")");
  BOOST_TEST(laid_over("jicofo", "{}", "org.jitsi.jicofo.ALWAYS_TRUST_MODE_ENABLED=true",
                       "/jicofo/xmpp/client/disable-certificate-verification") == "true");
  BOOST_TEST(
      laid_over(
          "jvb", R"({"ice4j":{"harvest":{"mapping":{"stun":{"addresses":["own:1"]}}}}})",
          "org.ice4j.ice.harvest.STUN_MAPPING_HARVESTER_ADDRESSES=a.example:443,b.example:1",
          "/ice4j/harvest/mapping/stun/addresses") == R"(["a.example:443","b.example:1"])");
}

BOOST_AUTO_TEST_CASE(what_the_old_file_does_not_say_stays)
{
  BOOST_TEST(laid_over("jicofo", R"({"jicofo":{"jibri":{"brewery-jid":"new"}}})",
                       "org.jitsi.videobridge.ENABLE_REST_SHUTDOWN=true",
                       "") == R"({"jicofo":{"jibri":{"brewery-jid":"new"}}})");
}

BOOST_AUTO_TEST_CASE(complete_old_connections_of_the_bridge_replace_all_new_ones)
{
  const std::string old = "org.jitsi.videobridge.xmpp.user.shard.";
  const std::string half = old + "HOSTNAME=localhost\n" + old +
                           "DISABLE_CERTIFICATE_VERIFICATION=true\n" + old + "USERNAME=jvb\n";
  const std::string whole =
      half + old + "PASSWORD=planted\n" + old + "MUC_JIDS=a@b\n" + old + "MUC_NICKNAME=n\n";
  const std::string_view conf =
      R"({"videobridge":{"apis":{"xmpp-client":{"configs":{"new":{}}}}}})";

  BOOST_TEST(laid_over("jvb", conf, half, k_connection) == R"({"new":{}})");
  BOOST_TEST(laid_over("jvb", conf, whole,
                       "/videobridge/apis/xmpp-client/configs/shard/"
                       "DISABLE_CERTIFICATE_VERIFICATION") == R"("true")");
  BOOST_TEST(laid_over("jvb", conf, whole, k_connection).find("new") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_switch_against_certificates_has_one_spelling)
{
  for (const char* name :
       {"disable_certificate_verification", "disable-certificate-verification",
        "DISABLE_CERTIFICATE_VERIFICATION"}) {
    auto jvb =
        parse_json(std::string{R"({"videobridge":{"apis":{"xmpp-client":{"configs":{"a":{")"} +
                   name + R"(":true,"HOSTNAME":"b"}}}}}})")
            .value();

    klausur::jitsi::spell_connections(jvb);

    BOOST_TEST(to_text(jvb).find("\"DISABLE_CERTIFICATE_VERIFICATION\":true") !=
               std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()
