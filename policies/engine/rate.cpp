#include "policies/engine/rate.hpp"

#include "policies/engine/moves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace klausur {

namespace {

constexpr std::array k_counted{Point::ENC, Point::LIC, Point::CON, Point::RET,
                               Point::PRO, Point::AVV, Point::EUR};
constexpr double k_least_coverage = 60.0;

/// The order in which a control's findings decide: open failures first.
int
gravity(Status status, bool waived)
{
  switch (status) {
  case Status::fail:
    return waived ? 2 : 5;
  case Status::error:
    return 4;
  case Status::unknown:
    return 3;
  case Status::pass:
    return 1;
  case Status::not_applicable:
    return 0;
  }
  return 0;
}

double
percent(int part, int whole)
{
  return whole == 0 ? 0.0 : std::round(1000.0 * part / whole) / 10.0;
}

std::string
names_of(const TenantReport& report, Light light)
{
  std::string names;
  for (const Point point : k_counted) {
    if (report.points.at(point) == light) {
      names += (names.empty() ? "" : ", ") + std::string{name_of(point)};
    }
  }
  return names;
}

std::string
german_number(double number)
{
  std::string text = fmt::format("{:.1f}", number);
  std::ranges::replace(text, '.', ',');
  return text;
}

std::string_view
german_band(std::string_view band)
{
  return band == "low" ? "niedriges" : band == "medium" ? "mittleres" : "hohes";
}

Text
reason_of(const TenantReport& report, bool retired, bool critical_unseen)
{
  if (retired) {
    return {"The product is retired or no longer supported.",
            "Das Produkt ist eingestellt oder wird nicht mehr unterstützt."};
  }
  if (report.light == Light::grey && report.exposure.variant == nullptr) {
    return {"Not rated: the product variant could not be seen.",
            "Nicht bewertet: Die Produktvariante war nicht zu erkennen."};
  }
  if (report.light == Light::grey) {
    return {fmt::format("Not rated: only {:.1f} % of the evidence could be seen, 60 % are "
                        "needed.",
                        report.coverage),
            fmt::format("Nicht bewertet: Nur {} % der Nachweise waren einsehbar, nötig "
                        "sind 60 %.",
                        german_number(report.coverage))};
  }
  if (const std::string red = names_of(report, Light::red); !red.empty()) {
    return {fmt::format("Critical deviations in: {}.", red),
            fmt::format("Kritische Abweichungen in: {}.", red)};
  }
  const std::string yellow = names_of(report, Light::yellow);
  Text text{
      fmt::format("{}{} exposure; {}.",
                  static_cast<char>(std::toupper(report.exposure.band[0])),
                  report.exposure.band.substr(1),
                  yellow.empty() ? "no yellow points" : "yellow points: " + yellow),
      fmt::format("{} Grundrisiko; {}.", german_band(report.exposure.band),
                  yellow.empty() ? "keine gelben Prüfpunkte" : "gelbe Prüfpunkte: " + yellow)};
  text.de[0] = static_cast<char>(std::toupper(text.de[0]));
  if (critical_unseen && report.light == Light::yellow) {
    text.en += " A critical control could not be seen.";
    text.de += " Ein kritischer Prüfpunkt war nicht einsehbar.";
  }
  return text;
}

CountedLights
counted(const TenantReport& report)
{
  CountedLights lights{};
  std::ranges::transform(k_counted, lights.begin(),
                         [&](Point point) { return report.points.at(point); });
  return lights;
}

} // namespace

std::vector<ControlState>
states_of(std::span<const Finding> findings)
{
  std::vector<ControlState> states;
  for (const auto& finding : findings) {
    auto found = std::ranges::find(states, finding.control, &ControlState::control);
    const ControlState one{finding.control, finding.severity, finding.status,
                           finding.status == Status::fail && finding.waived.has_value()};
    if (found == states.end()) {
      states.push_back(one);
      continue;
    }
    const int now = gravity(found->status, found->waived);
    const int next = gravity(one.status, one.waived);
    const bool heavier = weight_of(one.severity) > weight_of(found->severity);
    if (next > now || (next == now && heavier)) {
      *found = one;
    }
  }
  return states;
}

Light
point_light(std::span<const ControlState> states, Point point)
{
  int mediums = 0;
  bool yellow = false;
  for (const auto& state : states) {
    if (state.control->point != point) {
      continue;
    }
    const bool open = state.status == Status::fail && !state.waived;
    const bool unseen = state.status == Status::unknown || state.status == Status::error;
    const bool critical = state.severity == Severity::critical;
    const bool high = state.severity == Severity::high;
    if (open && critical) {
      return Light::red;
    }
    mediums += open && state.severity == Severity::medium ? 1 : 0;
    yellow = yellow || (open && high) || (unseen && (critical || high)) ||
             (state.waived && critical);
  }
  return yellow || mediums >= 2 ? Light::yellow : Light::green;
}

std::string_view
band_of(int exposure_total)
{
  return exposure_total <= 3 ? "low" : exposure_total <= 8 ? "medium" : "high";
}

Light
overall_light(int exposure_total, const CountedLights& lights, bool allow_green_for_medium)
{
  if (std::ranges::find(lights, Light::red) != lights.end()) {
    return Light::red;
  }
  const auto yellows = std::ranges::count(lights, Light::yellow);
  const std::string_view band = band_of(exposure_total);
  if (band == "low") {
    return yellows <= 3 ? Light::green : Light::yellow;
  }
  if (band == "medium") {
    const bool green = allow_green_for_medium && yellows == 0;
    return green ? Light::green : yellows <= 3 ? Light::yellow : Light::red;
  }
  return yellows <= 1 ? Light::yellow : Light::red;
}

double
score_of(std::span<const ControlState> states)
{
  int failed = 0;
  int evaluated = 0;
  for (const auto& state : states) {
    const int weight = weight_of(state.severity);
    failed += state.status == Status::fail ? weight : 0;
    evaluated += state.status == Status::fail || state.status == Status::pass ? weight : 0;
  }
  return percent(evaluated - failed, evaluated);
}

double
coverage_of(std::span<const ControlState> states)
{
  int evaluated = 0;
  int applicable = 0;
  for (const auto& state : states) {
    const int weight = weight_of(state.severity);
    evaluated += state.status == Status::fail || state.status == Status::pass ? weight : 0;
    applicable += state.status == Status::not_applicable ? 0 : weight;
  }
  return percent(evaluated, applicable);
}

void
rate(TenantReport& report, const Knobs& knobs)
{
  const auto states = states_of(report.findings);
  for (std::size_t i = 0; i < k_points; ++i) {
    const auto point = static_cast<Point>(i);
    report.points[point] = point_light(states, point);
  }
  report.score = score_of(states);
  report.coverage = coverage_of(states);
  const bool retired =
      report.exposure.variant != nullptr && report.exposure.variant->lifecycle == "retired";
  const bool critical_unseen = std::ranges::any_of(states, [](const ControlState& state) {
    return state.severity == Severity::critical &&
           (state.status == Status::unknown || state.status == Status::error);
  });
  report.asterisk = std::ranges::any_of(states, [](const ControlState& state) {
    return state.waived && state.severity == Severity::high;
  });
  if (report.coverage < k_least_coverage || report.exposure.variant == nullptr) {
    report.light = Light::grey;
  } else {
    report.light =
        overall_light(report.exposure.total, counted(report), knobs.allow_green_for_medium);
    if (report.light == Light::green && critical_unseen) {
      report.light = Light::yellow;
    }
  }
  if (retired) {
    report.light = Light::red;
  }
  report.reason = reason_of(report, retired, critical_unseen);
  report.moves = retired ? std::vector<Text>{} : moves_of(report, states, knobs);
}

} // namespace klausur
