#pragma once

#include "policies/engine/standing.hpp"

#include <array>
#include <span>
#include <string_view>

namespace klausur {

/// The seven lights that count, in the order ENC LIC CON RET PRO AVV EUR; none is grey.
using CountedLights = std::array<Light, 7>;
inline constexpr std::array k_counted{Point::ENC, Point::LIC, Point::CON, Point::RET,
                                      Point::PRO, Point::AVV, Point::EUR};
inline constexpr double k_least_coverage = 60.0; ///< Below it a tenant is not rated.

/// low (0-3), medium (4-8), high (9-14)
[[nodiscard]] std::string_view band_of(int exposure_total);

/// How many yellow points the band allows without a worse light than `wanted`; nullopt: no
/// number of them gives that light. `wanted` is green or yellow.
[[nodiscard]] std::optional<std::size_t> most_yellows(std::string_view band, Light wanted,
                                                      bool allow_green_for_medium);

/// Table T of section 2.4 and the rule above it that a red point is a red light. Monotone: a
/// worse input never gives a better light.
[[nodiscard]] Light overall_light(int exposure_total, const CountedLights& lights,
                                  bool allow_green_for_medium = false);

/// A tenant's light, computed twice, with what it is made of.
struct Rating
{
  Light light = Light::grey;
  bool settled = false;
  Light proven = Light::green;
  Light at_worst = Light::yellow;
  std::map<Point, PointLight> points; ///< Without their reasons.
  std::optional<double> score;
  double coverage = 0;
};

/// @param is_readable  The mandatory documents were read, and not too long ago.
[[nodiscard]] Rating rating_of(std::span<const ControlState> states, const Exposure& exposure,
                               bool is_readable, const Knobs& knobs);

/// Fill in all that follows from the report's findings, exposure, `unread` and `is_too_old`:
/// light, points, score, coverage, asterisk, reason, outlook and moves.
void rate(TenantReport& report, const Knobs& knobs);

} // namespace klausur
