#include "policies/engine/versions.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

BOOST_AUTO_TEST_SUITE(versions_test)

BOOST_AUTO_TEST_CASE(versions_compare_by_number_and_not_by_letter)
{
  BOOST_TEST(older("9.11", "10.2"));
  BOOST_TEST(!older("10.10", "10.9"));
  BOOST_TEST(!older("10.0", "10"));
  BOOST_TEST(older("5.37.0", "5.37.1"));
}

BOOST_AUTO_TEST_SUITE_END()
