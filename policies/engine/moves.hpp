#pragma once

#include "policies/engine/rate.hpp"

namespace klausur {

/// The smallest set of controls whose closure gives the next better light, one sentence
/// each; empty when the light is green or configuration alone cannot move it.
[[nodiscard]] std::vector<Text>
moves_of(const TenantReport& report, std::span<const ControlState> states, const Knobs& knobs);

} // namespace klausur
