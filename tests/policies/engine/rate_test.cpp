#include "policies/engine/rate.hpp"

#include <boost/test/unit_test.hpp>

#include <map>

using namespace klausur;

namespace {

CountedLights
lights_of(std::string_view letters)
{
  const std::map<char, Light> names{
      {'G', Light::green}, {'Y', Light::yellow}, {'R', Light::red}};
  CountedLights lights{};
  std::size_t at = 0;
  for (const char letter : letters) {
    if (letter != ' ') {
      lights.at(at++) = names.at(letter);
    }
  }
  return lights;
}

int
sum_of(std::string_view factors)
{
  int sum = 0;
  for (const char digit : factors) {
    sum += digit == ' ' ? 0 : digit - '0';
  }
  return sum;
}

/// Findings of controls of one point, one for each severity and status.
struct Group
{
  std::vector<Control> controls;
  std::vector<ControlState> states;

  explicit Group(std::vector<std::pair<Severity, Status>> rows)
  {
    controls.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      controls[i].point = Point::RET;
      states.push_back({&controls[i], rows[i].first, rows[i].second, false});
    }
  }
  [[nodiscard]] Light light() const { return point_light(states, Point::RET); }
};

} // namespace

BOOST_AUTO_TEST_SUITE(rate_test)

BOOST_AUTO_TEST_CASE(the_formula_reproduces_the_table_of_2020)
{
  struct Row
  {
    const char* variant;
    const char* factors; // J H C P E O B
    const char* lights;  // ENC LIC CON RET PRO AVV EUR
    Light result;
  };
  for (const auto& row :
       {Row{"a self-service", "1 2 1 2 2 2 1", "Y Y Y Y Y R Y", Light::red},
        Row{"b", "1 2 1 2 1 1 1", "G Y Y Y Y R Y", Light::red},
        Row{"c", "1 2 1 1 2 1 1", "G Y G Y Y R Y", Light::red},
        Row{"d", "1 2 1 1 2 1 1", "G Y G Y Y R Y", Light::red},
        Row{"e for business", "1 1 0 2 2 1 0", "G G Y Y Y G G", Light::yellow},
        Row{"f", "1 1 0 2 2 1 0", "G G Y Y Y G G", Light::yellow},
        Row{"g suite", "1 1 0 1 2 1 1", "G G G Y G Y Y", Light::yellow},
        Row{"h self-hosted", "0 0 0 1 0 0 0", "Y G Y G G G G", Light::green},
        Row{"i self-hosted", "0 0 0 1 0 0 0", "G G G Y Y G G", Light::green}}) {
    BOOST_TEST((overall_light(sum_of(row.factors), lights_of(row.lights)) == row.result),
               row.variant);
  }
}

BOOST_AUTO_TEST_CASE(every_band_and_number_of_yellow_points_gives_the_light_of_the_table)
{
  const auto with = [](int yellows) {
    CountedLights lights{};
    std::fill_n(lights.begin(), yellows, Light::yellow);
    return lights;
  };
  struct Row
  {
    int lowest;
    int highest;
    const char* lights; // for 0 to 7 yellow points
  };
  for (const auto& row :
       {Row{0, 3, "GGGGYYYY"}, Row{4, 8, "YYYYRRRR"}, Row{9, 14, "YYRRRRRR"}}) {
    for (int exposure = row.lowest; exposure <= row.highest; ++exposure) {
      for (int yellows = 0; yellows <= 7; ++yellows) {
        const char letter = "GYR"[static_cast<int>(overall_light(exposure, with(yellows)))];
        BOOST_TEST(letter == row.lights[yellows], exposure << " with " << yellows);
      }
    }
  }
  BOOST_TEST((overall_light(6, with(0), true) == Light::green));
  BOOST_TEST((overall_light(6, with(1), true) == Light::yellow));
  BOOST_TEST((overall_light(9, with(0), true) == Light::yellow));
}

BOOST_AUTO_TEST_CASE(a_worse_input_never_gives_a_better_light_over_all_states)
{
  constexpr int states = 2187; // three lights for each of seven points
  const auto at = [](int code) {
    CountedLights lights{};
    for (auto& light : lights) {
      light = static_cast<Light>(code % 3);
      code /= 3;
    }
    return lights;
  };
  int wrong = 0;
  for (const bool knob : {false, true}) {
    for (int exposure = 0; exposure <= 14; ++exposure) {
      for (int code = 0; code < states; ++code) {
        const CountedLights lights = at(code);
        const Light here = overall_light(exposure, lights, knob);
        wrong += exposure < 14 && overall_light(exposure + 1, lights, knob) < here ? 1 : 0;
        for (std::size_t i = 0; i < lights.size(); ++i) {
          if (lights[i] != Light::red) {
            CountedLights worse = lights;
            worse[i] = lights[i] == Light::green ? Light::yellow : Light::red;
            wrong += overall_light(exposure, worse, knob) < here ? 1 : 0;
          }
        }
      }
    }
  }
  BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(the_light_of_a_point_follows_its_gravest_open_finding)
{
  using enum Severity;
  using enum Status;
  BOOST_TEST((Group{{{critical, fail}}}.light() == Light::red));
  BOOST_TEST((Group{{{critical, pass}, {high, fail}}}.light() == Light::yellow));
  BOOST_TEST((Group{{{medium, fail}}}.light() == Light::green));
  BOOST_TEST((Group{{{medium, fail}, {medium, fail}}}.light() == Light::yellow));
  BOOST_TEST((Group{{{low, fail}, {low, fail}, {low, fail}}}.light() == Light::green));
  BOOST_TEST((Group{{{high, unknown}}}.light() == Light::yellow));
  BOOST_TEST((Group{{{critical, error}}}.light() == Light::yellow));
  BOOST_TEST((Group{{{medium, unknown}, {medium, error}}}.light() == Light::green));
  BOOST_TEST((Group{{{critical, not_applicable}}}.light() == Light::green));
}

BOOST_AUTO_TEST_CASE(a_waived_critical_is_yellow_and_a_waived_high_is_closed)
{
  Group critical{{{Severity::critical, Status::fail}}};
  critical.states[0].waived = true;
  BOOST_TEST((critical.light() == Light::yellow));

  Group high{{{Severity::high, Status::fail}}};
  high.states[0].waived = true;
  BOOST_TEST((high.light() == Light::green));
}

BOOST_AUTO_TEST_CASE(score_and_coverage_weigh_by_severity)
{
  using enum Severity;
  using enum Status;
  const Group group{{{critical, pass},
                     {high, fail},
                     {medium, unknown},
                     {low, error},
                     {critical, not_applicable}}};

  BOOST_TEST(score_of(group.states) == 66.7, boost::test_tools::tolerance(0.001));
  BOOST_TEST(coverage_of(group.states) == 78.9, boost::test_tools::tolerance(0.001));
  BOOST_TEST(score_of({}) == 0.0);
}

BOOST_AUTO_TEST_CASE(the_worst_finding_of_a_control_stands_for_it)
{
  Control control;
  std::vector<Finding> findings;
  for (const auto status : {Status::pass, Status::unknown, Status::fail, Status::pass}) {
    findings.push_back({.control = &control, .severity = Severity::high, .status = status});
  }
  const auto states = states_of(findings);
  BOOST_TEST_REQUIRE(states.size() == 1U);
  BOOST_TEST((states[0].status == Status::fail));
}

BOOST_AUTO_TEST_CASE(little_evidence_is_not_rated_and_a_retired_product_is_red)
{
  Control seen{.id = "A", .point = Point::ENC};
  Control unseen{.id = "B", .point = Point::ENC};
  Variant variant{.id = "x", .lifecycle = "supported"};
  TenantReport report;
  report.exposure = {&variant, 1, "low"};
  report.findings.push_back(
      {.control = &seen, .severity = Severity::high, .status = Status::pass});
  report.findings.push_back(
      {.control = &unseen, .severity = Severity::high, .status = Status::unknown});

  rate(report, {});
  BOOST_TEST(report.coverage == 50.0);
  BOOST_TEST((report.light == Light::grey));

  variant.lifecycle = "retired";
  rate(report, {});
  BOOST_TEST((report.light == Light::red));
}

BOOST_AUTO_TEST_CASE(an_unseen_critical_control_keeps_green_away)
{
  Variant variant{.id = "x", .lifecycle = "supported"};
  Control seen{.id = "A", .point = Point::ENC};
  Control unseen{.id = "B", .point = Point::ENC};
  for (const auto status : {Status::unknown, Status::error}) {
    TenantReport report;
    report.exposure = {&variant, 1, "low"};
    report.findings.push_back(
        {.control = &unseen, .severity = Severity::critical, .status = status});
    for (int i = 0; i < 3; ++i) {
      report.findings.push_back({.control = &seen, .severity = Severity::critical});
      report.findings.back().status = Status::pass;
    }
    Control more{.id = "C", .point = Point::ENC};
    report.findings.back().control = &more;

    rate(report, {});

    BOOST_TEST((report.light == Light::yellow));
    BOOST_TEST(report.reason.en.find("could not be seen") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_waived_high_control_leaves_an_asterisk)
{
  Variant variant{.id = "x", .lifecycle = "supported"};
  Control control{.id = "A", .point = Point::ENC};
  TenantReport report;
  report.exposure = {&variant, 1, "low"};
  report.findings.push_back(
      {.control = &control, .severity = Severity::high, .status = Status::fail});
  report.findings.back().waived = Waiver{};

  rate(report, {});

  BOOST_TEST((report.light == Light::green));
  BOOST_TEST(report.asterisk);
  BOOST_TEST(report.score == 0.0); // the score hides no waived deviation
}

BOOST_AUTO_TEST_SUITE_END()
