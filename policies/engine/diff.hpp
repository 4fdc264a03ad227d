#pragma once

#include "connectors/model/snapshot.hpp"

#include <optional>
#include <string>
#include <vector>

namespace klausur {

/// One setting that differs between two snapshots.
struct Difference
{
  std::string setting;        ///< `document#/pointer`
  std::optional<Json> before; ///< nullopt: it was not there.
  std::optional<Json> after;  ///< nullopt: it is gone.
};

/// What differs, by address, in order. Lists of plain values are compared without regard
/// to order; a document that either snapshot could not read is passed over, because not
/// seeing is no change, and so is what only one of them has, where the other one's record of
/// what was kept does not name it.
[[nodiscard]] std::vector<Difference> differences(const Snapshot& before,
                                                  const Snapshot& after);

/// The places in watched documents whose value is another one or gone, which nobody looks at,
/// so that it was not kept: `config#/LogSettings/{1f2e3d4c5b}`. What is new is none: vendors
/// add settings. nullopt: they cannot be compared, because one has no digests or their keys
/// differ. A document of which something else is looked at now is passed over.
[[nodiscard]] std::optional<std::vector<std::string>> unseen_changes(const Snapshot& before,
                                                                     const Snapshot& after);

} // namespace klausur
