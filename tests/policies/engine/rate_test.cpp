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

/// A tenant of seven points that are all well seen, and what is added to it.
struct Tenant
{
  std::vector<Control> controls = std::vector<Control>(16);
  std::size_t used = 0;
  Variant variant{.id = "x", .lifecycle = "supported"};
  TenantReport report;

  Tenant()
  {
    report.exposure = {.variant = &variant, .total = 1, .band = "low"};
    for (const Point point : k_counted) {
      add(point, Severity::critical, Status::pass);
    }
  }
  Finding& add(Point point, Severity severity, Status status)
  {
    Control& control = controls.at(used++);
    control.id = "DP-" + std::string{name_of(point)} + "-" + std::to_string(used);
    control.point = point;
    control.severity = severity;
    report.findings.push_back({.control = &control, .severity = severity, .status = status});
    return report.findings.back();
  }
  const TenantReport& rated(const Knobs& knobs = {})
  {
    rate(report, knobs);
    return report;
  }
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

BOOST_AUTO_TEST_CASE(what_is_proven_red_is_red_however_little_was_seen)
{
  Tenant blind;
  for (auto& finding : blind.report.findings) {
    finding.status = Status::unknown;
  }
  blind.add(Point::AVV, Severity::critical, Status::fail);
  blind.report.unread = {"config"};

  const TenantReport& report = blind.rated();

  BOOST_TEST((report.light == Light::red));
  BOOST_TEST(report.settled);
  BOOST_TEST(!report.score.has_value());
  BOOST_TEST(report.coverage < k_least_coverage);
}

BOOST_AUTO_TEST_CASE(a_tenant_is_not_rated_when_too_little_was_seen_or_too_long_ago)
{
  Tenant little;
  for (std::size_t i = 0; i < 4; ++i) {
    little.report.findings[i].status = Status::unknown;
  }
  BOOST_TEST((little.rated().light == Light::grey));
  BOOST_TEST(little.report.coverage == 42.9);

  Tenant unread;
  unread.report.unread = {"config"};
  BOOST_TEST((unread.rated().light == Light::grey));

  Tenant old;
  old.report.is_too_old = true;
  BOOST_TEST((old.rated().light == Light::grey));

  for (const auto* tenant : {&little, &unread, &old}) {
    BOOST_TEST(!tenant->report.settled);
    BOOST_TEST(!tenant->report.score.has_value());
    BOOST_TEST((tenant->report.proven == Light::green)); // both colours stand beside it
  }
  BOOST_TEST((Tenant{}.rated().light == Light::green));
}

BOOST_AUTO_TEST_CASE(where_proven_and_at_worst_differ_the_light_is_yellow_and_not_settled)
{
  for (const auto severity : {Severity::critical, Severity::high}) {
    Tenant one;
    for (const Point point : {Point::ENC, Point::CON, Point::RET, Point::PRO}) {
      one.add(point, severity, Status::unknown);
    }
    const TenantReport& report = one.rated();
    BOOST_TEST((report.light == Light::yellow));
    BOOST_TEST(!report.settled);
    BOOST_TEST((report.proven == Light::green));
    BOOST_TEST(
        (report.at_worst == (severity == Severity::critical ? Light::red : Light::yellow)));
    BOOST_TEST(report.score.has_value());
  }
}

BOOST_AUTO_TEST_CASE(a_retired_product_is_red_and_one_that_may_be_retired_is_not_settled)
{
  Tenant retired;
  retired.variant.lifecycle = "retired";
  BOOST_TEST((retired.rated().light == Light::red));

  Tenant maybe;
  Variant gone{.id = "y", .lifecycle = "retired"};
  maybe.report.exposure = {.candidates = {&maybe.variant, &gone}, .lowest = 1, .highest = 2};
  BOOST_TEST((maybe.rated().light == Light::yellow));
  BOOST_TEST((maybe.report.at_worst == Light::red));
}

BOOST_AUTO_TEST_CASE(a_variant_that_could_not_be_told_counts_by_its_lowest_and_highest_band)
{
  Tenant one;
  one.report.exposure = {.candidates = {&one.variant}, .lowest = 3, .highest = 4};
  BOOST_TEST((one.rated().light == Light::yellow));
  BOOST_TEST((one.report.proven == Light::green));
  BOOST_TEST((one.report.at_worst == Light::yellow));

  one.report.exposure.highest = 3;
  BOOST_TEST((one.rated().light == Light::green));
}

BOOST_AUTO_TEST_CASE(a_grey_point_is_at_least_yellow_at_worst)
{
  Tenant one;
  for (const std::size_t i : {0U, 1U, 2U}) { // three grey points are still green at low
    one.report.findings[i].severity = Severity::low;
    one.controls[i].severity = Severity::low;
    one.report.findings[i].status = Status::unknown;
  }
  BOOST_TEST((one.rated().light == Light::green));
  BOOST_TEST((one.report.points.at(Point::ENC).light == Light::grey));

  one.add(Point::RET, Severity::high, Status::fail); // and a fourth yellow one is not
  BOOST_TEST((one.rated().light == Light::yellow));
  BOOST_TEST(!one.report.settled);
}

BOOST_AUTO_TEST_CASE(what_is_not_rated_shows_no_green_ground_rule)
{
  Tenant one;
  one.add(Point::SET, Severity::high, Status::pass);
  BOOST_TEST((one.rated().points.at(Point::SET).light == Light::green));
  one.report.unread = {"config"};
  BOOST_TEST((one.rated().points.at(Point::SET).light == Light::grey));
}

BOOST_AUTO_TEST_CASE(the_settings_rule_is_shown_and_does_not_count)
{
  Tenant one;
  one.add(Point::SET, Severity::critical, Status::fail);
  BOOST_TEST((one.rated().points.at(Point::SET).light == Light::red));
  BOOST_TEST((one.report.light == Light::green));
}

BOOST_AUTO_TEST_CASE(a_waived_high_control_leaves_an_asterisk)
{
  Tenant one;
  one.add(Point::RET, Severity::high, Status::fail).waived = Waiver{};

  const TenantReport& report = one.rated();

  BOOST_TEST((report.light == Light::green));
  BOOST_TEST(report.asterisk);
  BOOST_TEST(*report.score == 93.3); // the score hides no waived deviation: 70 of 75
}

BOOST_AUTO_TEST_SUITE_END()
