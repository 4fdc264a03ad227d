#include "connectors/jitsi/mask.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

BOOST_AUTO_TEST_SUITE(mask_test)

BOOST_AUTO_TEST_CASE(names_of_secrets_are_known)
{
  for (const char* key :
       {"app_secret", "external_service_secret", "JVB_AUTH_PASSWORD", "xmpp.client.password",
        "privateKey", "private-key", "asap_key", "TURN_CREDENTIALS", "Authorization",
        "DROPBOX_APPKEY", "apiKey", "oci.passphrase", "JICOFO_SENTRY_DSN", "bot_token",
        "secretAccessKey", "GC_PRIVATE_KEY_ID", "org.jitsi.jigasi.xmpp.acc.PASS",
        "LDAP_BINDPW"}) {
    BOOST_TEST(looks_secret(key), key);
  }
}

BOOST_AUTO_TEST_CASE(other_names_are_not)
{
  for (const char* key : {"", "key", "monkey", "muc_password_whitelist", "ROOM_PASSWORD_DIGITS",
                          "tokenAuthUrl", "TOKEN_AUTH_URL", "asap_key_server", "authentication",
                          "token_verification", "keyPath", "app_id", "passive", "storage",
                          "modules_enabled", "disable-certificate-verification"}) {
    BOOST_TEST(!looks_secret(key), key);
  }
}

BOOST_AUTO_TEST_CASE(texts_and_numbers_are_masked_and_switches_stay)
{
  auto value = parse_json(
      R"({"a_secret":["x",1,true,null,"",{"deep":"y"}],"list":[{"password":"z","user":"u"}]})");

  mask_secrets(*value, value->GetAllocator());

  BOOST_TEST(to_text(*value) ==
             R"({"a_secret":["********","********",true,null,"",{"deep":"********"}],)"
             R"("list":[{"password":"********","user":"u"}]})");
}

BOOST_AUTO_TEST_CASE(the_password_in_a_url_is_masked_wherever_it_is)
{
  auto value =
      parse_json(R"({"a":"wss://user:pw@host/x, http://b:c@d","b":"https://host:8443/@x",)"
                 R"("c":"://","d":"x://u@h:1"})");

  mask_secrets(*value, value->GetAllocator());

  BOOST_TEST(to_text(*value) == R"({"a":"wss://user:********@host/x, http://b:********@d",)"
                                R"("b":"https://host:8443/@x","c":"://","d":"x://u@h:1"})");
}

BOOST_AUTO_TEST_SUITE_END()
