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
    controls.push_back({.id = "DP-" + std::to_string(controls.size()),
                        .point = point,
                        .severity = severity,
                        .automation = {.attest = true}});
    findings.push_back({.severity = severity, .status = status});
    if (waived && status == Status::fail) {
      findings.back().waived = Waiver{};
    }
  }

  /// The report when the findings whose bits are set have been closed.
  [[nodiscard]] TenantReport rated(unsigned closed = 0) const
  {
    TenantReport report;
    report.exposure = {
        .variant = &variant, .total = exposure, .band = std::string{band_of(exposure)}};
    for (std::size_t i = 0; i < findings.size(); ++i) {
      Finding one{.control = &controls[i],
                  .id = controls[i].id,
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

  /// The fewest closures of the first `count` findings after which `is_there` holds; 99: none.
  template<typename Is> [[nodiscard]] std::size_t fewest(unsigned count, Is is_there) const
  {
    std::size_t least = 99;
    for (unsigned closed = 1; closed < 1U << count; ++closed) {
      const auto size = static_cast<std::size_t>(std::popcount(closed));
      if (size < least && is_there(rated(closed))) {
        least = size;
      }
    }
    return least;
  }
};

constexpr unsigned k_loose = 7;

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
  for (unsigned i = 0; i < k_loose; ++i) {
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
  BOOST_TEST(report.outlook.en == "1 step to yellow: DP-0.");
  BOOST_TEST(report.outlook.de == "1 Schritt bis Gelb: DP-0.");
}

BOOST_AUTO_TEST_CASE(no_fewer_steps_than_the_moves_change_or_settle_the_light)
{
  std::mt19937 random{20261124};
  int better = 0;
  int settled = 0;
  for (int round = 0; round < 400; ++round) {
    const Case one = random_case(random);
    const TenantReport now = one.rated();
    if (now.light == Light::red || now.settled) {
      const auto fewest = one.fewest(k_loose, [&](const TenantReport& then) {
        return then.light < now.light && (now.light == Light::red || then.settled);
      });
      BOOST_TEST(now.moves.size() == (fewest == 99 ? 0 : fewest), round);
      better += fewest == 99 ? 0 : 1;
    } else {
      const auto fewest = one.fewest(k_loose, [&](const TenantReport& then) {
        return then.settled && then.light <= now.proven;
      });
      BOOST_TEST(now.moves.size() == fewest, round << ": " << now.outlook.en);
      ++settled;
    }
  }
  BOOST_TEST(better > 100);
  BOOST_TEST(settled > 50);
}

BOOST_AUTO_TEST_CASE(closing_one_thing_never_gives_a_worse_light)
{
  std::mt19937 random{20261125};
  for (int round = 0; round < 400; ++round) {
    const Case one = random_case(random);
    const TenantReport now = one.rated();
    for (unsigned i = 0; i < k_loose; ++i) {
      const TenantReport then = one.rated(1U << i);
      BOOST_TEST((then.proven <= now.proven), round << ", finding " << i);
      BOOST_TEST((then.at_worst <= now.at_worst), round << ", finding " << i);
      BOOST_TEST((now.light == Light::red || then.light <= now.light), round << ", " << i);
    }
  }
}

BOOST_AUTO_TEST_CASE(where_nothing_can_be_set_the_exposure_is_named)
{
  Case one;
  one.exposure = 6;
  one.add(Point::CON, Severity::high, Status::pass);
  BOOST_TEST(one.rated().moves.empty());
  BOOST_TEST(one.rated().outlook.en.find("exposure") != std::string::npos);

  one.variant.lifecycle = "retired";
  BOOST_TEST((one.rated().light == Light::red));
  BOOST_TEST(one.rated().moves.empty());
  BOOST_TEST(one.rated().outlook.en.find("another product") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_light_that_is_not_settled_names_the_evidence_that_settles_it)
{
  Case one;
  one.add(Point::CON, Severity::critical, Status::pass);
  one.add(Point::CON, Severity::critical, Status::unknown);
  one.add(Point::RET, Severity::critical, Status::pass);

  const TenantReport report = one.rated();

  BOOST_TEST((report.light == Light::yellow));
  BOOST_TEST(report.outlook.en == "1 step to a settled green: DP-1.");
  BOOST_TEST_REQUIRE(report.moves.size() == 1U);
  BOOST_TEST(report.moves[0].en.starts_with("Give evidence for DP-1"));
}

BOOST_AUTO_TEST_SUITE_END()
