#include "policies/engine/moves.hpp"

#include <boost/test/unit_test.hpp>

#include <bit>
#include <random>

using namespace klausur;

namespace {

/// A tenant with a control for each finding, and the ways to close some of them.
struct Case
{
  std::vector<Control> controls;
  std::vector<Finding> findings;
  Variant variant{.id = "x", .lifecycle = "supported"};
  int exposure = 1;
  Knobs knobs;

  void add(Point point, Severity severity, Status status, bool waived = false)
  {
    controls.push_back({.id = "DP-" + std::to_string(controls.size()), .point = point});
    findings.push_back({.severity = severity, .status = status});
    if (waived && status == Status::fail) {
      findings.back().waived = Waiver{};
    }
  }

  /// The report when the findings whose bits are set have been closed.
  [[nodiscard]] TenantReport rated(unsigned closed = 0) const
  {
    TenantReport report;
    report.exposure = {&variant, exposure, std::string{band_of(exposure)}};
    for (std::size_t i = 0; i < findings.size(); ++i) {
      Finding one{.control = &controls[i],
                  .severity = findings[i].severity,
                  .status = (closed >> i & 1U) != 0 ? Status::pass : findings[i].status};
      if (findings[i].waived && one.status == Status::fail) {
        one.waived = Waiver{};
      }
      report.findings.push_back(std::move(one));
    }
    rate(report, knobs);
    return report;
  }
};

/// Seven findings in three points, and what passes in the others, so that enough is seen.
Case
random_case(std::mt19937& random)
{
  const auto one_of = [&](int count) { return static_cast<int>(random() % unsigned(count)); };
  Case made;
  made.exposure = one_of(15);
  made.knobs.allow_green_for_medium = one_of(2) == 0;
  constexpr std::array statuses{Status::fail, Status::fail, Status::unknown, Status::error,
                                Status::pass};
  for (int i = 0; i < 7; ++i) {
    const auto severity = static_cast<Severity>(one_of(4));
    const auto status = statuses.at(static_cast<std::size_t>(one_of(5)));
    made.add(static_cast<Point>(one_of(5)), severity, status, one_of(3) == 0);
  }
  for (int i = 0; i < 12; ++i) {
    made.add(Point::EUR, Severity::critical, Status::pass);
  }
  return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(moves_test)

BOOST_AUTO_TEST_CASE(moves_name_the_controls_that_change_the_light)
{
  Case one;
  one.exposure = 6;
  one.add(Point::AVV, Severity::critical, Status::fail);
  one.add(Point::CON, Severity::high, Status::fail);

  const TenantReport report = one.rated();

  BOOST_TEST((report.light == Light::red));
  BOOST_TEST_REQUIRE(report.moves.size() == 1U);
  BOOST_TEST(report.moves[0].en.starts_with("Close DP-0"));
}

BOOST_AUTO_TEST_CASE(no_fewer_steps_than_the_moves_give_a_better_light)
{
  std::mt19937 random{20261124};
  int moved = 0;
  for (int round = 0; round < 400; ++round) {
    const Case one = random_case(random);
    const TenantReport now = one.rated();
    std::size_t fewest = 99;
    for (unsigned closed = 1; closed < 1U << 7; ++closed) {
      if (one.rated(closed).light < now.light) {
        fewest = std::min(fewest, static_cast<std::size_t>(std::popcount(closed)));
      }
    }
    if (fewest == 99) {
      BOOST_TEST((now.moves.empty() || now.moves[0].en.starts_with("No setting")), round);
      continue;
    }
    ++moved;
    BOOST_TEST(now.moves.size() == fewest, round);
  }
  BOOST_TEST(moved > 100);
}

BOOST_AUTO_TEST_CASE(closing_one_thing_never_gives_a_worse_light)
{
  std::mt19937 random{20261125};
  for (int round = 0; round < 400; ++round) {
    const Case one = random_case(random);
    const Light now = one.rated().light;
    for (unsigned i = 0; i < 7; ++i) {
      BOOST_TEST((one.rated(1U << i).light <= now), round << ", finding " << i);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
