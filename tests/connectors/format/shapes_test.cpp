#include "connectors/format/shapes.hpp"

#include <boost/test/unit_test.hpp>

#include <utility>

using namespace klausur;

BOOST_AUTO_TEST_SUITE(shapes_test)

BOOST_AUTO_TEST_CASE(names_of_secrets_are_known)
{
  for (const char* key :
       {"app_secret", "external_service_secret", "JVB_AUTH_PASSWORD", "xmpp.client.password",
        "privateKey", "private-key", "asap_key", "TURN_CREDENTIALS", "Authorization",
        "DROPBOX_APPKEY", "apiKey", "oci.passphrase", "JICOFO_SENTRY_DSN", "bot_token",
        "secretAccessKey", "GC_PRIVATE_KEY_ID", "org.jitsi.jigasi.xmpp.acc.PASS", "LDAP_BINDPW",
        "PublicLinkSalt"}) {
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

BOOST_AUTO_TEST_CASE(what_lets_somebody_in_is_masked)
{
  constexpr std::pair<const char*, const char*> rows[] = {
      {"wss://user:pw@host/x, http://b:c@d", "wss://********@host/x, http://********@d"},
      {"https://host:8443/@x", "https://host:8443/@x"},
      {"https://a1b2c3@sentry.example.org/4", "https://********@sentry.example.org/4"},
      {"https://h.example.org/a?jwt=abc&room=7", "https://h.example.org/a?jwt=********&room=7"},
      {"https://hooks.example.org/services/T0/B1/xyz", "https://hooks.example.org/********"},
      {"https://chat.example.org/hooks/xyz", "https://chat.example.org/hooks/********"},
      {"postgres://me:s3cret@db:5432/x?sslmode=disable",
       "postgres://********@db:5432/x?sslmode=disable"},
      {"mmuser:mostest@tcp(localhost:3306)/mm?charset=utf8",
       "********@tcp(localhost:3306)/mm?charset=utf8"},
      {"host=db user=me password=s3cret", "host=db user=me password=********"},
      {"password = s3cret and more", "password = ******** and more"},
      {"Authorization: Bearer s3cret", "Authorization: ******** ********"},
      {"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "********"},
      {"see xoxb-1234567890-abc for it", "see ******** for it"},
      {"k3Jd8sKq0PzX7vB2mN5tY9wR", "********"},
      {"-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n", "********\n"},
  };
  for (const auto& [text, safe] : rows) {
    BOOST_TEST(without_secrets(text) == safe, text);
  }
}

BOOST_AUTO_TEST_CASE(persons_are_masked_with_the_words_around_them)
{
  for (const char* text :
       {"alice@example.org", "Ask Alice Example, alice@example.org",
        "Alice Example, +49 30 1234567", "Call (030) 1234567 and ask for Alice",
        "Alice: 030 1234567", "Tel. 0171/1234567 Alice"}) {
    BOOST_TEST(without_secrets(text) == k_masked, text);
  }
}

BOOST_AUTO_TEST_CASE(settings_are_no_secrets)
{
  for (const char* text : {"",
                           "true",
                           "TLSv1.2",
                           "internal_hashed",
                           "10.4.0",
                           "v=DMARC1; p=none",
                           "2026-11-30",
                           "2026-11-30T09:00:00Z",
                           "https://meet.example.org/config.js",
                           "/var/log/nginx/access.log",
                           "192.168.178.20",
                           "fd00::1",
                           "stun:stun.example.org:443",
                           "conference.meet.example.org",
                           "everyone_in_the_organisation_and_guests",
                           "com.mattermost.calls",
                           "0",
                           "0600",
                           "86400",
                           "1234567890",
                           "max-age=31536000; includeSubDomains",
                           "RETAIN_ALL",
                           "DE,NL,US",
                           "module at host",
                           "urn:xmpp:extdisco:2",
                           "audio/opus"}) {
    BOOST_TEST(without_secrets(text) == text, text);
  }
}

BOOST_AUTO_TEST_CASE(names_of_members_are_told_apart_by_random_words)
{
  BOOST_TEST(without_persons("5abbe4b7ddc1b351ef961414") == "5abbe4b7ddc1b351ef961414");
  BOOST_TEST(without_persons("alice@example.org") == k_masked);
}

BOOST_AUTO_TEST_CASE(of_a_sentence_only_the_stretches_are_masked)
{
  BOOST_TEST(sentence_without_secrets(
                 "GET https://me:x@h.example/boards/5abbe4b7ddc1b351ef961414?token=x: refused "
                 "by alice@example.org. Give token: env:NAME.") ==
             "GET https://********@h.example/boards/5abbe4b7ddc1b351ef961414?token=********: "
             "refused by ********. Give token: env:NAME.");
}

BOOST_AUTO_TEST_SUITE_END()
