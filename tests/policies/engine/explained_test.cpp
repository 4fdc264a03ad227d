#include "policies/engine/explained.hpp"
#include "policies/engine/rate.hpp"

#include <boost/test/unit_test.hpp>

#include <deque>

using namespace klausur;

namespace {

/// A tenant of which every point that is not named is well seen and good.
struct Case
{
  std::deque<Control> controls;
  Variant variant{.id = "x", .lifecycle = "supported"};
  TenantReport report;
  Knobs knobs;

  explicit Case(int exposure)
  {
    report.exposure = {
        .variant = &variant, .total = exposure, .band = std::string{band_of(exposure)}};
    for (const Point point : k_counted) {
      add(point, Severity::critical, Status::pass);
    }
  }
  Case& add(Point point, Severity severity, Status status)
  {
    controls.push_back({.id = "DP-" + std::string{name_of(point)}, .point = point});
    controls.back().severity = severity;
    report.findings.push_back(
        {.control = &controls.back(), .severity = severity, .status = status});
    return *this;
  }
  Case& yellow(std::initializer_list<Point> points)
  {
    for (const Point point : points) {
      add(point, Severity::high, Status::fail);
    }
    return *this;
  }
  const Text& reason()
  {
    rate(report, knobs);
    return report.reason;
  }
  const Text& of(Point point)
  {
    rate(report, knobs);
    return report.points.at(point).reason;
  }
};

void
says(const Text& text, std::string_view en, std::string_view de)
{
  BOOST_TEST(text.en == en);
  BOOST_TEST(text.de == de);
}

using enum Point;

} // namespace

BOOST_AUTO_TEST_SUITE(explained_test)

BOOST_AUTO_TEST_CASE(a_light_is_explained_by_the_band_and_the_number_of_yellow_points)
{
  says(Case{6}.yellow({CON, RET, PRO, EUR}).reason(),
       "Four points are proven yellow at medium exposure: CON, RET, PRO, EUR.",
       "Vier Prüfpunkte sind bei mittlerem Grundrisiko erwiesen gelb: CON, RET, PRO, EUR.");
  says(Case{9}.yellow({EUR}).reason(), "One point is proven yellow at high exposure: EUR.",
       "Ein Prüfpunkt ist bei hohem Grundrisiko erwiesen gelb: EUR.");
  says(Case{1}.reason(), "No point is proven yellow at low exposure.",
       "Kein Prüfpunkt ist bei niedrigem Grundrisiko erwiesen gelb.");
  says(Case{1}.yellow({RET, PRO}).reason(),
       "Two points are proven yellow at low exposure: RET, PRO; up to 3 are still green.",
       "Zwei Prüfpunkte sind bei niedrigem Grundrisiko erwiesen gelb: RET, PRO; bis zu 3 "
       "ergeben noch Grün.");
  says(Case{6}.reason(), "No point is yellow, and medium exposure allows no better light.",
       "Kein Prüfpunkt ist gelb; bei mittlerem Grundrisiko ist keine bessere Ampel möglich.");
}

BOOST_AUTO_TEST_CASE(a_red_light_names_the_points_with_critical_deviations)
{
  says(Case{1}.add(AVV, Severity::critical, Status::fail).reason(),
       "Critical deviations are proven in: AVV.",
       "Kritische Abweichungen sind erwiesen in: AVV.");

  Case blind{1};
  blind.add(AVV, Severity::critical, Status::fail).report.unread = {"config"};
  says(blind.reason(),
       "Critical deviations are proven in: AVV; what could not be seen cannot change that.",
       "Kritische Abweichungen sind erwiesen in: AVV; was nicht einsehbar war, ändert daran "
       "nichts.");
}

BOOST_AUTO_TEST_CASE(a_grey_light_says_what_is_missing_and_both_colours)
{
  Case unread{1};
  unread.add(ENC, Severity::critical, Status::unknown).report.unread = {"config"};
  says(unread.reason(),
       "Not rated: not read, and needed for any rating: config; proven it is green, at worst "
       "red.",
       "Nicht bewertet: nicht gelesen, aber für jede Bewertung nötig: config; erwiesen ist sie "
       "grün, im schlechtesten Fall rot.");

  Case little{1};
  for (auto& finding : little.report.findings) {
    finding.status = Status::unknown;
  }
  little.yellow({CON});
  says(little.reason(),
       "Not rated: only 6.7 % of the evidence could be seen, 60 % are needed; proven it is "
       "green, at worst red.",
       "Nicht bewertet: nur 6,7 % der Nachweise waren einsehbar, nötig sind 60 %; erwiesen ist "
       "sie grün, im schlechtesten Fall rot.");

  Case old{6};
  old.report.taken_at = *parse_time("2026-11-01T09:00:00Z");
  old.report.is_too_old = true;
  says(old.reason(),
       "Not rated: it was last read on 2026-11-01; proven and at worst it is yellow.",
       "Nicht bewertet: zuletzt gelesen am 2026-11-01; erwiesen und im schlechtesten Fall ist "
       "sie gelb.");
}

BOOST_AUTO_TEST_CASE(a_light_that_is_not_settled_says_where_not_all_was_seen)
{
  says(Case{1}.yellow({RET}).add(ENC, Severity::critical, Status::unknown).reason(),
       "One point is proven yellow at low exposure: RET; not settled: proven it is green, at "
       "worst red, because not all of it could be seen in: ENC.",
       "Ein Prüfpunkt ist bei niedrigem Grundrisiko erwiesen gelb: RET; nicht gesichert: "
       "erwiesen ist sie grün, im schlechtesten Fall rot, denn nicht alles war einsehbar in: "
       "ENC.");

  Case untold{1};
  untold.report.exposure = {.candidates = {&untold.variant}, .lowest = 1, .highest = 6};
  says(untold.reason(),
       "No point is proven yellow at low or higher exposure; not settled: proven it is green, "
       "at worst yellow, because it could not be told which variant of the product it is.",
       "Kein Prüfpunkt ist bei niedrigem oder höherem Grundrisiko erwiesen gelb; nicht "
       "gesichert: "
       "erwiesen ist sie grün, im schlechtesten Fall gelb, denn nicht zu erkennen war, welche "
       "Variante des Produkts es ist.");
}

BOOST_AUTO_TEST_CASE(a_point_says_which_controls_make_its_light)
{
  says(Case{1}.add(RET, Severity::high, Status::fail).of(RET), "Proven yellow by: DP-RET.",
       "Erwiesen gelb durch: DP-RET.");
  says(Case{1}.of(RET), "All that applies is met.", "Alles Zutreffende ist erfüllt.");
  says(Case{1}.add(RET, Severity::low, Status::fail).of(RET),
       "What is open weighs too little for yellow: DP-RET.",
       "Das Offene wiegt zu wenig für Gelb: DP-RET.");
  says(Case{1}.add(RET, Severity::critical, Status::unknown).of(RET),
       "At worst red, as not all could be seen of: DP-RET.",
       "Im schlechtesten Fall rot, da nicht alles einsehbar war von: DP-RET.");
}

BOOST_AUTO_TEST_CASE(a_point_of_which_nothing_applies_says_why_not)
{
  Case one{1};
  auto& finding = one.report.findings[2];
  finding.status = Status::not_applicable;
  finding.why = Text{"There are no meetings.", "Es gibt keine Besprechungen."};
  says(one.of(CON), "Nothing of this point applies here. There are no meetings.",
       "Nichts an diesem Prüfpunkt trifft hier zu. Es gibt keine Besprechungen.");

  finding.status = Status::unknown;
  says(one.of(CON), "Nothing of it could be seen, and nothing was attested.",
       "Nichts davon war einsehbar, und nichts wurde bestätigt.");
}

BOOST_AUTO_TEST_SUITE_END()
