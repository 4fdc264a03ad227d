#include "connectors/base/letters.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

BOOST_AUTO_TEST_SUITE(letters_test)

BOOST_AUTO_TEST_CASE(only_the_letters_a_to_z_become_lower_case)
{
  BOOST_TEST(in_lower_case("X-Frame_09 @[`{ AZaz") == "x-frame_09 @[`{ azaz");
  BOOST_TEST(in_lower_case("\xC3\x84\xC4") == "\xC3\x84\xC4"); // UTF-8 and ISO 8859-1
  BOOST_TEST(in_lower_case("") == "");
}

BOOST_AUTO_TEST_SUITE_END()
