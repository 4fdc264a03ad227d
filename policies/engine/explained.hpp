#pragma once

#include "policies/engine/standing.hpp"

namespace klausur {

/// One sentence: why the tenant's light is what it is. All else of the report is filled in.
[[nodiscard]] Text reason_of(const TenantReport& report, const Knobs& knobs);

/// One sentence: why the light of the point is what it is, with the controls that make it so.
[[nodiscard]] Text reason_of(const TenantReport& report, std::span<const ControlState> states,
                             Point point);

/// "low exposure", "niedrigem Grundrisiko"; where it is not told which variant it is, the
/// lowest "or higher".
[[nodiscard]] Text exposure_words(const Exposure& exposure);

/// "green", "grün"
[[nodiscard]] Text words_for(Light light);

/// "two points are", "zwei Prüfpunkte sind"; with a small letter.
[[nodiscard]] Text points_are(std::size_t count);

/// The text with a capital first letter.
[[nodiscard]] Text as_sentence(Text text);

} // namespace klausur
