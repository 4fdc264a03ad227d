#include "policies/engine/moves.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

bool
unseen(const ControlState& state)
{
  return state.status == Status::unknown || state.status == Status::error;
}

bool
open(const ControlState& state)
{
  return state.status == Status::fail && !state.waived;
}

/// What no light of this colour can live with: an open critical control, and for green an
/// unseen one, in any point.
std::vector<const ControlState*>
must_close(std::span<const ControlState> states, Light wanted)
{
  std::vector<const ControlState*> list;
  for (const auto& state : states) {
    const bool counted = state.control->point != Point::SET;
    const bool holds_back =
        (open(state) && counted) || (wanted == Light::green && unseen(state));
    if (state.severity == Severity::critical && holds_back) {
      list.push_back(&state);
    }
  }
  return list;
}

/// What has to be closed in one point until its light is green.
std::vector<const ControlState*>
to_close(std::span<const ControlState> states, Point point)
{
  std::vector<const ControlState*> list;
  std::vector<const ControlState*> mediums;
  for (const auto& state : states) {
    if (state.control->point != point) {
      continue;
    }
    const bool critical = state.severity == Severity::critical;
    const bool heavy = critical || state.severity == Severity::high;
    if (heavy && (open(state) || unseen(state) || (state.waived && critical))) {
      list.push_back(&state);
    } else if (open(state) && state.severity == Severity::medium) {
      mediums.push_back(&state);
    }
  }
  if (mediums.size() >= 2) {
    list.insert(list.end(), mediums.begin(), mediums.end() - 1); // one may stay open
  }
  return list;
}

Text
sentence(const ControlState& state)
{
  const Control& control = *state.control;
  if (unseen(state)) {
    return {fmt::format("Give evidence for {}: {}", control.id, control.title.en),
            fmt::format("Nachweis erbringen für {}: {}", control.id, control.title.de)};
  }
  return {fmt::format("Close {}: {}", control.id, control.title.en),
          fmt::format("Schließen Sie {}: {}", control.id, control.title.de)};
}

struct Target
{
  Light light;
  std::size_t yellows; ///< At most so many points may stay yellow.
};

/// The next better light that this exposure allows, or the same light when none is.
Target
next_target(const TenantReport& report, const Knobs& knobs)
{
  const std::string& band = report.exposure.band;
  if (report.light == Light::red) {
    return {Light::yellow, band == "low" ? 7U : band == "medium" ? 3U : 1U};
  }
  if (band == "low") {
    return {Light::green, 3};
  }
  if (band == "medium" && knobs.allow_green_for_medium) {
    return {Light::green, 0};
  }
  return {report.light, 0};
}

} // namespace

std::vector<Text>
moves_of(const TenantReport& report, std::span<const ControlState> states, const Knobs& knobs)
{
  if (report.light != Light::red && report.light != Light::yellow) {
    return {};
  }
  const Target target = next_target(report, knobs);
  if (target.light == report.light) {
    return {{"No setting can do more: the exposure of this product and plan stands.",
             "Mehr ist durch Einstellungen nicht zu erreichen: Das Grundrisiko von Produkt "
             "und Tarif bleibt."}};
  }
  std::vector<const ControlState*> chosen = must_close(states, target.light);
  std::vector<std::vector<const ControlState*>> to_green;
  for (std::size_t i = 0; i + 1 < k_points; ++i) { // SET is shown and not counted
    auto rest = to_close(states, static_cast<Point>(i));
    std::erase_if(rest, [&](const auto* each) {
      return std::ranges::find(chosen, each) != chosen.end();
    });
    if (!rest.empty()) {
      to_green.push_back(std::move(rest));
    }
  }
  std::ranges::stable_sort(to_green, {}, [](const auto& list) { return list.size(); });
  for (std::size_t i = 0; to_green.size() - i > target.yellows && i < to_green.size(); ++i) {
    chosen.insert(chosen.end(), to_green[i].begin(), to_green[i].end());
  }
  std::vector<Text> moves;
  for (const auto* state : chosen) {
    moves.push_back(sentence(*state));
  }
  return moves;
}

} // namespace klausur
