#include "connectors/model/kept.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;

namespace {

Address
address(std::string_view text)
{
  return parse_address(text).value();
}

Kept
kept(std::initializer_list<std::string_view> addresses)
{
  Kept made;
  for (const auto each : addresses) {
    made.add(address(each));
  }
  return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(kept_test)

BOOST_AUTO_TEST_CASE(an_address_is_held_where_it_or_a_wider_one_stands)
{
  const Kept some = kept({"d#/a/b", "boards/*#/*/x", "m#"});
  for (const char* held : {"d#/a/b", "boards/*#/*/x", "boards/7#/*/x", "boards/7#/k/x", "m#"}) {
    BOOST_TEST(some.holds(address(held)), held);
  }
  for (const char* other : {"d#/a", "d#/a/b/c", "d#/a/*", "boards#/*/x", "boards/7#/k", "m#/a",
                            "boards/*/y#/*/x", "e#/a/b"}) {
    BOOST_TEST(!some.holds(address(other)), other);
  }
}

BOOST_AUTO_TEST_CASE(the_pointers_of_a_member_are_those_of_its_kind)
{
  const auto pointers = kept({"b/*#/y", "b/*#/x", "b/7#/z", "c#/x"}).pointers_of("b/7");
  const std::vector<std::vector<std::string>> expected{{"x"}, {"y"}, {"z"}};
  BOOST_TEST((pointers == expected));
}

BOOST_AUTO_TEST_CASE(equal_ones_give_equal_text_that_reads_back)
{
  Kept one = kept({"b#/x", "a/*#/s~1t", "b#"});
  one.add_plain("x@y.example");
  const auto text = to_text(one.to_json());
  BOOST_TEST(text ==
             R"({"addresses":{"a/*":["/s~1t"],"b":["","/x"]},"plain":["x@y.example"]})");
  BOOST_TEST((Kept::from_json(parse_json(text).value()).value() == one));
  BOOST_TEST(to_text(kept({}).to_json()) == R"({"addresses":{}})");
}

BOOST_AUTO_TEST_CASE(what_is_not_of_its_form_is_refused)
{
  for (const char* text : {"{}", "[]", R"({"addresses":[]})", R"({"addresses":{"d":{}}})",
                           R"({"addresses":{"d":[1]}})", R"({"addresses":{"d":["x"]}})",
                           R"({"addresses":{},"plain":[1]})"}) {
    const auto read = Kept::from_json(parse_json(text).value());
    BOOST_TEST((!read && read.error().kind == Failure::invalid), text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
