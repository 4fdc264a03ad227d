#include "policies/engine/explained.hpp"
#include "policies/engine/rate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur {

namespace {

/// The controls of the point for which `is_meant` holds.
template<typename Meant>
std::string
controls_in(std::span<const ControlState> states, Point point, Meant is_meant)
{
  std::vector<std::string> ids;
  for (const auto& state : states) {
    if (state.control->point == point && is_meant(state)) {
      ids.push_back(state.control->id);
    }
  }
  std::ranges::sort(ids);
  return fmt::format("{}", fmt::join(ids, ", "));
}

/// What a point says of which nothing applies: why not.
Text
nothing_applies(const TenantReport& report, Point point)
{
  const auto found = std::ranges::find_if(report.findings, [&](const Finding& finding) {
    return finding.control->point == point && !finding.why->empty();
  });
  const Text none;
  const Text& why = found == report.findings.end() ? none : *found->why;
  return {
      fmt::format("Nothing of this point applies here.{}{}", why.empty() ? "" : " ", why.en),
      fmt::format("Nichts an diesem Prüfpunkt trifft hier zu.{}{}", why.empty() ? "" : " ",
                  why.de)};
}

/// The heavy part of a point: what makes it red or yellow at that level.
std::string
heavy(std::span<const ControlState> states, Point point, Open ControlState::*level,
      Light colour)
{
  const Open least = colour == Light::red ? Open::critical : Open::high;
  auto list = controls_in(states, point,
                          [&](const ControlState& state) { return state.*level >= least; });
  return !list.empty() ? list : controls_in(states, point, [&](const ControlState& state) {
    return state.*level == Open::medium;
  });
}

} // namespace

Text
words_for(Light light)
{
  switch (light) {
  case Light::green:
    return {"green", "grün"};
  case Light::yellow:
    return {"yellow", "gelb"};
  case Light::red:
    return {"red", "rot"};
  case Light::grey:
    return {"grey", "grau"};
  }
  return {};
}

Text
exposure_words(const Exposure& exposure)
{
  const bool told = exposure.variant != nullptr;
  const std::string_view band =
      told ? std::string_view{exposure.band} : band_of(exposure.lowest);
  const bool open = !told && band != band_of(exposure.highest);
  const std::string_view german = band == "low"      ? "niedrigem"
                                  : band == "medium" ? "mittlerem"
                                                     : "hohem";
  return {fmt::format("{}{} exposure", band, open ? " or higher" : ""),
          fmt::format("{}{} Grundrisiko", german, open ? " oder höherem" : "")};
}

Text
points_are(std::size_t count)
{
  constexpr std::array<std::array<std::string_view, 2>, 8> words{{{"no", "kein"},
                                                                  {"one", "ein"},
                                                                  {"two", "zwei"},
                                                                  {"three", "drei"},
                                                                  {"four", "vier"},
                                                                  {"five", "fünf"},
                                                                  {"six", "sechs"},
                                                                  {"seven", "sieben"}}};
  const auto& [en, de] = words.at(count);
  return {fmt::format("{} {}", en, count <= 1 ? "point is" : "points are"),
          fmt::format("{} {}", de, count <= 1 ? "Prüfpunkt ist" : "Prüfpunkte sind")};
}

Text
as_sentence(Text text)
{
  for (auto* each : {&text.en, &text.de}) {
    if (!each->empty() && (*each)[0] >= 'a' && (*each)[0] <= 'z') {
      (*each)[0] = static_cast<char>((*each)[0] - 'a' + 'A');
    }
  }
  return text;
}

Text
reason_of(const TenantReport& report, std::span<const ControlState> states, Point point)
{
  const PointLight& light = report.points.at(point);
  const auto of_point = [&](const ControlState& state) {
    return state.control->point == point && state.applicable > 0;
  };
  if (std::ranges::none_of(states, of_point)) {
    return nothing_applies(report, point);
  }
  if (light.light == Light::grey) {
    return {"Nothing of it could be seen, and nothing was attested.",
            "Nichts davon war einsehbar, und nichts wurde bestätigt."};
  }
  Text text;
  if (light.proven != Light::green) {
    const std::string open = heavy(states, point, &ControlState::proven, light.proven);
    text = {fmt::format("Proven {} by: {}.", words_for(light.proven).en, open),
            fmt::format("Erwiesen {} durch: {}.", words_for(light.proven).de, open)};
  }
  if (!light.settled()) {
    const std::string unseen = heavy(states, point, &ControlState::at_worst, light.at_worst);
    text.en += fmt::format("{}At worst {}, as not all could be seen of: {}.",
                           text.en.empty() ? "" : " ", words_for(light.at_worst).en, unseen);
    text.de += fmt::format("{}Im schlechtesten Fall {}, da nicht alles einsehbar war von: {}.",
                           text.de.empty() ? "" : " ", words_for(light.at_worst).de, unseen);
  }
  if (!text.empty()) {
    return text;
  }
  const std::string open = controls_in(
      states, point, [](const ControlState& state) { return state.at_worst != Open::nothing; });
  return open.empty() ? Text{"All that applies is met.", "Alles Zutreffende ist erfüllt."}
                      : Text{"What is open weighs too little for yellow: " + open + ".",
                             "Das Offene wiegt zu wenig für Gelb: " + open + "."};
}

} // namespace klausur
