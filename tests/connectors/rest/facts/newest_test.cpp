#include "tests/connectors/rest/facts/fact_of.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace klausur;
using namespace klausur::test;

namespace {

constexpr std::string_view k_prefs =
    R"({"by":"/what","prefix":"pref.","place":"/at","time":"/time",)"
    R"("values":{"policy":"/to/policy","value":"/to/value"}})";

std::string
said(std::string_view log)
{
  return told(&make_newest, k_prefs, log);
}

} // namespace

BOOST_AUTO_TEST_SUITE(newest_test)

BOOST_AUTO_TEST_CASE(the_newest_item_counts_whatever_the_order)
{
  BOOST_TEST(said(R"([{"what":"pref.ai","time":2,"to":{"value":1}},
                      {"what":"pref.ai","time":3,"to":{"value":"off"}},
                      {"what":"pref.ai","time":1,"to":{"value":true}},
                      {"what":"login","time":4,"to":{"value":true}}])") ==
             R"({"ai":{"value":false}})");
}

BOOST_AUTO_TEST_CASE(the_first_of_the_values_is_shown_as_it_is)
{
  BOOST_TEST(said(R"([{"what":"pref.kept","time":1,
                       "to":{"value":"x","policy":{"days":90,"type":"on"}}}])") ==
             R"({"kept":{"policy":{"days":90,"type":"on"}}})");
}

BOOST_AUTO_TEST_CASE(places_that_differ_show_nothing_and_those_that_agree_do)
{
  BOOST_TEST(said(R"([{"what":"pref.ai","at":"a","time":1,"to":{"value":true}},
                      {"what":"pref.ai","at":"b","time":1,"to":{"value":"true"}},
                      {"what":"pref.bots","at":"a","time":1,"to":{"value":true}},
                      {"what":"pref.bots","at":"b","time":2,"to":{"value":false}},
                      {"what":"pref.half","at":"a","time":1,"to":{"value":true}},
                      {"what":"pref.half","at":"b","time":1}])") ==
             R"({"ai":{"value":true},"bots":{},"half":{}})");
}

BOOST_AUTO_TEST_CASE(what_says_no_value_is_silence_and_not_an_older_value)
{
  BOOST_TEST(said(R"([{"what":"pref.ai","time":1,"to":{"value":true}},
                      {"what":"pref.ai","time":2,"to":{"other":false}}])") == R"({"ai":{}})");
}

BOOST_AUTO_TEST_CASE(one_item_of_which_nobody_can_tell_what_or_when_leaves_all_unknown)
{
  for (const auto* item : {"7", "null", R"({"what":7,"time":3})", R"({"what":"pref.ai"})",
                           R"({"what":"pref.ai","time":"3"})"}) {
    const auto words =
        said(fmt::format(R"([{{"what":"pref.ai","time":1,"to":{{"value":0}}}},{}])", item));
    BOOST_TEST(words.find("item 1 has no") != std::string::npos, item << ": " << words);
  }
  BOOST_TEST(said(R"([{"what":"login"}])") == "{}");
}

BOOST_AUTO_TEST_CASE(a_pointer_that_is_none_is_an_error)
{
  const auto words = told(&make_newest, R"({"by":"what"})", "[]");

  BOOST_TEST(words.find("must begin with /") != std::string::npos, words);
  BOOST_TEST(promised(&make_newest, k_prefs) == "/*/policy; /*/value; ");
}

BOOST_AUTO_TEST_SUITE_END()
