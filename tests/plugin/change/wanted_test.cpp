#include "plugin/change/bond.hpp"
#include "plugin/change/derive.hpp"
#include "plugin/change/wanted.hpp"
#include "tests/plugin/change/bench.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <set>
#include <string>

using namespace klausur;
using namespace klausur::test;

namespace {

/// Two sites that deviate alike, of which the API writes the preferred one only.
struct Sites : Bench
{
  explicit Sites(std::string_view sites = R"({"a":{"default":true},"b":{"default":false}})")
  {
    check("v.open", "settings/*#/open", "false", "false");
    document("sites", sites).write.method = "";
    document("settings/*").write.where = parse_address("sites#/*/default").value();
    reading("settings/a", R"({"open":true})");
    reading("settings/b", R"({"open":true})");
  }
};

/// One setting that the environment might decide.
struct Held : Bench
{
  explicit Held(std::string_view environment)
  {
    check("v.open", "config#/s/open", "false", "false");
    document("config", R"({"s":{"open":true}})")
        .write.held_by.push_back({parse_address("environment#").value(),
                                  {"The environment decides.", "Die Umgebung."}});
    document("environment", environment).write.method = "";
  }
};

Waiver
waiver_of(std::string check, std::string_view accepted)
{
  return {.id = "1",
          .tenant = "t",
          .check = std::move(check),
          .scope = "",
          .accepted = sample::json(accepted),
          .reason = "r",
          .approver = "a",
          .until = k_now + std::chrono::hours{1}};
}

} // namespace

BOOST_AUTO_TEST_SUITE(wanted_test)

BOOST_AUTO_TEST_CASE(only_members_that_the_api_writes_are_planned_and_the_others_are_for_people)
{
  const auto plan = Sites{}.plan().value();

  BOOST_TEST(order_of(plan) == "settings/a#/open");
  BOOST_TEST(left_of(plan, "settings/b#/open") == "An API exists, but not for this token. ");
}

BOOST_AUTO_TEST_CASE(what_the_token_cannot_write_comes_with_the_console_path)
{
  Sites sites;
  sites.law.checks.front().remedy.steps = {"Console > Sites > Open: off.", "Konsole: aus."};

  BOOST_TEST(left_of(sites.plan().value(), "settings/b#/open") ==
             "An API exists, but not for this token. Console > Sites > Open: off.");
}

BOOST_AUTO_TEST_CASE(nothing_is_planned_while_nobody_knows_which_member_is_written)
{
  Sites sites;
  sites.snapshot.readings.front() = {"settings/a", "GET /x", k_now,
                                     fail(Failure::unreachable, "no answer")};
  sites.snapshot.readings.back() = {"sites", "GET /x", k_now,
                                    fail(Failure::unreachable, "no answer")};
  sites.snapshot.seal();

  BOOST_TEST(sites.plan()->changes.empty());
}

BOOST_AUTO_TEST_CASE(what_somebody_above_decides_is_for_people_from_the_start)
{
  for (const char* held : {R"({"s":{"open":true}})", R"({"s":true})"}) {
    const auto plan = Held{held}.plan().value();
    BOOST_TEST(plan.changes.empty());
    BOOST_TEST(left_of(plan, "config#/s/open") == "The environment decides.");
  }
  BOOST_TEST(order_of(Held{R"({"s":{"other":true}})"}.plan().value()) == "config#/s/open");
}

BOOST_AUTO_TEST_CASE(a_remedy_is_planned_only_where_its_condition_is_seen_to_hold)
{
  const auto planned_with = [](std::string_view server) {
    Bench bench;
    auto& check = bench.check("v.verify", "config#/verify", "true", "true");
    check.remedy.when.push_back({.setting = parse_address("config#/server").value(),
                                 .expect = sample::json(R"({"type":"string","minLength":1})"),
                                 .absent_means = {}});
    check.remedy.otherwise = {"There is no mail server.", "Es gibt keinen Mailserver."};
    bench.document("config", server);
    return bench.plan().value();
  };

  BOOST_TEST(order_of(planned_with(R"({"verify":false,"server":"mail"})")) == "config#/verify");
  for (const char* without : {R"({"verify":false,"server":""})", R"({"verify":false})"}) {
    BOOST_TEST(left_of(planned_with(without), "config#/verify") == "There is no mail server.");
  }
}

BOOST_AUTO_TEST_CASE(what_is_waived_is_left_alone_and_not_even_listed)
{
  Held held{"{}"};
  held.waivers.push_back(waiver_of("v.open", "true"));

  const auto plan = held.plan().value();

  BOOST_TEST(plan.changes.empty());
  BOOST_TEST(plan.left_out.empty());
}

BOOST_AUTO_TEST_CASE(what_is_waived_of_one_check_no_other_check_writes_and_none_locks)
{
  for (const bool waived_first : {true, false}) {
    Bench bench;
    const auto ids =
        waived_first ? std::array{"v.low", "v.lower"} : std::array{"v.lower", "v.low"};
    for (const char* id : ids) {
      bench.check(id, "config#/days", R"({"type":"integer","maximum":5})", "5").remedy.lock =
          parse_address("locks#/days").value();
    }
    bench.document("config", R"({"days":9})");
    bench.document("locks", R"({"days":false})");
    bench.waivers.push_back(waiver_of("v.low", "9"));

    const auto plan = bench.plan().value();

    BOOST_TEST(plan.changes.empty());
    BOOST_TEST(left_of(plan, "config#/days") ==
               "Its value is accepted: another check of this setting is waived.");
  }
}

BOOST_AUTO_TEST_CASE(two_checks_that_want_different_values_leave_both_to_people)
{
  Bench bench;
  bench.check("v.low", "config#/days", R"({"type":"integer","maximum":5})", "5");
  bench.check("v.lower", "config#/days", R"({"type":"integer","maximum":3})", "3");
  bench.document("config", R"({"days":9})");

  const auto plan = bench.plan().value();

  BOOST_TEST(plan.changes.empty());
  BOOST_TEST(left_of(plan, "config#/days") ==
             "Two checks want different values for this setting.");
}

BOOST_AUTO_TEST_CASE(a_third_check_does_not_settle_what_two_others_want_differently)
{
  for (const auto& values : {std::array{"5", "3", "5"}, std::array{"5", "5", "3"},
                             std::array{"5", "3", "4"}, std::array{"3", "5", "5"}}) {
    Bench bench;
    for (const char* id : {"v.a", "v.b", "v.c"}) {
      const char* value = values.at(static_cast<std::size_t>(id[2] - 'a'));
      bench.check(id, "config#/days", R"({"type":"integer","maximum":5})", value);
    }
    bench.document("config", R"({"days":9})");

    const auto plan = bench.plan().value();

    BOOST_TEST(plan.changes.empty());
    std::multiset<std::string> left;
    for (const auto& each : plan.left_out) {
      left.insert(each.check.str());
    }
    BOOST_TEST((left == std::multiset<std::string>{"v.a", "v.b", "v.c"}));
  }
}

BOOST_AUTO_TEST_CASE(
    what_two_checks_want_alike_follows_also_when_less_is_read_than_was_planned_from)
{
  Bench bench;
  bench.check("v.any", "board/*#/open", "false", "false");
  bench.check("v.a", "board/*#/open", "false", "false")
      .when.push_back({.setting = parse_address("board/*#/kind").value(),
                       .expect = sample::json(R"("team")"),
                       .absent_means = {}});
  bench.document("board/*");
  bench.reading("board/1", R"({"open":true,"kind":"team"})");
  bench.reading("board/2", R"({"open":true,"kind":"own"})");
  bench.choice.settings = {"board/1#/open"};
  const auto plan = bench.plan().value();
  BOOST_TEST_REQUIRE(order_of(plan) == "board/1#/open");

  const auto judge = Judge::prepare(bench.law, bench.catalogue, sample::json("{}")).value();
  bench.snapshot.readings.pop_back(); // Applying it reads what it is about.
  bench.snapshot.seal();
  const auto anew =
      derived(plan, bench.snapshot, judge,
              [&](const Snapshot& of) { return Result<TenantReport>{bench.report(judge, of)}; },
              {})
          .value();

  BOOST_TEST(baseless(plan.changes, anew.changes).empty());
}

BOOST_AUTO_TEST_CASE(what_two_checks_want_alike_is_planned_for_the_one_that_was_chosen)
{
  for (const char* chosen : {"v.a", "v.b"}) {
    Bench bench;
    bench.check("v.a", "config#/open", "false", "false");
    bench.check("v.b", "config#/open", "false", "false");
    bench.document("config", R"({"open":true})");
    bench.choice.checks = {chosen};

    const auto plan = bench.plan().value();

    BOOST_TEST_REQUIRE(order_of(plan) == "config#/open");
    BOOST_TEST(plan.changes.front().check->id == chosen);
  }
}

BOOST_AUTO_TEST_CASE(what_one_of_two_checks_knows_to_delete_is_not_planned_for_the_other)
{
  for (const char* deleting : {"v.a", "v.b"}) {
    Bench bench;
    for (const char* id : {"v.a", "v.b"}) {
      auto& check = bench.check(id, "config#/open", "false", "false");
      if (id == std::string_view{deleting}) {
        check.remedy.risks.push_back(
            {.danger = Danger::deletes, .says = {}, .when = {}, .counts = {}});
      }
    }
    bench.document("config", R"({"open":true})");

    BOOST_TEST(bench.plan()->changes.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_finding_of_a_group_does_not_lock_the_whole_account)
{
  Bench bench;
  auto& check = bench.check("v.group", "group/*#/open", "false", "false");
  check.remedy.lock = parse_address("locks#/open").value();
  bench.document("locks", R"({"open":false})");
  bench.document("group/*");
  bench.reading("group/1", R"({"open":true})");

  BOOST_TEST(order_of(bench.plan().value()) == "group/1#/open");
}

BOOST_AUTO_TEST_SUITE_END()
