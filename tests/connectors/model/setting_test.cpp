#include "connectors/model/setting.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

BOOST_AUTO_TEST_SUITE(setting_test)

BOOST_AUTO_TEST_CASE(an_address_reads_back_as_it_was_written)
{
  for (const char* text :
       {"config#/LogSettings/EnableDiagnostics", "boards/*#/prefs/a~1b", "x#", "x#/~0"}) {
    const auto address = parse_address(text);
    BOOST_TEST_REQUIRE(address.has_value(), text);
    BOOST_TEST(to_text(*address) == text);
  }
}

BOOST_AUTO_TEST_CASE(text_without_a_document_or_a_slash_is_no_address)
{
  for (const char* text : {"", "config", "#/a", "config#a"}) {
    BOOST_TEST(!parse_address(text).has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(a_star_stands_for_one_name_without_a_slash)
{
  BOOST_TEST(matches("boards/*", "boards/7"));
  BOOST_TEST(!matches("boards/*", "boards/7/x"));
  BOOST_TEST(!matches("boards/*", "boards"));
  BOOST_TEST(matches("config", "config"));
}

BOOST_AUTO_TEST_CASE(a_star_in_a_pointer_gives_every_member_and_every_element)
{
  const auto json = parse_json(R"({"a":{"x":{"v":1},"y":{}},"l":[{"v":3}]})");

  const auto members = places_at(*json, {"a", "*", "v"});
  BOOST_TEST_REQUIRE(members.size() == 2U);
  BOOST_TEST(members[0].value->GetInt() == 1);
  BOOST_TEST(members[1].value == nullptr);
  BOOST_TEST(members[1].steps[1] == "y");
  BOOST_TEST(places_at(*json, {"l", "*", "v"}).at(0).value->GetInt() == 3);
}

BOOST_AUTO_TEST_CASE(a_star_over_something_missing_is_one_absent_place)
{
  const auto json = parse_json("{}");

  const auto places = places_at(*json, {"a", "*", "v"});
  BOOST_TEST_REQUIRE(places.size() == 1U);
  BOOST_TEST(places[0].value == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
