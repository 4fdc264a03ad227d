#pragma once

#include "policies/engine/judge.hpp"
#include "policies/engine/rate.hpp"

#include <chrono>
#include <optional>
#include <span>

namespace klausur {

/// What a verdict depends on beside the snapshot and the policy. Time is an argument: the
/// same arguments give the same report.
struct Circumstances
{
  Time now{};
  Knobs knobs;
  std::span<const Attestation> attestations;
  std::span<const Waiver> waivers;
  std::optional<Time> previous_run; ///< When this tenant was last examined before.
  std::chrono::seconds max_scan_age = std::chrono::days{7};
};

/// Judge a snapshot, put attestations and waivers over it, and rate the tenant.
[[nodiscard]] TenantReport examine(const Judge& judge, const Snapshot& snapshot,
                                   const Circumstances& circumstances);

/// The first variant that fits what was read, or the one that the snapshot names; nullptr
/// when none fits, and when what the choice hangs on could not be read: silence is no variant.
[[nodiscard]] const Variant* variant_of(const Manifest& manifest, const Snapshot& snapshot);

} // namespace klausur
