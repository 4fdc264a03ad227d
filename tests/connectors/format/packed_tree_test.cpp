#include "connectors/format/packed_tree.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace klausur;

namespace {

/// One of every kind, with texts that hold a zero and numbers at their limits.
constexpr const char* k_all =
    R"({"n":null,"t":true,"f":false,"s":"a\u0000\u00fc","e":"","i":-9223372036854775808,)"
    R"("u":18446744073709551615,"z":0,"d":-0.1,"l":[1,[],{},[[2.5]]],"o":{"":{"deep":"x"}}})";

} // namespace

BOOST_AUTO_TEST_SUITE(packed_tree_test)

BOOST_AUTO_TEST_CASE(every_kind_of_value_comes_back_the_very_same)
{
  const Json value = parse_json(k_all).value();
  const auto again = unpacked_tree(packed_tree(value));

  BOOST_TEST_REQUIRE(again.has_value());
  BOOST_TEST(to_text(*again) == to_text(value));
  BOOST_TEST((*again)["i"].IsInt64());
  BOOST_TEST((*again)["d"].IsDouble());
}

BOOST_AUTO_TEST_CASE(bytes_that_end_too_early_or_go_on_are_no_tree)
{
  const std::string bytes = packed_tree(parse_json(k_all).value());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    BOOST_TEST(!unpacked_tree(std::string_view{bytes}.substr(0, i)).has_value(), i);
  }
  BOOST_TEST(!unpacked_tree(bytes + "n").has_value());
}

BOOST_AUTO_TEST_CASE(a_count_beyond_what_is_there_takes_no_memory_for_it)
{
  for (const char* kind : {"a", "o", "s"}) {
    BOOST_TEST(!unpacked_tree(std::string{kind} + "\xff\xff\xff\xff").has_value());
  }
  BOOST_TEST(!unpacked_tree("?").has_value());
}

BOOST_AUTO_TEST_CASE(deeper_than_any_json_is_refused)
{
  std::string bytes;
  for (int i = 0; i < 100'000; ++i) {
    bytes += std::string{"a\x01\0\0\0", 5};
  }
  BOOST_TEST(!unpacked_tree(bytes + "n").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
