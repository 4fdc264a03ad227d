#include "connectors/format/digest.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

BOOST_AUTO_TEST_SUITE(digest_test)

BOOST_AUTO_TEST_CASE(a_hash_is_the_same_in_one_piece_and_in_many)
{
  Sha256 pieces;
  for (const char* piece : {"", "a", "bc"}) {
    pieces.add(piece);
  }
  // FIPS 180-4, the example "abc".
  constexpr const char* abc =
      "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  BOOST_TEST(pieces.text() == abc);
  BOOST_TEST(sha256("abc") == abc);
}

BOOST_AUTO_TEST_SUITE_END()
