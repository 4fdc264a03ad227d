#include "tests/policies/engine/court.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace klausur;
using sample::address;
using sample::check;
using sample::Court;
using sample::json;
using sample::snapshot;

BOOST_AUTO_TEST_SUITE(sight_test)

BOOST_AUTO_TEST_CASE(what_was_not_kept_is_not_silence)
{
  const auto of_before = [](std::string_view content) {
    Snapshot read = snapshot("d", content);
    read.kept = Kept{};
    return read;
  };
  const auto later = [] {
    Check one = check("d#/a", "true");
    one.absent_means = json("true");
    return one;
  };
  Court{later(), snapshot("d", "{}")}.expect(Status::pass, Ground::by_default);
  Court{later(), of_before("{}")}.expect(Status::unknown, Ground::not_kept);
  Court{later(), of_before(R"({"a":false})")}.expect(Status::fail, Ground::value);

  Snapshot old = of_before("{}"); // Of a program that did not write it down.
  old.kept.reset();
  Court{later(), std::move(old)}.expect(Status::unknown, Ground::not_kept);
}

BOOST_AUTO_TEST_CASE(a_condition_on_what_was_not_kept_is_not_answered_by_its_default)
{
  const auto conditional = [] {
    Check one = check("d#/a", "true");
    one.when.push_back({address("d#/on"), json("false"), json("true")});
    return one;
  };
  Court{conditional(), snapshot("d", R"({"a":true})")}.expect(Status::not_applicable,
                                                              Ground::condition_unmet);
  Snapshot before = snapshot("d", R"({"a":true})");
  before.kept = Kept{};
  Court{conditional(), std::move(before)}.expect(Status::unknown, Ground::condition_unknown);
}

BOOST_AUTO_TEST_CASE(below_what_nobody_foresaw_nothing_was_left_out)
{
  const auto by_default = [] {
    Check one = check("d#/a/b", "true");
    one.absent_means = json("true");
    return one;
  };
  const auto conditional = [] {
    Check one = check("d#/on", "true");
    one.when.push_back({address("d#/a/b"), json("false"), json("true")});
    return one;
  };
  for (const char* content : {"{}", R"({"a":{}})"}) {
    Court{by_default(), snapshot("d", content)}.expect(Status::pass, Ground::by_default);
  }
  for (const char* above : {"null", "true", "7", R"("text")", "[]"}) {
    Court{by_default(), snapshot("d", fmt::format(R"({{"a":{}}})", above))}.expect(
        Status::unknown, Ground::silent);
    Court{conditional(), snapshot("d", fmt::format(R"({{"on":true,"a":{}}})", above))}.expect(
        Status::unknown, Ground::condition_unknown);
  }
}

BOOST_AUTO_TEST_CASE(members_that_were_not_kept_are_not_none)
{
  for (const char* setting : {"d#/*/x", "d#/list/*/x"}) {
    Snapshot read = snapshot("d", R"({})");
    read.kept = Kept{};
    Court{check(setting, "true"), std::move(read)}.expect(Status::unknown, Ground::not_kept);
  }
  Snapshot listed = snapshot("d", R"({"list":[]})"); // A list keeps its length.
  listed.kept = Kept{};
  Court{check("d#/list/*/x", "true"), std::move(listed)}.expect(Status::not_applicable,
                                                                Ground::nothing_there);
}

BOOST_AUTO_TEST_CASE(an_expectation_that_looks_inside_needs_what_it_looks_at)
{
  constexpr const char* no_plain = R"({"type":"array","items":
      {"not":{"type":"object","properties":{"plain":{"type":"integer"}},"required":["plain"]}}})";
  Snapshot before = snapshot("d", R"({"list":[{}]})");
  Court{check("d#/list", no_plain), snapshot("d", R"({"list":[{}]})")}.expect(Status::pass,
                                                                              Ground::value);
  before.kept = Kept{};
  Court{check("d#/list", no_plain), std::move(before)}.expect(Status::unknown,
                                                              Ground::not_kept);
  Snapshot there = snapshot("d", R"({"list":[{"plain":1}]})");
  there.kept = Kept{};
  Court{check("d#/list", no_plain), std::move(there)}.expect(Status::fail, Ground::value);
}

BOOST_AUTO_TEST_SUITE_END()
