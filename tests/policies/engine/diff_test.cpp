#include "policies/engine/diff.hpp"
#include "tests/policies/engine/sample.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using sample::snapshot;

BOOST_AUTO_TEST_SUITE(diff_test)

BOOST_AUTO_TEST_CASE(a_change_an_addition_and_a_removal_are_told_apart)
{
  const auto found = differences(snapshot("d", R"({"a":1,"b":{"c":true},"gone":1})"),
                                 snapshot("d", R"({"b":{"c":false},"a":1,"new":null})"));

  BOOST_TEST_REQUIRE(found.size() == 3U);
  BOOST_TEST(found[0].setting == "d#/b/c");
  BOOST_TEST(to_text(*found[0].before) == "true");
  BOOST_TEST(to_text(*found[0].after) == "false");
  BOOST_TEST(found[1].setting == "d#/gone");
  BOOST_TEST(!found[1].after.has_value());
  BOOST_TEST(found[2].setting == "d#/new");
  BOOST_TEST(!found[2].before.has_value());
  BOOST_TEST(found[2].after->IsNull());
}

BOOST_AUTO_TEST_CASE(what_nobody_looks_at_changes_by_its_digest_or_cannot_be_compared)
{
  const auto with = [](const char* digests, const char* key = "k") {
    Snapshot made = snapshot("d", "{}");
    made.readings[0].digests = digests;
    made.digest_key = key;
    return made;
  };
  const auto before = with(R"({"/a":"1","/b":"2","/gone":"3"})");
  const auto found = unseen_changes(before, with(R"({"/a":"1","/b":"9","/new":"4"})"));
  BOOST_TEST_REQUIRE(found.has_value());
  BOOST_TEST((*found == std::vector<std::string>{"d#/b", "d#/gone"}));
  BOOST_TEST(!unseen_changes(before, with("{}", "another key")).has_value());
  BOOST_TEST(!unseen_changes(before, with("{}", "")).has_value());

  auto later = with(R"({"/b":"9"})"); // Something else is looked at since.
  Kept kept = *later.kept;
  kept.add({"d", {"a"}});
  kept.add({"d", {"looked", "at", "since"}});
  later.kept = kept;
  BOOST_TEST(unseen_changes(before, later)->empty());
}

BOOST_AUTO_TEST_CASE(another_order_of_plain_values_is_no_drift)
{
  BOOST_TEST(
      differences(snapshot("d", R"({"a":["x","y"]})"), snapshot("d", R"({"a":["y","x"]})"))
          .empty());
}

BOOST_AUTO_TEST_CASE(not_being_able_to_see_is_no_drift)
{
  Snapshot unseen = snapshot("d", "{}");
  unseen.readings[0].content = fail(Failure::unreachable, "down");

  BOOST_TEST(differences(snapshot("d", R"({"a":1})"), unseen).empty());
  BOOST_TEST(differences(unseen, snapshot("d", R"({"a":1})")).empty());
}

BOOST_AUTO_TEST_CASE(what_one_of_both_did_not_keep_is_no_drift)
{
  Snapshot before = snapshot("d", R"({"a":1})");
  Kept only_a;
  only_a.add({"d", {"a"}});
  before.kept = only_a;
  const auto after = snapshot("d", R"({"a":2,"new":{"deep":[{"x":1}]},"list":[1]})");

  BOOST_TEST_REQUIRE(differences(before, after).size() == 1U);
  BOOST_TEST(differences(before, after)[0].setting == "d#/a");

  only_a.add({"d", {"new", "deep", "*", "x"}});
  before.kept = only_a;
  const auto found = differences(before, after);
  BOOST_TEST_REQUIRE(found.size() == 2U);
  BOOST_TEST(found[1].setting == "d#/new");
}

BOOST_AUTO_TEST_SUITE_END()
