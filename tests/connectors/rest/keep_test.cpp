#include "connectors/format/json.hpp"
#include "connectors/rest/keep.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

namespace {

struct What
{
  std::vector<std::string> keep{};
  std::vector<std::string> secret{};
};

std::string
kept(std::string_view page, const What& what)
{
  return to_text((*Keep::of(what.keep, what.secret))(*parse_json(page)));
}

} // namespace

BOOST_AUTO_TEST_SUITE(keep_test)

BOOST_AUTO_TEST_CASE(without_pointers_everything_is_kept)
{
  BOOST_TEST(kept(R"({"a":[1,{"b":null}]})", {}) == R"({"a":[1,{"b":null}]})");
}

BOOST_AUTO_TEST_CASE(what_no_pointer_names_is_forgotten)
{
  const auto* page = R"({"prefs":{"a":1,"b":{"c":2,"name":"x"}},"name":"x","closed":null})";
  BOOST_TEST(kept(page, {.keep = {"/prefs/a", "/closed"}}) ==
             R"({"prefs":{"a":1},"closed":null})");
  BOOST_TEST(kept(page, {.keep = {"/prefs/*/c"}}) == R"({"prefs":{"b":{"c":2}}})");
  BOOST_TEST(kept(page, {.keep = {"/prefs", "/prefs/a"}}) ==
             R"({"prefs":{"a":1,"b":{"c":2,"name":"x"}}})");
  BOOST_TEST(kept(page, {.keep = {"/gone"}}) == "{}");
}

BOOST_AUTO_TEST_CASE(lists_keep_their_length)
{
  BOOST_TEST(kept(R"({"u":[{"id":1,"n":"x"},{"n":"y"},"z",null]})", {.keep = {"/u/*/id"}}) ==
             R"({"u":[{"id":1},{},null,null]})");
  BOOST_TEST(kept(R"({"u":[]})", {.keep = {"/u/*/id"}}) == R"({"u":[]})");
  BOOST_TEST(kept(R"([{"id":1,"n":"x"}])", {.keep = {"/*/id"}}) == R"([{"id":1}])");
}

BOOST_AUTO_TEST_CASE(null_stays_null_where_a_pointer_leads_deeper_and_a_plain_value_goes)
{
  BOOST_TEST(kept(R"({"a":null,"b":"name"})", {.keep = {"/a/x", "/b/x"}}) == R"({"a":null})");
}

BOOST_AUTO_TEST_CASE(secrets_are_masked_but_empty_and_null_are_told)
{
  const auto* page = R"({"s":{"A":"x","B":"","C":null,"D":5,"E":{"k":"v"}},"l":[{"p":"q"}]})";
  BOOST_TEST(kept(page, {.secret = {"/s/*"}}) ==
             R"({"s":{"A":"***","B":"","C":null,"D":"***","E":"***"},"l":[{"p":"q"}]})");
  BOOST_TEST(kept(page, {.keep = {"/l"}, .secret = {"/l/*/p", "/none/x"}}) ==
             R"({"l":[{"p":"***"}]})");
}

BOOST_AUTO_TEST_CASE(a_bare_name_masks_every_such_member_in_any_letter_case)
{
  BOOST_TEST(kept(R"({"a":{"apiKey":"x","list":[{"APIKEY":"y","key":"z"}]}})",
                  {.secret = {"ApiKey"}}) ==
             R"({"a":{"apiKey":"***","list":[{"APIKEY":"***","key":"z"}]}})");
}

BOOST_AUTO_TEST_CASE(a_pointer_without_its_slash_is_refused)
{
  BOOST_TEST(!Keep::of({"prefs"}, {}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
