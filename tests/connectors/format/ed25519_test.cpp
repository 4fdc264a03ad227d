#include "connectors/format/ed25519.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

BOOST_AUTO_TEST_SUITE(ed25519_test)

// RFC 8032, section 7.1, test 2.
constexpr const char* k_public =
    "ed25519:3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
constexpr const char* k_signature =
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

BOOST_AUTO_TEST_CASE(a_signature_of_the_standard_verifies)
{
  const auto key = PublicKey::named(k_public).value();
  BOOST_TEST(key.name() == k_public);
  BOOST_TEST(key.verifies("\x72", k_signature));
  BOOST_TEST(!key.verifies("\x73", k_signature));
  BOOST_TEST(!key.verifies("\x72", std::string{k_signature}.substr(2)));
  BOOST_TEST(!key.verifies("\x72", "no digits"));
}

BOOST_AUTO_TEST_CASE(what_a_key_signs_its_public_half_verifies_and_no_other)
{
  const auto key = SigningKey::make().value();
  const auto signature = key.sign("a text").value();
  const auto again = SigningKey::from_pem(key.pem()).value();
  BOOST_TEST(key.public_key().verifies("a text", signature));
  BOOST_TEST(again.sign("a text").value() == signature);
  BOOST_TEST(PublicKey::from_pem(key.public_key().pem()).value().verifies("a text", signature));
  BOOST_TEST(!SigningKey::make().value().public_key().verifies("a text", signature));
}

BOOST_AUTO_TEST_CASE(a_digest_follows_from_key_purpose_and_text)
{
  const auto key = SigningKey::make().value();
  BOOST_TEST(key.digest("person", "A") ==
             SigningKey::from_pem(key.pem())->digest("person", "A"));
  BOOST_TEST(key.digest("person", "A") != key.digest("person", "B"));
  BOOST_TEST(key.digest("person", "A") != key.digest("other", "A"));
  BOOST_TEST(key.digest("person", "A") != SigningKey::make()->digest("person", "A"));
}

BOOST_AUTO_TEST_CASE(what_is_no_key_is_refused_and_not_repeated)
{
  for (const char* text : {"", "ed25519:00", "rsa:3d40", "ed25519:zz"}) {
    BOOST_TEST(!PublicKey::named(text).has_value(), text);
  }
  const auto key = SigningKey::from_pem("s3cret");
  BOOST_TEST_REQUIRE(!key.has_value());
  BOOST_TEST(key.error().what.find("s3cret") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
