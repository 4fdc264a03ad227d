#include "policies/engine/plan.hpp"
#include "tests/policies/engine/sample.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using sample::json;

namespace {

const Time k_now = *parse_time("2026-11-24T09:00:00Z");

/// Two sites that deviate alike, of which the API writes the preferred one only.
struct Sites
{
  Sites()
  {
    auto check = sample::check("settings/*#/open", "false");
    check.remedy.set = json("false");
    law = sample::policy(std::move(check));
    law.manifest.documents = {
        {.name = "sites", .read = {.method = "GET"}},
        {.name = "settings/*",
         .read = {.method = "GET"},
         .write = {.method = "PATCH", .where = parse_address("sites#/*/default").value()}}};
    snapshot = sample::snapshot("sites", R"({"a":{"default":true},"b":{"default":false}})");
    for (const char* document : {"settings/a", "settings/b"}) {
      snapshot.readings.push_back({document, "GET /x", k_now, parse_json(R"({"open":true})")});
    }
    snapshot.seal();
  }

  Plan plan()
  {
    const auto catalogue = sample::catalogue();
    const auto judge = Judge::prepare(law, catalogue, json("{}")).value();
    return plan_for(examine(judge, snapshot, {.now = k_now}), snapshot, law.manifest, k_now);
  }

  Policy law;
  Snapshot snapshot;
};

} // namespace

BOOST_AUTO_TEST_SUITE(plan_test)

BOOST_AUTO_TEST_CASE(only_members_that_the_api_writes_are_planned_and_the_others_are_for_people)
{
  Sites sites;

  const auto plan = sites.plan();

  BOOST_TEST_REQUIRE(plan.changes.size() == 1U);
  BOOST_TEST(plan.changes[0].setting == "settings/a#/open");
  BOOST_TEST_REQUIRE(plan.skipped.size() == 1U);
  BOOST_TEST(plan.skipped[0].setting == "settings/b#/open");
  BOOST_TEST(plan.skipped[0].why.en.starts_with("An API exists, but not for this token. "));
}

BOOST_AUTO_TEST_CASE(what_the_token_cannot_write_comes_with_the_console_path)
{
  Sites sites;
  sites.law.checks.front().remedy.steps = {"Console > Sites > Open: off.", "Konsole: aus."};

  const auto plan = sites.plan();

  BOOST_TEST_REQUIRE(plan.skipped.size() == 1U);
  BOOST_TEST(plan.skipped[0].why.en ==
             "An API exists, but not for this token. Console > Sites > Open: off.");
  BOOST_TEST(plan.skipped[0].why.de ==
             "Es gibt eine API, aber nicht für dieses Token. Konsole: aus.");
}

BOOST_AUTO_TEST_CASE(nothing_is_planned_while_nobody_knows_which_member_is_written)
{
  Sites sites;
  sites.snapshot.readings.front() = {"sites", "GET /x", k_now,
                                     fail(Failure::unreachable, "no answer")};
  sites.snapshot.seal();

  BOOST_TEST(sites.plan().changes.empty());
}

BOOST_AUTO_TEST_SUITE_END()
