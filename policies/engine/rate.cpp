#include "policies/engine/rate.hpp"

#include "policies/engine/explained.hpp"
#include "policies/engine/moves.hpp"

#include <algorithm>

namespace klausur {

namespace {

struct Colours
{
  Light proven;
  Light at_worst;
};

CountedLights
counted(const std::map<Point, PointLight>& points, Light PointLight::*level)
{
  CountedLights lights{};
  std::ranges::transform(k_counted, lights.begin(),
                         [&](Point point) { return points.at(point).*level; });
  return lights;
}

/// Whether the product is retired in every variant that it can be, and in any.
std::pair<bool, bool>
retired(const Exposure& exposure)
{
  const auto is = [](const Variant* variant) { return variant->lifecycle == "retired"; };
  if (exposure.variant != nullptr) {
    return {is(exposure.variant), is(exposure.variant)};
  }
  const auto& all = exposure.candidates;
  return {!all.empty() && std::ranges::all_of(all, is), std::ranges::any_of(all, is)};
}

Colours
colours_of(const std::map<Point, PointLight>& points, const Exposure& exposure,
           bool allow_green)
{
  const bool told = exposure.variant != nullptr;
  const auto [proven, possible] = retired(exposure);
  return {.proven = proven ? Light::red
                           : overall_light(told ? exposure.total : exposure.lowest,
                                           counted(points, &PointLight::proven), allow_green),
          .at_worst = possible
                          ? Light::red
                          : overall_light(told ? exposure.total : exposure.highest,
                                          counted(points, &PointLight::at_worst), allow_green)};
}

/// What was not rated says nothing good of the settings as a whole.
void
rate_ground_rule(PointLight& settings, bool is_rated)
{
  if (!is_rated && settings.light == Light::green) {
    settings = {.light = Light::grey, .proven = Light::green, .at_worst = Light::yellow};
  }
}

} // namespace

std::string_view
band_of(int exposure_total)
{
  return exposure_total <= 3 ? "low" : exposure_total <= 8 ? "medium" : "high";
}

std::optional<std::size_t>
most_yellows(std::string_view band, Light wanted, bool allow_green_for_medium)
{
  if (wanted == Light::green) {
    return band == "low"                                ? std::optional<std::size_t>{3}
           : band == "medium" && allow_green_for_medium ? std::optional<std::size_t>{0}
                                                        : std::nullopt;
  }
  return band == "low" ? k_counted.size() : band == "medium" ? 3 : 1;
}

Light
overall_light(int exposure_total, const CountedLights& lights, bool allow_green_for_medium)
{
  if (std::ranges::find(lights, Light::red) != lights.end()) {
    return Light::red;
  }
  const auto yellows = static_cast<std::size_t>(std::ranges::count(lights, Light::yellow));
  for (const Light light : {Light::green, Light::yellow}) {
    const auto most = most_yellows(band_of(exposure_total), light, allow_green_for_medium);
    if (most && yellows <= *most) {
      return light;
    }
  }
  return Light::red;
}

Rating
rating_of(std::span<const ControlState> states, const Exposure& exposure, bool is_readable,
          const Knobs& knobs)
{
  Rating rating;
  for (std::size_t i = 0; i < k_points; ++i) {
    const auto point = static_cast<Point>(i);
    rating.points[point] = point_light(states, point);
  }
  rating.coverage = coverage_of(states, knobs);
  const bool is_rated = is_readable && rating.coverage >= k_least_coverage;
  if (is_rated) {
    rating.score = score_of(states, knobs);
  }
  rate_ground_rule(rating.points[Point::SET], is_rated);
  const auto [proven, at_worst] =
      colours_of(rating.points, exposure, knobs.allow_green_for_medium);
  rating.proven = proven;
  rating.at_worst = at_worst;
  rating.settled = proven == Light::red || (is_rated && proven == at_worst);
  rating.light = rating.settled ? proven : is_rated ? Light::yellow : Light::grey;
  return rating;
}

void
rate(TenantReport& report, const Knobs& knobs)
{
  const auto states = states_of(report.findings);
  Rating rating =
      rating_of(states, report.exposure, report.unread.empty() && !report.is_too_old, knobs);
  report.light = rating.light;
  report.settled = rating.settled;
  report.proven = rating.proven;
  report.at_worst = rating.at_worst;
  report.points = std::move(rating.points);
  report.score = rating.score;
  report.coverage = rating.coverage;
  report.asterisk = std::ranges::any_of(report.findings, [](const Finding& finding) {
    return finding.status == Status::fail && finding.waived &&
           finding.severity == Severity::high;
  });
  for (auto& [point, light] : report.points) {
    light.reason = reason_of(report, states, point);
  }
  report.reason = reason_of(report, knobs);
  Moves moves = moves_of(report, states, knobs);
  report.outlook = std::move(moves.outlook);
  report.moves = std::move(moves.steps);
}

} // namespace klausur
