#pragma once

#include "policies/engine/finding.hpp"

#include <array>
#include <span>
#include <string_view>

namespace klausur {

/// How a control stands in a tenant: the worst of its findings over all scopes.
struct ControlState
{
  const Control* control = nullptr;
  Severity severity = Severity::medium;
  Status status = Status::not_applicable;
  bool waived = false; ///< It fails, and every failing finding is waived.
};

/// The seven lights that count, in the order ENC LIC CON RET PRO AVV EUR.
using CountedLights = std::array<Light, 7>;

[[nodiscard]] std::vector<ControlState> states_of(std::span<const Finding> findings);

/// Checklist.md section 2.3: red for an open critical; yellow for an open high, two open
/// mediums, an unseen critical or high, or a waived critical; green otherwise.
[[nodiscard]] Light point_light(std::span<const ControlState> states, Point point);

/// low (0-3), medium (4-8), high (9-14)
[[nodiscard]] std::string_view band_of(int exposure_total);

/// Section 2.4 no. 2 and 3, from what the lights and the exposure say. Monotone: a worse
/// input never gives a better light.
[[nodiscard]] Light overall_light(int exposure_total, const CountedLights& lights,
                                  bool allow_green_for_medium = false);

/// Percent with one decimal; `evaluated` is pass and fail, `applicable` all but not
/// applicable. 0 when nothing is.
[[nodiscard]] double score_of(std::span<const ControlState> states);
[[nodiscard]] double coverage_of(std::span<const ControlState> states);

/// Fill in light, reason, points, score, coverage, asterisk and moves from the report's
/// findings and exposure.
void rate(TenantReport& report, const Knobs& knobs);

} // namespace klausur
