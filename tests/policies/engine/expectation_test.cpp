#include "policies/engine/expectation.hpp"
#include "policies/engine/fill.hpp"
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
    BOOST_TEST_REQUIRE(expectation.has_value(), row.expect);
    const Match match = expectation->match(json(row.value));
    BOOST_TEST((match == row.match), row.expect << " against " << row.value);
  }
}

/// `pointer: what` of every complaint, one a line; a name's pointer ends with "!".
std::string
complaints_of(std::string_view expect)
{
  const auto compiled = Expectation::compile(json(expect));
  std::string all;
  for (const auto& each : compiled ? std::vector<Objection>{} : compiled.error()) {
    all +=
        (all.empty() ? "" : "\n") + each.pointer + (each.at_name ? "!" : "") + ": " + each.what;
  }
  return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(expectation_test)

BOOST_AUTO_TEST_CASE(a_bare_value_matches_itself_and_nothing_else)
{
  hold({{"true", "true", Match::yes},
        {"true", "false", Match::no},
        {"\"none\"", "\"none\"", Match::yes},
        {"1", "1.0", Match::yes},
        {"1", "0.5", Match::no},
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

BOOST_AUTO_TEST_CASE(null_texts_and_booleans_are_unknown_under_ranges_choices_and_mappings)
{
  for (const char* expect :
       {R"({"type":"integer","maximum":0})", R"({"type":"number","minimum":1,"maximum":30})",
        R"({"type":"array","minItems":1})", R"({"type":"object","maxProperties":0})",
        R"({"enum":[7,30]})", R"({"not":{"enum":[7,30]}})",
        R"({"not":{"type":"integer","minimum":1}})"}) {
    for (const char* value : {"null", "\"0\"", "false"}) {
      hold({{expect, value, Match::other_type}});
    }
  }
  hold({{R"({"enum":["host","none"]})", "null", Match::other_type},
        {R"({"type":"string","pattern":"^https:"})", "false", Match::other_type},
        {R"({"type":"string","minLength":1})", "0", Match::other_type}});
}

BOOST_AUTO_TEST_CASE(a_number_is_its_value_however_it_is_written)
{
  for (const char* thirty : {"30", "30.0", "3e1", "300e-1"}) {
    hold({{"30", thirty, Match::yes},
          {R"({"enum":[30]})", thirty, Match::yes},
          {R"({"type":"integer","minimum":30,"maximum":30})", thirty, Match::yes},
          {R"({"type":"integer","maximum":29})", thirty, Match::no}});
  }
  hold({{"[30,1]", "[1.0,3e1]", Match::yes},
        {"9007199254740993", "9007199254740992.0", Match::no},
        {R"({"type":"integer","minimum":9007199254740993})", "9007199254740992", Match::no},
        {"18446744073709551615", "-1", Match::no}});
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
        {R"({"type":"integer","maximum":30})", "1.5", Match::other_type},
        {R"({"type":"number","maximum":30})", "1.5", Match::yes},
        {R"({"type":"number","maximum":30})", "30.5", Match::no}});
}

BOOST_AUTO_TEST_CASE(null_is_spoken_about_where_it_is_named)
{
  hold({{R"({"type":["integer","null"],"maximum":30})", "null", Match::yes},
        {R"({"type":["integer","null"],"maximum":30})", "31", Match::no},
        {R"({"enum":[null]})", "null", Match::yes},
        {R"({"enum":[null]})", "0", Match::no},
        {R"({"not":{"enum":[null]}})", "\"x\"", Match::yes},
        {R"({"not":{"enum":[null]}})", "null", Match::no},
        {R"({"enum":[null,"8x8.vc"]})", "0", Match::other_type},
        {R"({"type":["string","null"],"enum":["a"]})", "null", Match::other_type}});
}

BOOST_AUTO_TEST_CASE(three_values_go_through_every_depth)
{
  const char* no_turns = R"({"type":"array","items":{"not":{"enum":["mam"]}}})";
  hold({{no_turns, "[]", Match::yes},
        {no_turns, R"(["muc"])", Match::yes},
        {no_turns, R"(["mam",null])", Match::no},
        {no_turns, R"(["muc",null])", Match::other_type}});
  const char* some =
      R"({"type":"array","not":{"type":"array","items":{"not":{"enum":["x"]}}}})";
  hold({{some, R"(["a","x"])", Match::yes},
        {some, R"(["a"])", Match::no},
        {some, "[]", Match::no},
        {some, R"(["a",5])", Match::other_type}});
}

BOOST_AUTO_TEST_CASE(a_member_that_is_missing_is_unknown_and_wrong_where_it_is_required)
{
  const char* both = R"({"type":"object","properties":{"a":false,"b":false}})";
  hold({{both, R"({"a":false,"b":false})", Match::yes},
        {both, R"({"a":true})", Match::no},
        {both, R"({"a":false})", Match::other_type},
        {R"({"type":"object","properties":{"a":false},"required":["a"]})", "{}", Match::no},
        {R"({"type":"object","properties":{"t":"days","n":{"type":"integer","maximum":30}}})",
         R"({"t":"forever","n":7})", Match::no}});
}

BOOST_AUTO_TEST_CASE(what_says_nothing_is_refused_with_what_to_write)
{
  struct Case
  {
    const char* expect;
    const char* complaint;
  };
  for (const auto& row : {
           Case{"{}", ": an empty expectation holds for everything; write the value that is "
                      "wanted"},
           Case{R"({"tpe":"boolean"})", "/tpe!: unknown word \"tpe\"; did you mean \"type\"?"},
           Case{R"({"const":false})", "/const!: \"const\" is no word here; write the value "
                                      "itself"},
           Case{R"({"type":"integer","maxium":0})",
                "/maxium!: unknown word \"maxium\"; did you mean \"maximum\"?"},
           Case{R"({"type":"integer","exclusiveMaximum":30})",
                "/exclusiveMaximum!: \"exclusiveMaximum\" is no word here; write maximum: 29, "
                "which includes its own value"},
           Case{R"({"if":true,"then":false})",
                "/if!: \"if\" is no word here; write two checks, each with its when:\n/then!: "
                "\"then\" is no word here; write two checks, each with its when:"},
           Case{R"({"type":"integer","maximum":"90"})",
                "/maximum: maximum: \"90\" is a text, a number is wanted; take the quotation "
                "marks away"},
           Case{R"({"minimum":3})", ": minimum says nothing about texts; write type: integer "
                                    "beside it, so that a text is unknown"},
           Case{R"({"type":"string","maximum":3})",
                "/type: maximum says nothing about texts; write type: integer beside it"},
           Case{
               R"~({"type":"string","pattern":"(?!a)"})~",
               "/pattern: pattern: this engine cannot look ahead (\"(?!\", character 1); write "
               "not: {type: string, pattern: ...}"},
           Case{R"({"type":"string","pattern":".*"})",
                "/pattern: pattern: this fits every text; write type: string alone, or what is "
                "wanted"},
           Case{
               R"({"type":"bool"})",
               "/type: type: \"bool\" is none; write one of null boolean integer number string "
               "array object"},
           Case{
               R"({"type":["integer","string"]})",
               "/type: type: only 'null' may stand beside another type; write two checks, each "
               "with its when:"},
           Case{R"({"enum":[]})", "/enum: enum: an empty list holds for nothing; write the "
                                  "values that are wanted"},
           Case{R"({"enum":[30,30.0]})", "/enum/1: enum: 30.0 stands twice; write it once"},
           Case{R"({"enum":[true,false]})", "/enum: enum: true and false are all that booleans "
                                            "can be; write the one that is wanted"},
           Case{R"({"enum":[1],"type":"string"})",
                ": these words speak about different types, so every value is unknown; write "
                "them about one"},
           Case{R"({"type":"integer","minimum":3,"maximum":1})",
                "/minimum: minimum: stands above maximum:, so nothing holds; write the lower "
                "one as minimum:"},
           Case{R"([{"a":1}])", ": a bare list holds plain values; write type: array, and "
                                "items: for what each member ought to be"},
           Case{R"({"type":"object","properties":{"a":1},"required":["b"]})",
                "/required/0: required: \"b\" is no member of properties:; write there what it "
                "ought to be"},
           Case{
               R"({"type":"array","minItems":"2"})",
               "/minItems: minItems: \"2\" is a text, a whole number from 1 on is wanted; take "
               "the quotation marks away"},
           Case{R"({"type":"array","minItems":0})",
                "/minItems: minItems: 0 is none, a whole number from 1 on is wanted; write "
                "minItems: 1"},
       }) {
    BOOST_TEST(complaints_of(row.expect) == row.complaint);
  }
}

BOOST_AUTO_TEST_CASE(a_negation_of_all_or_of_nothing_is_refused)
{
  for (const char* expect :
       {R"({"not":{"type":"string"}})", R"({"not":null})", R"({"not":{"not":null}})"}) {
    BOOST_TEST(complaints_of(expect).starts_with("/not"), expect);
  }
  BOOST_TEST(complaints_of(R"({"not":false})") == "");
}

BOOST_AUTO_TEST_CASE(depth_and_length_have_bounds_that_are_said)
{
  std::string deep = "5";
  for (int i = 0; i < 6; ++i) {
    deep = R"({"type":"array","items":)" + deep + "}";
  }
  BOOST_TEST(complaints_of(deep).ends_with("nested deeper than 4 levels; write two checks"));
  std::string many = "[0";
  for (int i = 1; i <= 500; ++i) {
    many += "," + std::to_string(i);
  }
  BOOST_TEST(complaints_of(many + "]").find("501 values where at most 500") !=
             std::string::npos);
  BOOST_TEST(complaints_of(R"({"enum":)" + many + "]}").find("501 values") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_word_is_told_to_people_and_known_to_the_compiler)
{
  const std::string told = vocabulary_text();
  for (const auto& word : k_words) {
    BOOST_TEST(told.find(word.example) != std::string::npos, word.name);
    BOOST_TEST(word.example.starts_with(word.name));
    BOOST_TEST(word_named(word.name) == &word);
  }
  BOOST_TEST(k_words.size() == 13U);
}

BOOST_AUTO_TEST_CASE(parameters_are_filled_in_at_any_depth_and_unknown_ones_are_named)
{
  const auto filled =
      fill(json(R"({"maximum":"$days","x":["$days"]})"), json(R"({"days":14})"));
  BOOST_TEST_REQUIRE(filled.has_value());
  BOOST_TEST(to_text(*filled) == R"({"maximum":14,"x":[14]})");

  const auto unknown = fill(json(R"({"x":["$weeks","$dais"]})"), json(R"({"days":14})"));
  BOOST_TEST_REQUIRE(!unknown.has_value());
  BOOST_TEST(unknown.error().what == "there is no parameter \"weeks\"");
  BOOST_TEST(unknown.error().pointer == "/x/0");
  BOOST_TEST(fill(json("\"$dais\""), json(R"({"days":14})")).error().what ==
             "there is no parameter \"dais\"; did you mean \"days\"?");
}

BOOST_AUTO_TEST_CASE(settings_are_equal_by_value_and_plain_lists_in_any_order)
{
  BOOST_TEST(same_setting(json("30"), json("3e1")));
  BOOST_TEST(same_setting(json("[2,1.0]"), json("[1,2]")));
  BOOST_TEST(same_setting(json(R"({"a":30,"b":[1]})"), json(R"({"b":[1.0],"a":30.0})")));
  BOOST_TEST(!same_setting(json(R"([{"a":1},{"a":2}])"), json(R"([{"a":2},{"a":1}])")));
  BOOST_TEST(!same_setting(json("0"), json("false")));
}

BOOST_AUTO_TEST_SUITE_END()
