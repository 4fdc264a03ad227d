#include "connectors/base/hex.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

BOOST_AUTO_TEST_SUITE(hex_test)

BOOST_AUTO_TEST_CASE(bytes_are_two_digits_each_and_come_back)
{
  const std::string bytes{"\x00\x0A\x7F\xFF", 4};

  BOOST_TEST(hex_of(bytes) == "000a7fff");
  BOOST_TEST(bytes_of_hex("000a7fff") == bytes);
  BOOST_TEST(bytes_of_hex("000A7FFF") == bytes);
  BOOST_TEST(hex_of("") == "");
}

BOOST_AUTO_TEST_CASE(what_is_not_all_digits_has_no_bytes)
{
  for (const auto* text : {"", "0", "00f", "0g", "g0", "-1", "+1", "0x", " 1"}) {
    BOOST_TEST(bytes_of_hex(text) == "", text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
