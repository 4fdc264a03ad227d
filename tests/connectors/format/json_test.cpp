#include "connectors/format/json.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

BOOST_AUTO_TEST_SUITE(json_test)

BOOST_AUTO_TEST_CASE(a_document_that_nests_too_deep_is_refused_and_not_recursed_into)
{
  const auto json = parse_json(std::string(100'000, '['));

  BOOST_TEST_REQUIRE(!json.has_value());
  BOOST_TEST(json.error().what.find("nested deeper") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(invalid_utf8_truncation_and_trailing_text_are_refused)
{
  for (const char* text : {"\"\xff\"", "{\"a\":1", "{} x", "", "nul"}) {
    BOOST_TEST(!parse_json(text).has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(a_member_given_twice_is_refused_by_name)
{
  const auto json = parse_json(R"({"a":{"b":1,"b":2}})");

  BOOST_TEST_REQUIRE(!json.has_value());
  BOOST_TEST(json.error().what.find("\"b\" is given twice") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(canonical_text_sorts_members_and_keeps_the_order_of_lists)
{
  const auto json = parse_json(R"({"b":[2,1],"a":{"d":null,"c":1.5}})");

  BOOST_TEST_REQUIRE(json.has_value());
  BOOST_TEST(canonical_text(*json) == R"({"a":{"c":1.5,"d":null},"b":[2,1]})");
}

BOOST_AUTO_TEST_CASE(a_missing_member_is_not_a_null_member)
{
  const auto json = parse_json(R"({"a":null})");

  BOOST_TEST(member(*json, "a") != nullptr);
  BOOST_TEST(member(*json, "b") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
