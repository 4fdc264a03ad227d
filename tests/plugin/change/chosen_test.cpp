#include "plugin/change/chosen.hpp"
#include "tests/plugin/change/bench.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace klausur;
using namespace klausur::test;

namespace {

struct Two : Bench
{
  Two()
  {
    check("v.a", "config#/a", "false", "false");
    auto& deleting = check("v.days", "config#/days", "5", "5");
    deleting.control = "DP-CON-02";
    deleting.remedy.risks.push_back({.danger = Danger::deletes,
                                     .says = {"Old ones go.", "Alte gehen."},
                                     .when = {},
                                     .counts = parse_address("config#/old").value()});
    document("config", R"({"a":true,"days":9,"old":12})");
  }
};

std::string
planned(Choice choice)
{
  Two two;
  two.choice = std::move(choice);
  return order_of(two.plan().value());
}

} // namespace

BOOST_AUTO_TEST_SUITE(chosen_test)

BOOST_AUTO_TEST_CASE(what_deletes_is_left_out_and_says_how_it_is_planned)
{
  const auto plan = Two{}.plan().value();

  BOOST_TEST(order_of(plan) == "config#/a");
  BOOST_TEST(left_of(plan, "config#/days").find("--risk deletes") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_asked_for_by_name_says_its_risk_and_its_reach)
{
  Two two;
  two.choice.risks = {"deletes"};

  const auto plan = two.plan().value();

  BOOST_TEST_REQUIRE(order_of(plan) == "config#/a; config#/days");
  const Risk* risk = risk_of(plan.changes[1], Danger::deletes);
  BOOST_TEST_REQUIRE(risk != nullptr);
  BOOST_TEST(risk->reach.value() == 12);
}

BOOST_AUTO_TEST_CASE(what_goes_by_its_age_is_counted_where_all_ages_are_seen)
{
  const auto reach_of = [](std::string_view ages) {
    Two two;
    two.choice.risks = {"deletes"};
    auto& rule = two.law.checks[1].remedy.risks[0];
    rule.counts = parse_address("recordings#/by_age").value();
    rule.over = sample::json("30");
    two.document("recordings", fmt::format(R"({{"by_age":{}}})", ages));
    const auto plan = two.plan().value();
    return risk_of(plan.changes[1], Danger::deletes)->reach.value_or(-1);
  };

  BOOST_TEST(reach_of("[[0,5],[30,4],[31,3],[400,2]]") == 5);
  BOOST_TEST(reach_of("[[0,5]]") == 0);
  BOOST_TEST(reach_of("[]") == 0);
  BOOST_TEST(reach_of("[[31]]") == -1);
  BOOST_TEST(reach_of("12") == -1);
}

BOOST_AUTO_TEST_CASE(each_way_of_choosing_narrows)
{
  const std::vector<std::string> all{"deletes"};
  BOOST_TEST(planned({.checks = {"v.a"}, .risks = all}) == "config#/a");
  BOOST_TEST(planned({.controls = {"DP-CON-02"}, .risks = all}) == "config#/days");
  BOOST_TEST(planned({.points = {"CON"}, .risks = all}) == "config#/a; config#/days");
  BOOST_TEST(planned({.points = {"RET"}, .risks = all}).empty());
  BOOST_TEST(planned({.severities = {"critical"}, .risks = all}) == "config#/days");
  BOOST_TEST(planned({.settings = {"config#/d*"}, .risks = all}) == "config#/days");
  BOOST_TEST(planned({.except = {"config#/days"}, .risks = all}) == "config#/a");
  BOOST_TEST(planned({.except = {"DP-CON-02"}, .risks = all}) == "config#/a");
}

BOOST_AUTO_TEST_CASE(a_risk_that_what_is_read_excludes_is_none)
{
  Two two;
  two.law.checks.back().remedy.risks.front().when.push_back(
      {.setting = parse_address("config#/old").value(),
       .expect = sample::json(R"({"not":0})"),
       .absent_means = {}});
  two.snapshot.readings.clear();
  two.reading("config", R"({"a":true,"days":9,"old":0})");

  BOOST_TEST(order_of(two.plan().value()) == "config#/a; config#/days");
}

BOOST_AUTO_TEST_CASE(a_choice_of_what_does_not_exist_is_refused)
{
  for (const auto& wrong : {Choice{.points = {"XYZ"}}, Choice{.severities = {"grave"}},
                            Choice{.risks = {"delete"}}}) {
    BOOST_TEST(!check_choice(wrong).has_value());
  }
  BOOST_TEST(check_choice({.points = {"RET"}, .risks = {"deletes"}}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
