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
  std::optional<Time> previous_run; ///< When a run last read what this tenant's manifest calls
                                    ///< mandatory; any other was no review.
  std::chrono::seconds max_scan_age = std::chrono::days{7};
  std::optional<SettledLight> last_settled = {}; ///< Of an earlier run.
};

/// Judge a snapshot, put attestations and waivers over it, and rate the tenant. A snapshot that
/// is older than `max_scan_age` at `now` is not rated: a file is judged as of its own time.
[[nodiscard]] TenantReport examine(const Judge& judge, const Snapshot& snapshot,
                                   const Circumstances& circumstances);

} // namespace klausur
