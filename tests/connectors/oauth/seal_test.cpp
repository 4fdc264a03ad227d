#include "connectors/oauth/seal.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

namespace {

const std::string k_key(64, '7');

Seal
seal()
{
  return Seal::of(k_key).value();
}

} // namespace

BOOST_AUTO_TEST_SUITE(seal_test)

BOOST_AUTO_TEST_CASE(what_was_sealed_is_opened_and_cannot_be_read)
{
  for (const std::string plain : {"", "s3cret", "{\"refresh_token\":\"ä\"}"}) {
    const auto sealed = seal().close(plain, "webex refresh_token").value();

    BOOST_TEST(Seal::is_sealed(sealed));
    BOOST_TEST((plain.empty() || sealed.find(plain) == std::string::npos));
    BOOST_TEST(seal().open(sealed, "webex refresh_token").value() == plain);
  }
}

BOOST_AUTO_TEST_CASE(the_same_text_is_never_sealed_twice_alike)
{
  BOOST_TEST(seal().close("s3cret", "a").value() != seal().close("s3cret", "a").value());
}

BOOST_AUTO_TEST_CASE(every_changed_byte_and_every_missing_one_is_seen)
{
  const auto sealed = seal().close("s3cret", "a").value();
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto changed = sealed;
    changed[i] = changed[i] == '0' ? '1' : '0';
    BOOST_TEST(!seal().open(changed, "a").has_value(), i);
    BOOST_TEST(!seal().open(sealed.substr(0, i), "a").has_value(), i);
  }
}

BOOST_AUTO_TEST_CASE(another_key_or_purpose_opens_nothing)
{
  const auto sealed = seal().close("s3cret", "webex refresh_token").value();

  const auto other = Seal::of(std::string(64, '8')).value().open(sealed, "webex refresh_token");

  BOOST_TEST((other.error().kind == Failure::invalid));
  BOOST_TEST(!seal().open(sealed, "slack refresh_token").has_value());
}

BOOST_AUTO_TEST_CASE(a_passphrase_is_no_key_and_is_not_shown)
{
  for (const auto& key :
       {std::string{}, std::string{"correct horse battery"}, std::string(62, 'a'),
        std::string(66, 'a'), std::string(64, 'g'), std::string(62, 'a') + " 1"}) {
    const auto none = Seal::of(key);
    BOOST_TEST_REQUIRE(!none.has_value(), key);
    BOOST_TEST((none.error().kind == Failure::invalid));
    BOOST_TEST(none.error().what.find("horse") == std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()
