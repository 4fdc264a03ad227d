#include "policies/engine/findings_of.hpp"
#include "tests/policies/engine/sample.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace klausur;
using namespace klausur::sample;

namespace {

/// Members with the same content, packed as they come from a list.
Snapshot
members(int count, const char* content)
{
  TextPool texts;
  Snapshot made = snapshot("d", "{}");
  for (int i = 0; i < count; ++i) {
    auto& reading = made.readings.emplace_back(
        Reading{fmt::format("users/{}", i), "GET /users/x", {}, parse_json(content)});
    reading.content.pack(texts);
  }
  made.seal();
  return made;
}

struct Court
{
  Court(Check one, Snapshot read) : law{policy(std::move(one))}, snapshot{std::move(read)} {}

  Catalogue catalogue = sample::catalogue();
  Policy law;
  Snapshot snapshot;
  Judge judge = Judge::prepare(law, catalogue, json("{}")).value();
  std::vector<Finding> findings = findings_of(judge, snapshot);
};

} // namespace

BOOST_AUTO_TEST_SUITE(findings_of_test)

BOOST_AUTO_TEST_CASE(findings_of_one_check_share_all_but_their_place)
{
  Check one = check("users/*#/mode", R"({"enum":["off"]})");
  one.remedy.set = json(R"("off")");
  one.overridable = true;
  const Court court{std::move(one), members(3, R"({"mode":"always"})")};

  BOOST_TEST_REQUIRE(court.findings.size() == 3U);
  const Finding& first = court.findings[0];
  const Finding& last = court.findings[2];
  BOOST_TEST(first.expected.is(last.expected));
  BOOST_TEST(first.remedy.is(last.remedy));
  BOOST_TEST(first.observed.is(last.observed));
  BOOST_TEST(first.why.is(last.why));
  BOOST_TEST(first.note.is(last.note));
  BOOST_TEST(first.scope == "users/0");
  BOOST_TEST(last.setting.text() == "users/2#/mode");
  BOOST_TEST(to_text(*last.observed) == R"("always")");
}

BOOST_AUTO_TEST_CASE(values_that_differ_are_kept_apart)
{
  Snapshot read = members(1, R"({"mode":1})");
  read.readings.push_back({"users/x", "", {}, parse_json(R"({"mode":1.0})")});
  read.readings.push_back({"users/y", "", {}, parse_json(R"({"mode":"1"})")});
  const Court court{check("users/*#/mode", "2"), std::move(read)};

  std::vector<std::string> observed;
  for (const auto& finding : court.findings) {
    observed.push_back(to_text(*finding.observed));
  }
  BOOST_TEST((observed == std::vector<std::string>{"1", "1.0", R"("1")"}));
}

BOOST_AUTO_TEST_CASE(a_member_within_a_member_is_named_whole)
{
  const Court in_list{check("d#/list/*/on", "true"),
                      snapshot("d", R"({"list":{"a/b":{"on":false}}})")};
  BOOST_TEST(in_list.findings.at(0).scope == "a/b");
  BOOST_TEST(in_list.findings.at(0).setting.text() == "d#/list/a~1b/on");

  const Court in_member{check("users/*#/list/*/on", "true"),
                        members(1, R"({"list":[{"on":false}]})")};
  BOOST_TEST(in_member.findings.at(0).scope == "users/0/0");
  BOOST_TEST(in_member.findings.at(0).setting.text() == "users/0#/list/0/on");
}

BOOST_AUTO_TEST_CASE(why_something_could_not_be_read_is_not_mixed_up_between_members)
{
  Snapshot read = snapshot("d", "{}");
  read.readings.push_back({"users/1", "", {}, fail(Failure::forbidden, "no", "read:one")});
  read.readings.push_back({"users/2", "", {}, fail(Failure::forbidden, "no", "read:two")});
  const Court court{check("users/*#/on", "true"), std::move(read)};

  BOOST_TEST(court.findings.at(0).missing_scope == "read:one");
  BOOST_TEST(court.findings.at(1).missing_scope == "read:two");
  BOOST_TEST(court.findings.at(1).why->en.find("read:two") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(judging_in_parts_finds_what_judging_at_once_finds_and_keeps_no_tree)
{
  Check one = check("users/*#/mode", R"("off")");
  one.when.push_back({address("users/*#/on"), json("true"), std::nullopt});
  const Court court{std::move(one), members(50, R"({"mode":"always","on":true})")};
  Docket at_once;
  court.judge.judge(court.snapshot, at_once);
  std::vector<Judgement> in_parts;
  Docket docket;

  court.judge.judge(court.snapshot, docket, [&] {
    BOOST_TEST(docket.judgements.size() <= 1U);
    in_parts.insert(in_parts.end(), docket.judgements.begin(), docket.judgements.end());
  });

  BOOST_TEST_REQUIRE(in_parts.size() == at_once.judgements.size());
  for (std::size_t i = 0; i < in_parts.size(); ++i) {
    BOOST_TEST(in_parts[i].reading == at_once.judgements[i].reading);
    BOOST_TEST((in_parts[i].status == at_once.judgements[i].status));
  }
  BOOST_TEST(docket.looked_at.empty());
}

BOOST_AUTO_TEST_SUITE_END()
