#include "policies/engine/expectation.hpp"
#include "tests/policies/engine/sample.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using sample::json;

namespace {

struct Row
{
  const char* expect;
  const char* value;
  Match match;
};

void
hold(std::initializer_list<Row> rows)
{
  for (const auto& row : rows) {
    const auto expectation = Expectation::compile(json(row.expect));
    BOOST_TEST_REQUIRE(expectation.has_value());
    const Match match = expectation->match(json(row.value));
    BOOST_TEST((match == row.match), row.expect << " against " << row.value);
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(expectation_test)

BOOST_AUTO_TEST_CASE(a_bare_value_matches_itself_and_nothing_else)
{
  hold({{"true", "true", Match::yes},
        {"true", "false", Match::no},
        {"\"none\"", "\"none\"", Match::yes},
        {"1", "1.0", Match::yes},
        {"null", "null", Match::yes}});
}

BOOST_AUTO_TEST_CASE(a_value_of_another_type_is_neither_right_nor_wrong)
{
  hold({{"false", "\"false\"", Match::other_type},
        {"0", "false", Match::other_type},
        {"true", "null", Match::other_type},
        {"[]", "null", Match::other_type},
        {"null", "0", Match::other_type}});
}

BOOST_AUTO_TEST_CASE(a_bare_list_is_compared_without_regard_to_order)
{
  hold({{R"(["a","b"])", R"(["b","a"])", Match::yes},
        {R"(["a","b"])", R"(["b","a","a"])", Match::no},
        {"[]", "[]", Match::yes}});
}

BOOST_AUTO_TEST_CASE(a_limit_includes_its_own_value)
{
  hold({{R"({"type":"integer","minimum":1,"maximum":30})", "30", Match::yes},
        {R"({"type":"integer","minimum":1,"maximum":30})", "31", Match::no},
        {R"({"type":"integer","minimum":1,"maximum":30})", "0", Match::no},
        {R"({"type":"integer","maximum":30})", "1.5", Match::no},
        {R"({"type":"number","maximum":30})", "1.5", Match::yes},
        {R"({"type":"integer","maximum":30})", "null", Match::no}});
}

BOOST_AUTO_TEST_CASE(a_schema_alone_decides_about_types)
{
  hold({{R"({"enum":["host","none"]})", "\"host\"", Match::yes},
        {R"({"enum":["host","none"]})", "\"all\"", Match::no},
        {R"({"type":"string","pattern":"^https://"})", "\"https://x\"", Match::yes},
        {R"({"type":"string","pattern":"^https://"})", "\"http://x\"", Match::no},
        {R"({"type":"array","items":{"not":{"enum":["ANONYMOUS"]}}})", R"(["PLAIN"])",
         Match::yes},
        {R"({"type":"array","items":{"not":{"enum":["ANONYMOUS"]}}})", R"(["ANONYMOUS"])",
         Match::no},
        {R"({"not":{"items":{"not":{"enum":["x"]}}}})", "[]", Match::no}});
}

BOOST_AUTO_TEST_CASE(parameters_are_filled_in_at_any_depth_and_unknown_ones_are_named)
{
  const auto filled =
      fill(json(R"({"maximum":"$days","x":["$days"]})"), json(R"({"days":14})"));
  BOOST_TEST_REQUIRE(filled.has_value());
  BOOST_TEST(to_text(*filled) == R"({"maximum":14,"x":[14]})");

  const auto unknown = fill(json(R"("$weeks")"), json("{}"));
  BOOST_TEST_REQUIRE(!unknown.has_value());
  BOOST_TEST(unknown.error().what == "there is no parameter \"weeks\"");
}

BOOST_AUTO_TEST_SUITE_END()
