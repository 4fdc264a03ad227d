#include "policies/engine/explained.hpp"

#include "policies/engine/rate.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

std::string
german_number(double number)
{
  std::string text = fmt::format("{:.1f}", number);
  std::ranges::replace(text, '.', ',');
  return text;
}

/// The counted points for which `is_meant` holds: `RET, AVV`.
template<typename Meant>
std::vector<std::string>
points_in(const TenantReport& report, Meant is_meant)
{
  std::vector<std::string> names;
  for (const Point point : k_counted) {
    if (is_meant(report.points.at(point))) {
      names.emplace_back(name_of(point));
    }
  }
  return names;
}

std::string
joined(const std::vector<std::string>& names)
{
  return fmt::format("{}", fmt::join(names, ", "));
}

bool
is_retired(const Variant* variant)
{
  return variant->lifecycle == "retired";
}

/// "two points are proven yellow at medium exposure: RET, EUR"
Text
yellow_points(const TenantReport& report)
{
  const auto yellow =
      points_in(report, [](const PointLight& light) { return light.proven == Light::yellow; });
  const Text many = points_are(yellow.size());
  const Text exposure = exposure_words(report.exposure);
  const std::string list = yellow.empty() ? "" : ": " + joined(yellow);
  return {fmt::format("{} proven yellow at {}{}", many.en, exposure.en, list),
          fmt::format("{} bei {} erwiesen gelb{}", many.de, exposure.de, list)};
}

Text
red_reason(const TenantReport& report)
{
  const auto& exposure = report.exposure;
  const bool retired = exposure.variant != nullptr
                           ? is_retired(exposure.variant)
                           : !exposure.candidates.empty() &&
                                 std::ranges::all_of(exposure.candidates, is_retired);
  if (retired) {
    return {"The product is retired or no longer supported.",
            "Das Produkt ist eingestellt oder wird nicht mehr unterstützt."};
  }
  const auto red =
      points_in(report, [](const PointLight& light) { return light.proven == Light::red; });
  Text text = red.empty() ? yellow_points(report)
                          : Text{"critical deviations are proven in: " + joined(red),
                                 "kritische Abweichungen sind erwiesen in: " + joined(red)};
  const bool little = !report.score.has_value();
  text.en += little ? "; what could not be seen cannot change that." : ".";
  text.de += little ? "; was nicht einsehbar war, ändert daran nichts." : ".";
  return as_sentence(std::move(text));
}

/// "proven is green, at worst red"
Text
both_colours(const TenantReport& report)
{
  const Text proven = words_for(report.proven);
  const Text at_worst = words_for(report.at_worst);
  return report.proven == report.at_worst
             ? Text{fmt::format("proven and at worst it is {}", proven.en),
                    fmt::format("erwiesen und im schlechtesten Fall ist sie {}", proven.de)}
             : Text{fmt::format("proven it is {}, at worst {}", proven.en, at_worst.en),
                    fmt::format("erwiesen ist sie {}, im schlechtesten Fall {}", proven.de,
                                at_worst.de)};
}

Text
grey_reason(const TenantReport& report)
{
  const Text both = both_colours(report);
  Text cause;
  if (!report.unread.empty()) {
    const std::string list = joined(report.unread);
    cause = {"not read, and needed for any rating: " + list,
             "nicht gelesen, aber für jede Bewertung nötig: " + list};
  } else if (report.is_too_old) {
    const std::string day = to_text(report.taken_at).substr(0, 10);
    cause = {fmt::format("it was last read on {}", day),
             fmt::format("zuletzt gelesen am {}", day)};
  } else {
    cause = {fmt::format("only {:.1f} % of the evidence could be seen, {:.0f} % are needed",
                         report.coverage, k_least_coverage),
             fmt::format("nur {} % der Nachweise waren einsehbar, nötig sind {:.0f} %",
                         german_number(report.coverage), k_least_coverage)};
  }
  return {fmt::format("Not rated: {}; {}.", cause.en, both.en),
          fmt::format("Nicht bewertet: {}; {}.", cause.de, both.de)};
}

/// Why more could be wrong than is proven.
Text
doubts(const TenantReport& report)
{
  const auto doubted =
      points_in(report, [](const PointLight& light) { return light.at_worst > light.proven; });
  if (doubted.empty()) {
    return {"it could not be told which variant of the product it is",
            "nicht zu erkennen war, welche Variante des Produkts es ist"};
  }
  return {"not all of it could be seen in: " + joined(doubted),
          "nicht alles war einsehbar in: " + joined(doubted)};
}

Text
unsettled_reason(const TenantReport& report)
{
  const Text points = yellow_points(report);
  const Text both = both_colours(report);
  const Text why = doubts(report);
  return as_sentence(
      {fmt::format("{}; not settled: {}, because {}.", points.en, both.en, why.en),
       fmt::format("{}; nicht gesichert: {}, denn {}.", points.de, both.de, why.de)});
}

/// Green or yellow, and settled.
Text
settled_reason(const TenantReport& report, const Knobs& knobs)
{
  const bool none = points_in(report, [](const PointLight& light) {
                      return light.proven == Light::yellow;
                    }).empty();
  if (report.light == Light::yellow && none) {
    const Text exposure = exposure_words(report.exposure);
    return {fmt::format("No point is yellow, and {} allows no better light.", exposure.en),
            fmt::format("Kein Prüfpunkt ist gelb; bei {} ist keine bessere Ampel möglich.",
                        exposure.de)};
  }
  Text text = yellow_points(report);
  if (report.light == Light::green && !none) {
    const auto most =
        most_yellows(report.exposure.band, Light::green, knobs.allow_green_for_medium);
    text.en += fmt::format("; up to {} are still green", most.value_or(0));
    text.de += fmt::format("; bis zu {} ergeben noch Grün", most.value_or(0));
  }
  text.en += ".";
  text.de += ".";
  return as_sentence(std::move(text));
}

} // namespace

Text
reason_of(const TenantReport& report, const Knobs& knobs)
{
  if (report.light == Light::red) {
    return red_reason(report);
  }
  if (report.light == Light::grey) {
    return grey_reason(report);
  }
  return report.settled ? settled_reason(report, knobs) : unsettled_reason(report);
}

} // namespace klausur
