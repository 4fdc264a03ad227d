// DP-SET-02 and DP-SET-03: what the engine answers itself.

#include "policies/engine/attested.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace klausur {

namespace {

constexpr std::string_view k_posture = "DP-SET-02";
constexpr std::string_view k_recheck = "DP-SET-03";

Finding
computed(const Control& control, Status status, Shared<Json> observed, Shared<Json> expected,
         Text why)
{
  return {.control = &control,
          .id = control.id,
          .severity = control.severity,
          .status = status,
          .scope = "account",
          .observed = std::move(observed),
          .expected = std::move(expected),
          .why = std::move(why)};
}

/// Of the findings that a setting answers, and no person.
std::vector<ControlState>
automatic(std::span<const Finding> findings)
{
  auto states = states_of(findings, [](const Finding& each) {
    return each.check != nullptr && each.check->attest.empty();
  });
  std::erase_if(states, [](const ControlState& state) { return state.applicable == 0; });
  return states;
}

double
percent(std::size_t part, std::size_t whole)
{
  return std::round(1000.0 * static_cast<double>(part) / static_cast<double>(whole)) / 10.0;
}

/// What could not be seen may pass or fail: where both answers are possible, it is unknown.
Finding
posture_finding(const Control& control, std::span<const Finding> findings,
                const JsonValue& parameters)
{
  const auto states = automatic(findings);
  const JsonValue* target = member(parameters, "posture_target");
  if (states.empty() || target == nullptr || !target->IsNumber()) {
    return computed(control, Status::unknown, {}, {},
                    {"No automatic control could be judged.",
                     "Kein automatischer Prüfpunkt konnte bewertet werden."});
  }
  const auto passed = static_cast<std::size_t>(
      std::ranges::count_if(states, [](const auto& state) { return state.all_pass(); }));
  const auto failed = static_cast<std::size_t>(
      std::ranges::count_if(states, [](const auto& state) { return state.failed > 0; }));
  const double least = percent(passed, states.size());
  const double most = percent(states.size() - failed, states.size());
  const double wanted = target->GetDouble();
  const auto status = least >= wanted  ? Status::pass
                      : most >= wanted ? Status::unknown
                                       : Status::fail;
  Json observed;
  observed.SetDouble(least);
  return computed(
      control, status, std::move(observed), copy_of(*target),
      {fmt::format("{} of {} automatic controls pass, {} fail.", passed, states.size(), failed),
       fmt::format("{} von {} automatischen Prüfpunkten sind erfüllt, {} nicht.", passed,
                   states.size(), failed)});
}

Finding
recheck_finding(const Control& control, const Circumstances& circumstances)
{
  if (!circumstances.previous_run) {
    return computed(control, Status::unknown, {}, {},
                    {"No earlier examination of this tenant is on record.",
                     "Für diesen Mandanten ist keine frühere Prüfung vermerkt."});
  }
  const bool in_time =
      circumstances.now - *circumstances.previous_run <= circumstances.max_scan_age;
  const auto day = to_text(*circumstances.previous_run).substr(0, 10);
  return computed(control, in_time ? Status::pass : Status::fail,
                  json_string(to_text(*circumstances.previous_run)), {},
                  {fmt::format("Last examined before on {}.", day),
                   fmt::format("Zuvor zuletzt geprüft am {}.", day)});
}

} // namespace

void
add_computed_controls(std::vector<Finding>& findings, const Judge& judge,
                      const Circumstances& circumstances, bool is_review)
{
  if (const Control* control = judge.catalogue().find(k_posture)) {
    findings.push_back(is_review
                           ? posture_finding(*control, findings, judge.parameters())
                           : computed(*control, Status::unknown, {}, {},
                                      {"What must be read was not: this run is no review.",
                                       "Was gelesen werden muss, wurde nicht gelesen: Dieser "
                                       "Lauf ist keine Prüfung."}));
  }
  if (const Control* control = judge.catalogue().find(k_recheck)) {
    findings.push_back(recheck_finding(*control, circumstances));
  }
}

} // namespace klausur
