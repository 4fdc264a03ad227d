// Our reader of HOCON against somebody else's, on documents that nobody thought of.

#include "tests/support/hocon_oracle.hpp"
#include "tests/support/hocon_writer.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

using namespace klausur::test;

BOOST_AUTO_TEST_SUITE(hocon_oracle_test)

BOOST_AUTO_TEST_CASE(three_thousand_documents_are_read_as_libcpp_hocon_reads_them)
{
  std::mt19937 random{20261130};
  HoconWriter writer{[&](std::size_t below) { return random() % below; }};
  int compared = 0;
  for (int i = 0; i < 3'000; ++i) {
    // It is sound. The other reader refuses some that merge and concatenate in one place.
    const std::string text = writer.document();
    std::string why;
    const auto wanted = oracle_reading(text);
    const auto found = our_reading(text, why);
    BOOST_TEST_REQUIRE(found.has_value(), why << "\n" << text);
    if (wanted) {
      ++compared;
      BOOST_TEST_REQUIRE(*found == *wanted, text);
    }
  }
  BOOST_TEST(compared > 2'850);
}

BOOST_AUTO_TEST_SUITE_END()
