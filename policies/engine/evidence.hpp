#pragma once

#include "policies/engine/moves.hpp"

namespace klausur {

/// The fewest documents, permissions and attestations that make a grey tenant rated: first
/// what must be read, then what brings most of the coverage that is missing.
[[nodiscard]] Moves evidence_needed(const TenantReport& report,
                                    std::span<const ControlState> states, const Knobs& knobs);

/// What would tell which variant of the product it is.
[[nodiscard]] Moves variant_to_tell(const TenantReport& report);

} // namespace klausur
