#include "connectors/model/keeper.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

BOOST_AUTO_TEST_SUITE(keeper_test)

BOOST_AUTO_TEST_CASE(what_a_gap_quotes_of_a_vendor_is_masked)
{
  const Manifest manifest;
  const Kept kept;
  const Keeper keeper{manifest, kept, "a key"};
  Reading reading{.document = "config",
                  .source = "GET https://me:secret@chat.example/config",
                  .content = fail(Failure::forbidden,
                                  "config: alice@example.org may not, password=secret",
                                  "xoxb-12345678901-secret")};

  keeper.keep(reading);

  BOOST_TEST(reading.source == "GET https://********@chat.example/config");
  BOOST_TEST(reading.content.error().what == "config: ******** may not, password=********");
  BOOST_TEST(reading.content.error().scope == "********");
}

BOOST_AUTO_TEST_SUITE_END()
