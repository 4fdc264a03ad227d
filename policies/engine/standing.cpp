#include "policies/engine/standing.hpp"

#include <algorithm>
#include <cmath>

namespace klausur {

namespace {

Open
opened_by(Severity severity)
{
  switch (severity) {
  case Severity::critical:
    return Open::critical;
  case Severity::high:
    return Open::high;
  case Severity::medium:
    return Open::medium;
  case Severity::low:
    return Open::low;
  }
  return Open::critical;
}

void
add(ControlState& state, const Finding& finding)
{
  const Open open = opened_by(finding.severity);
  switch (finding.status) {
  case Status::not_applicable:
    return;
  case Status::pass:
    ++state.passed;
    ++state.evaluated;
    break;
  case Status::fail: {
    const Open waived = open == Open::critical ? Open::high : Open::nothing;
    const Open counts = finding.waived ? waived : open;
    state.proven = std::max(state.proven, counts);
    state.at_worst = std::max(state.at_worst, counts);
    ++state.failed;
    ++state.evaluated;
    break;
  }
  case Status::unknown:
  case Status::error:
    state.at_worst = std::max(state.at_worst, open);
    break;
  }
  ++state.applicable;
}

/// The colour of a point, its controls standing as `level` says.
Light
colour_of(std::span<const ControlState> states, Point point, Open ControlState::*level)
{
  Light colour = Light::green;
  int mediums = 0;
  for (const auto& state : states) {
    if (state.control->point != point) {
      continue;
    }
    const Open open = state.*level;
    mediums += open == Open::medium ? 1 : 0;
    if (open == Open::critical) {
      return Light::red;
    }
    if (open == Open::high || mediums >= 2) {
      colour = Light::yellow;
    }
  }
  return colour;
}

/// `sum` of the weights in percent of those of all controls that apply.
template<typename Share>
double
percent(std::span<const ControlState> states, const Knobs& knobs, Share share)
{
  double part = 0;
  int whole = 0;
  for (const auto& state : states) {
    if (state.applicable > 0) {
      const int weight = weight_of(severity_under(*state.control, knobs));
      part += weight * share(state);
      whole += weight;
    }
  }
  return whole == 0 ? 0.0 : std::round(1000.0 * part / whole) / 10.0;
}

} // namespace

std::vector<ControlState>
states_of(std::span<const Finding> findings, bool (*is_meant)(const Finding&))
{
  std::vector<ControlState> states;
  ControlState* last = nullptr; // findings of one control mostly stand together
  for (const auto& finding : findings) {
    if (is_meant != nullptr && !is_meant(finding)) {
      continue;
    }
    if (last == nullptr || last->control != finding.control) {
      const auto found = std::ranges::find(states, finding.control, &ControlState::control);
      last = found != states.end() ? &*found : &states.emplace_back();
      last->control = finding.control;
    }
    add(*last, finding);
  }
  return states;
}

PointLight
point_light(std::span<const ControlState> states, Point point)
{
  std::size_t applicable = 0;
  std::size_t evaluated = 0;
  for (const auto& state : states) {
    if (state.control->point == point) {
      applicable += state.applicable;
      evaluated += state.evaluated;
    }
  }
  PointLight light{.proven = colour_of(states, point, &ControlState::proven),
                   .at_worst = colour_of(states, point, &ControlState::at_worst)};
  if (light.proven != Light::green) {
    light.light = light.proven;
  } else if (applicable > 0 && evaluated == 0) {
    light.light = Light::grey;
    light.at_worst = std::max(light.at_worst, Light::yellow);
  } else {
    light.light = light.at_worst == Light::green ? Light::green : Light::yellow;
  }
  return light;
}

Severity
severity_under(const Control& control, const Knobs& knobs)
{
  if (control.id == "DP-ENC-03" && knobs.protection_need != ProtectionNeed::normal) {
    return std::min(control.severity, Severity::high);
  }
  if (control.id == "DP-AVV-04" && knobs.dpf_status == DpfStatus::invalid) {
    return Severity::critical;
  }
  return control.severity;
}

Severity
raised(const Finding& finding, const Knobs& knobs)
{
  return finding.severity > finding.control->severity
             ? finding.severity
             : std::min(finding.severity, severity_under(*finding.control, knobs));
}

double
score_of(std::span<const ControlState> states, const Knobs& knobs)
{
  return percent(states, knobs,
                 [](const ControlState& state) { return state.all_pass() ? 1.0 : 0.0; });
}

double
coverage_of(std::span<const ControlState> states, const Knobs& knobs)
{
  return percent(states, knobs, [](const ControlState& state) {
    return static_cast<double>(state.evaluated) / static_cast<double>(state.applicable);
  });
}

} // namespace klausur
