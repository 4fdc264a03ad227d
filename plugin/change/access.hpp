#pragma once

#include "plugin/change/change_set.hpp"
#include "plugin/change/conditions.hpp"
#include "plugin/change/look.hpp"
#include "plugin/office/audit.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace klausur {

/// What must be kept in this tenant: by the configuration, and by the newest attestation of its
/// deletion concept, which stands until a newer one names no holds, expired or not.
[[nodiscard]] std::vector<LegalHold> holds_of(const Tenant& tenant, const Catalogue& catalogue,
                                              std::span<const Attestation> attestations);

/// What decides beside the policies: legal holds, and how the vendor sees another credential of
/// the tenant, where one of these checks might end it.
/// @param other  Speaks with that credential; nullptr: there is none.
[[nodiscard]] Result<Beside> beside_of(const Office& office, const Tenant& tenant, Talk* other,
                                       std::span<const Check* const> checks);

/// The same of the checks that ask for these changes.
[[nodiscard]] Result<Beside> beside_of(const Office& office, const Tenant& tenant, Talk* other,
                                       std::span<const PlannedChange> changes);

/// What is known of the credentials when something is about to be written.
struct Credentials
{
  const Snapshot& now; ///< As the one that writes sees the tenant.
  Conditions& conditions;
  Talk* other;             ///< Speaks with the one that only reads; nullptr: there is none.
  const Identity& account; ///< Whose they are; the other one has to be of the same.
};

/// A credential's own end comes last, and only when another one was seen to work: what would
/// end all that are there, or another one that does not answer, is held back.
/// @param results  By change; what stands there already is not looked at.
void hold_back_own_end(std::span<const PlannedChange> changes,
                       std::span<std::optional<ChangeResult>> results,
                       const Credentials& credentials);

} // namespace klausur
