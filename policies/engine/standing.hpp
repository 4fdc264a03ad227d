#pragma once

#include "policies/engine/finding.hpp"

#include <cstdint>
#include <span>

namespace klausur {

/// How open a control is, by the gravest of its findings that fails. A waived critical one
/// stands as `high`; any other waived one counts as closed.
enum class Open : std::uint8_t { nothing, low, medium, high, critical };

/// How a control stands in a tenant, over all its checks at all their places.
struct ControlState
{
  const Control* control = nullptr;
  Open proven = Open::nothing;   ///< What could not be seen is taken as a pass.
  Open at_worst = Open::nothing; ///< What could not be seen is taken as a fail.
  std::size_t applicable = 0;    ///< Findings, all but `not_applicable`.
  std::size_t evaluated = 0;     ///< Those that pass or fail.
  std::size_t passed = 0;
  std::size_t failed = 0; ///< Waived or not.

  [[nodiscard]] bool all_pass() const { return applicable > 0 && passed == applicable; }
};

/// One state for each control of the findings, in the order of their first appearance.
/// @param is_meant  Of which findings; nullptr: of all.
[[nodiscard]] std::vector<ControlState> states_of(std::span<const Finding> findings,
                                                  bool (*is_meant)(const Finding&) = nullptr);

/// The light of one point (checklist.md section 2.3), without its reason.
[[nodiscard]] PointLight point_light(std::span<const ControlState> states, Point point);

/// What a control weighs in score and coverage: its own severity, raised where a switch of
/// the policy raises it, whatever its findings weigh.
[[nodiscard]] Severity severity_under(const Control& control, const Knobs& knobs);

/// What the finding weighs where a switch raises its control: a check that weighs as much as
/// its control, or more, goes along.
[[nodiscard]] Severity raised(const Finding& finding, const Knobs& knobs);

/// Percent with one decimal. The score is the share of the controls that apply of which all
/// findings pass; coverage counts each by the share of its findings that were evaluated.
/// 0 when nothing applies.
[[nodiscard]] double score_of(std::span<const ControlState> states, const Knobs& knobs);
[[nodiscard]] double coverage_of(std::span<const ControlState> states, const Knobs& knobs);

} // namespace klausur
