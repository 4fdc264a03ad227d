#pragma once

#include "policies/engine/rate.hpp"

namespace klausur {

/// What would change or settle a tenant's light.
struct Moves
{
  Text outlook;            ///< One sentence: how many steps lead where; may be empty.
  std::vector<Text> steps; ///< One sentence each.
};

/// The smallest set of steps that changes the light; the light of `report` is filled in.
/// Red and yellow: the controls whose closure gives the next better light. Not settled: those
/// whose evidence settles it. Grey: the documents, permissions and attestations that make it
/// rated. No steps where the light is green, or where nothing that is set can move it.
[[nodiscard]] Moves moves_of(const TenantReport& report, std::span<const ControlState> states,
                             const Knobs& knobs);

} // namespace klausur
