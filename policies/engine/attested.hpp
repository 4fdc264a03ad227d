#pragma once

#include "policies/engine/examine.hpp"
#include "policies/engine/variants.hpp"

namespace klausur {

// What people answer for, and what the engine answers itself. Steps of examine().

/// One finding for every control that can be attested and that no check of the vendor
/// touches: unknown until somebody attests.
void add_attested_controls(std::vector<Finding>& findings, const Judge& judge);

/// Put the newest attestation of this tenant over a finding that only a person can answer.
void apply_attestations(Finding& finding, const Snapshot& snapshot,
                        const Circumstances& circumstances);

/// The newest attestation of this tenant for the finding, expired or not; nullptr: none.
[[nodiscard]] const Attestation* newest_attestation(const Finding& finding,
                                                    std::string_view tenant,
                                                    const Circumstances& circumstances);

/// DP-AVV-01 by the way this vendor concludes the agreement (checklist.md section 2.3).
void settle_agreement(std::vector<Finding>& findings, const Candidates& candidates,
                      const Snapshot& snapshot, const Circumstances& circumstances);

/// DP-AVV-04 is critical, and open, while the adequacy decision is invalid and no
/// attestation names another instrument.
void settle_transfer(std::vector<Finding>& findings, const Circumstances& circumstances);

/// DP-SET-02 (share of automatic controls that pass) and DP-SET-03 (age of the last run that
/// was a review).
/// @param is_review  This run read its mandatory documents; else it moves neither.
void add_computed_controls(std::vector<Finding>& findings, const Judge& judge,
                           const Circumstances& circumstances, bool is_review);

} // namespace klausur
