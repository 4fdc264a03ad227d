#include "plugin/change/settled.hpp"
#include "tests/plugin/change/bench.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using namespace klausur::test;

namespace {

Condition
condition(std::string_view setting, std::string_view expect)
{
  return {.setting = parse_address(setting).value(),
          .expect = sample::json(expect),
          .absent_means = {}};
}

/// Recording is either off, or everybody is told.
struct Recording : Bench
{
  Recording()
  {
    auto& notice = check("v.notice", "config#/notice", "true", "true");
    notice.when.push_back(condition("config#/recording", "true"));
    auto& off = check("v.off", "config#/recording", "false", "false");
    off.when.push_back(condition("config#/notice", "false"));
    off.remedy.yields_to = {"v.notice"};
    auto& default_encryption = check("v.e2ee", "config#/e2ee", "true", "true");
    default_encryption.when.push_back(condition("config#/recording", "false"));
    document("config", R"({"recording":true,"notice":false,"e2ee":false})");
  }
};

/// A value with a lock that a check of its own wants as well.
struct Locked : Bench
{
  explicit Locked(std::string_view value)
  {
    check("v.open", "config#/open", "false", "false").remedy.lock =
        parse_address("locks#/open").value();
    check("v.lock", "locks#/open", "true", "true");
    document("config", value);
    document("locks", R"({"open":false})");
  }
};

} // namespace

BOOST_AUTO_TEST_SUITE(settled_test)

BOOST_AUTO_TEST_CASE(of_alternatives_the_one_that_is_milder_for_people_is_planned)
{
  BOOST_TEST(order_of(Recording{}.plan().value()) == "config#/notice");
}

BOOST_AUTO_TEST_CASE(
    where_the_milder_one_is_excepted_the_other_and_all_that_follows_are_planned)
{
  Recording recording;
  recording.choice.except = {"v.notice"};

  // Without recordings encryption has to be the default: one plan, not two.
  BOOST_TEST(order_of(recording.plan().value()) == "config#/e2ee; config#/recording");
}

BOOST_AUTO_TEST_CASE(what_follows_and_is_not_chosen_is_not_planned)
{
  Recording recording;
  recording.choice.checks = {"v.off"};

  BOOST_TEST(order_of(recording.plan().value()) == "config#/recording");
}

BOOST_AUTO_TEST_CASE(what_other_changes_make_needless_is_not_planned)
{
  Bench bench;
  bench.check("v.calls", "config#/calls", "false", "false");
  bench.check("v.length", "config#/length", "60", "60")
      .when.push_back(condition("config#/calls", "true"));
  bench.document("config", R"({"calls":true,"length":90})");

  BOOST_TEST(order_of(bench.plan().value()) == "config#/calls");
}

BOOST_AUTO_TEST_CASE(a_value_is_written_before_its_lock)
{
  const auto plan = Locked{R"({"open":true})"}.plan().value();

  BOOST_TEST(order_of(plan) == "config#/open; locks#/open");
  BOOST_TEST_REQUIRE(plan.changes[1].after.size() == 1U);
  BOOST_TEST(plan.changes[1].after[0].text() == "config#/open");
}

BOOST_AUTO_TEST_CASE(a_lock_needs_nothing_where_its_value_is_as_wanted)
{
  const auto plan = Locked{R"({"open":false})"}.plan().value();

  BOOST_TEST(order_of(plan) == "locks#/open");
  BOOST_TEST(plan.changes[0].after.empty());
}

BOOST_AUTO_TEST_CASE(a_lock_is_not_planned_where_its_value_is_unknown_or_stays_wrong)
{
  BOOST_TEST(Locked{R"({"open":"perhaps"})"}.plan()->changes.empty());

  Locked excepted{R"({"open":true})"};
  excepted.choice.except = {"v.open"};
  const auto plan = excepted.plan().value();
  BOOST_TEST(plan.changes.empty());
  BOOST_TEST(left_of(plan, "locks#/open").starts_with("Its value is not as wanted"));
}

BOOST_AUTO_TEST_CASE(the_outlook_says_how_the_tenant_stands_then)
{
  const auto open_with = [](std::string_view other) {
    Bench bench;
    bench.check("v.a", "config#/a", "1", "1");
    bench.check("v.people", "config#/other", "1", "1").remedy.set.reset();
    bench.document("config", other);
    const auto plan = bench.plan().value();
    BOOST_TEST(order_of(plan) == "config#/a");
    BOOST_TEST(light_named(plan.outlook.light).has_value());
    return plan.outlook.open;
  };

  BOOST_TEST(open_with(R"({"a":0,"other":0})") > open_with(R"({"a":0,"other":1})"));
}

BOOST_AUTO_TEST_CASE(checks_that_undo_each_other_end_with_a_reason_and_not_in_a_loop)
{
  Bench bench;
  bench.check("v.one", "config#/a", "1", "1").when.push_back(condition("config#/b", "1"));
  bench.check("v.two", "config#/a", "2", "2").when.push_back(condition("config#/a", "1"));
  bench.document("config", R"({"a":0,"b":1})");

  const auto plan = bench.plan().value();

  BOOST_TEST(plan.changes.empty());
  BOOST_TEST(left_of(plan, "config#/a") == "Other changes of this plan would undo it.");
}

BOOST_AUTO_TEST_CASE(silence_stays_silence_where_a_found_state_is_put_together_again)
{
  Bench bench;
  bench.document("config", R"({"a":{"b":1,"c":2}})");

  const auto found = with_origins(
      bench.snapshot, {change("config#/a/b", "", "1"), change("config#/a/c", "7", "2")});

  BOOST_TEST(to_text(*found.find("config")->content) == R"({"a":{"c":7}})");
}

BOOST_AUTO_TEST_CASE(what_is_absent_says_as_much_in_the_state_that_a_plan_makes)
{
  Kept kept;
  kept.add(parse_address("config#/open").value());
  Snapshot found{.tenant = "t", .vendor = "v"};
  found.kept = kept;
  BOOST_TEST((*with_values(found, {}).kept == kept));
}

BOOST_AUTO_TEST_SUITE_END()
