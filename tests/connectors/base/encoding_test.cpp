#include "connectors/base/encoding.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

BOOST_AUTO_TEST_SUITE(encoding_test)

BOOST_AUTO_TEST_CASE(well_formed_utf8_is_told_from_the_rest)
{
  for (const char* good : {"", "a", "ä", "€", "😀", "\uFFFD", "\U0010FFFF"}) {
    BOOST_TEST(is_utf8(good), good);
  }
  for (const char* bad : {"\x80", "\xC3", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80",
                          "\xF4\x90\x80\x80", "\xF8", "a\xE2\x82"}) {
    BOOST_TEST(!is_utf8(bad), bad);
  }
}

BOOST_AUTO_TEST_CASE(latin1_is_taken_only_when_it_is_not_utf8)
{
  BOOST_TEST(as_utf8("caf\xE9") == "café");
  BOOST_TEST(as_utf8("café") == "café");
}

BOOST_AUTO_TEST_SUITE_END()
