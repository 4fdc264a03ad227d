#include "connectors/model/sieve.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

namespace {

std::string
cut(std::string_view page, const std::vector<std::string>& pointers,
    Sieve::Ends ends = Sieve::Ends::plain)
{
  std::vector<Pointer> parsed;
  for (const auto& pointer : pointers) {
    parsed.push_back(parse_pointer(pointer).value());
  }
  return to_text(Sieve{parsed, ends}(*parse_json(page)));
}

} // namespace

BOOST_AUTO_TEST_SUITE(sieve_test)

BOOST_AUTO_TEST_CASE(without_pointers_nothing_stays)
{
  BOOST_TEST(cut(R"({"a":[1,{"b":null}]})", {}) == "{}");
  BOOST_TEST(cut(R"(["a"])", {}) == "null");
  BOOST_TEST(cut(R"("a")", {}) == "null");
}

BOOST_AUTO_TEST_CASE(what_no_pointer_names_is_forgotten)
{
  const auto* page = R"({"prefs":{"a":1,"b":{"c":2,"name":"x"}},"name":"x","closed":null})";
  BOOST_TEST(cut(page, {"/prefs/a", "/closed"}) == R"({"prefs":{"a":1},"closed":null})");
  BOOST_TEST(cut(page, {"/prefs/*/c"}) == R"({"prefs":{"b":{"c":2}}})");
  BOOST_TEST(cut(page, {"/gone"}) == "{}");
}

BOOST_AUTO_TEST_CASE(why_a_value_could_not_be_told_stays_in_its_place)
{
  const auto* page = R"({"a":{"unclear":[true,"x",{"name":"y"}],"because":"b"}})";
  BOOST_TEST(cut(page, {"/a"}) == R"({"a":{"unclear":[true,"x",{}],"because":"b"}})");
  // What says more than that is an object like any other, and so it is above the value.
  const auto* other = R"({"a":{"unclear":["x"],"because":"b","name":"z"}})";
  BOOST_TEST(cut(other, {"/a"}) == R"({"a":{}})");
  BOOST_TEST(cut(other, {"/a/name"}) == R"({"a":{"name":"z"}})");
  BOOST_TEST(cut(R"({"a":{"unclear":["x"],"because":{"name":"z"}}})", {"/a"}) == R"({"a":{}})");
  BOOST_TEST(cut(R"({"a":{"because":"b"}})", {"/a"}) == R"({"a":{}})");
}

BOOST_AUTO_TEST_CASE(of_an_object_only_what_further_pointers_name_stays)
{
  const auto* page = R"({"prefs":{"a":1,"b":{"c":2,"name":"x"}}})";
  BOOST_TEST(cut(page, {"/prefs"}) == R"({"prefs":{}})");
  BOOST_TEST(cut(page, {"/prefs", "/prefs/a"}) == R"({"prefs":{"a":1}})");
  BOOST_TEST(cut(page, {"/prefs", "/prefs/*"}) == R"({"prefs":{"a":1,"b":{}}})");
  BOOST_TEST(cut(page, {"/prefs"}, Sieve::Ends::whole) == page);
}

BOOST_AUTO_TEST_CASE(lists_keep_their_length)
{
  BOOST_TEST(cut(R"({"u":[{"id":1,"n":"x"},{"n":"y"},"z",null]})", {"/u/*/id"}) ==
             R"({"u":[{"id":1},{},null,null]})");
  BOOST_TEST(cut(R"({"u":[]})", {"/u/*/id"}) == R"({"u":[]})");
  BOOST_TEST(cut(R"([{"id":1,"n":"x"}])", {"/*/id"}) == R"([{"id":1}])");
}

BOOST_AUTO_TEST_CASE(a_list_of_plain_values_is_one_value)
{
  BOOST_TEST(cut(R"({"u":["a",2,{"n":"x"},["y"]]})", {"/u"}) == R"({"u":["a",2,{},[null]]})");
}

BOOST_AUTO_TEST_CASE(null_stays_null_where_a_pointer_leads_deeper_and_a_plain_value_goes)
{
  BOOST_TEST(cut(R"({"a":null,"b":"name"})", {"/a/x", "/b/x"}) == R"({"a":null})");
}

BOOST_AUTO_TEST_CASE(what_was_cut_is_cut_to_the_same)
{
  const auto* page = R"({"u":[{"id":1,"n":"x"}],"m":{"k":{"a":true,"b":"y"}}})";
  const std::vector<std::string> pointers{"/u/*/id", "/m/*/a"};
  const auto once = cut(page, pointers);
  BOOST_TEST(cut(once, pointers) == once);
}

BOOST_AUTO_TEST_SUITE_END()
