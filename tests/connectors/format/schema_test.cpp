#include "connectors/format/schema.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

namespace {

Schema
schema_of(std::string_view text)
{
  return Schema::compile(*parse_json(text)).value();
}

} // namespace

BOOST_AUTO_TEST_SUITE(schema_test)

BOOST_AUTO_TEST_CASE(a_misspelt_key_is_named_with_the_one_that_was_meant)
{
  const auto schema = schema_of(
      R"({"properties":{"tenants":{"items":{"type":"object","additionalProperties":false,
                 "properties":{"name":{},"vendor":{}}}}}})");

  const auto violation = schema.violation(*parse_json(R"({"tenants":[{"vendro":"x"}]})"));

  BOOST_TEST_REQUIRE(violation.has_value());
  BOOST_TEST(violation->pointer == "/tenants/0");
  BOOST_TEST(violation->what == "unknown key \"vendro\"; did you mean \"vendor\"?");
}

BOOST_AUTO_TEST_CASE(a_missing_key_is_named)
{
  const auto schema = schema_of(R"({"type":"object","required":["id"]})");

  BOOST_TEST(schema.violation(*parse_json("{}"))->what == "the key \"id\" is missing");
}

BOOST_AUTO_TEST_CASE(a_value_of_the_wrong_type_is_shown_with_what_was_wanted)
{
  const auto schema = schema_of(R"({"properties":{"a":{"type":"integer"}}})");

  const auto violation = schema.violation(*parse_json(R"({"a":"x"})"));

  BOOST_TEST_REQUIRE(violation.has_value());
  BOOST_TEST(violation->pointer == "/a");
  BOOST_TEST(violation->what.find("\"integer\"") != std::string::npos);
  BOOST_TEST(schema.accepts(*parse_json(R"({"a":1})")));
}

BOOST_AUTO_TEST_SUITE_END()
