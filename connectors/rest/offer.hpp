#pragma once

#include "connectors/connector.hpp"

#include <vector>

namespace klausur {

/// The entries of the manifest that the tenant's plan has.
struct Offer
{
  std::vector<const DocumentEntry*> entries;
  std::vector<Reading> missing; ///< The others: `unsupported`, with both plans named. Of what
                                ///< another document serves for on this plan nothing is said.
};

/// @param readings  Among them the document that `plan_at` names. A plan that cannot be read,
///                  or has no name in the manifest, has everything: the vendor says then
///                  what it lacks.
[[nodiscard]] Offer what_is_offered(const Workplace& at, const std::vector<Reading>& readings);

} // namespace klausur
