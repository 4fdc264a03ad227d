#include "policies/engine/standing.hpp"

#include <boost/test/unit_test.hpp>

#include <deque>

using namespace klausur;

namespace {

/// Findings of one point, each of a control of its own unless it is added to the last one.
struct Group
{
  std::deque<Control> controls;
  std::vector<Finding> findings;
  Knobs knobs;

  Group& control(Severity severity, Status status, bool waived = false)
  {
    controls.push_back({.id = "C" + std::to_string(controls.size()), .severity = severity});
    controls.back().point = Point::RET;
    return place(severity, status, waived);
  }
  /// One more place, or check, of the last control.
  Group& place(Severity severity, Status status, bool waived = false)
  {
    findings.push_back({.control = &controls.back(), .severity = severity, .status = status});
    if (waived) {
      findings.back().waived = Waiver{};
    }
    return *this;
  }
  [[nodiscard]] PointLight light() const
  {
    return point_light(states_of(findings), Point::RET);
  }
  [[nodiscard]] double score() const { return score_of(states_of(findings), knobs); }
  [[nodiscard]] double coverage() const { return coverage_of(states_of(findings), knobs); }
};

void
check_light(const Group& group, Light light, Light proven, Light at_worst)
{
  const PointLight found = group.light();
  BOOST_TEST((found.light == light), name_of(found.light));
  BOOST_TEST((found.proven == proven), name_of(found.proven));
  BOOST_TEST((found.at_worst == at_worst), name_of(found.at_worst));
  BOOST_TEST(found.settled() == (proven == at_worst));
}

using enum Severity;
constexpr Status pass = Status::pass;
constexpr Status failed = Status::fail;
constexpr Status unknown = Status::unknown;
constexpr Status error = Status::error;
constexpr Status not_applicable = Status::not_applicable;

} // namespace

BOOST_AUTO_TEST_SUITE(standing_test)

BOOST_AUTO_TEST_CASE(an_open_critical_control_is_red_and_an_open_high_one_yellow)
{
  check_light(Group{}.control(critical, failed), Light::red, Light::red, Light::red);
  check_light(Group{}.control(critical, pass).control(high, failed), Light::yellow,
              Light::yellow, Light::yellow);
  check_light(Group{}.control(low, failed).control(low, failed), Light::green, Light::green,
              Light::green);
}

BOOST_AUTO_TEST_CASE(two_open_medium_controls_are_yellow_and_two_places_of_one_are_not)
{
  check_light(Group{}.control(medium, failed), Light::green, Light::green, Light::green);
  check_light(Group{}.control(medium, failed).place(medium, failed).place(medium, failed),
              Light::green, Light::green, Light::green);
  check_light(Group{}.control(medium, failed).control(medium, failed), Light::yellow,
              Light::yellow, Light::yellow);
}

BOOST_AUTO_TEST_CASE(what_is_proven_stands_however_little_of_the_rest_was_seen)
{
  check_light(Group{}.control(critical, failed).control(critical, unknown), Light::red,
              Light::red, Light::red);
  check_light(Group{}.control(high, failed).control(critical, unknown), Light::yellow,
              Light::yellow, Light::red);
}

BOOST_AUTO_TEST_CASE(what_could_not_be_seen_makes_yellow_that_is_not_settled)
{
  check_light(Group{}.control(high, pass).control(critical, error), Light::yellow, Light::green,
              Light::red);
  check_light(Group{}.control(medium, failed).control(medium, unknown), Light::yellow,
              Light::green, Light::yellow);
  check_light(Group{}.control(high, pass).control(medium, unknown), Light::green, Light::green,
              Light::green); // one medium alone is no yellow, whatever it is
}

BOOST_AUTO_TEST_CASE(a_point_of_which_nothing_was_seen_is_grey)
{
  check_light(Group{}.control(low, unknown), Light::grey, Light::green, Light::yellow);
  check_light(Group{}.control(critical, unknown).control(high, not_applicable), Light::grey,
              Light::green, Light::red);
  check_light(Group{}, Light::green, Light::green, Light::green);
  check_light(Group{}.control(critical, not_applicable), Light::green, Light::green,
              Light::green);
}

BOOST_AUTO_TEST_CASE(each_finding_of_a_control_weighs_by_its_own_check)
{
  check_light(Group{}.control(critical, pass).place(medium, failed), Light::green, Light::green,
              Light::green);
  check_light(Group{}.control(medium, unknown).place(critical, failed), Light::red, Light::red,
              Light::red);
  check_light(Group{}.control(low, failed).place(critical, unknown), Light::yellow,
              Light::green, Light::red);
}

BOOST_AUTO_TEST_CASE(a_waived_critical_is_yellow_and_a_waived_high_is_closed)
{
  check_light(Group{}.control(critical, failed, true), Light::yellow, Light::yellow,
              Light::yellow);
  check_light(Group{}.control(high, failed, true), Light::green, Light::green, Light::green);
  check_light(Group{}.control(critical, failed, true).place(critical, failed), Light::red,
              Light::red, Light::red); // accepted at one place only
}

BOOST_AUTO_TEST_CASE(the_score_is_over_what_applies_and_a_control_passes_whole_or_not)
{
  Group group;
  group.control(critical, pass).control(high, failed).control(medium, unknown);
  group.control(low, error).control(critical, not_applicable);
  BOOST_TEST(group.score() == 52.6, boost::test_tools::tolerance(0.001)); // 10 of 19
  BOOST_TEST(Group{}.control(high, pass).place(high, failed).score() == 0.0);
  BOOST_TEST(Group{}.control(high, pass).place(high, not_applicable).score() == 100.0);
  BOOST_TEST(Group{}.score() == 0.0);
}

BOOST_AUTO_TEST_CASE(coverage_counts_a_control_by_the_share_of_its_findings_that_were_evaluated)
{
  Group group;
  group.control(critical, pass).place(low, unknown).place(low, failed).place(low, error);
  BOOST_TEST(group.coverage() == 50.0);
  group.control(critical, unknown);
  BOOST_TEST(group.coverage() == 25.0);
  BOOST_TEST(Group{}.coverage() == 0.0);
}

BOOST_AUTO_TEST_CASE(a_switch_raises_what_the_control_and_its_grave_checks_weigh)
{
  Group group;
  group.control(medium, pass).control(medium, failed);
  group.controls[1].id = "DP-ENC-03";
  BOOST_TEST(group.score() == 50.0);
  group.knobs.protection_need = ProtectionNeed::high;
  BOOST_TEST(group.score() == 37.5); // 3 of 8
  BOOST_TEST((raised(group.findings[1], group.knobs) == high));
  group.findings[1].severity = low; // a check that its author weighs less goes not along
  BOOST_TEST((raised(group.findings[1], group.knobs) == low));
}

BOOST_AUTO_TEST_SUITE_END()
