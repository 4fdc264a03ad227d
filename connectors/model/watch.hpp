#pragma once

#include "connectors/base/shared.hpp"
#include "connectors/model/document_entry.hpp"
#include "connectors/model/sieve.hpp"
#include "connectors/model/snapshot.hpp"

#include <set>
#include <string>
#include <string_view>

namespace klausur {

/// What is digested of the settings that nobody looks at, so that their change is seen and
/// their value is not.
struct Watch
{
  std::string_view vendor;
  std::string_view key; ///< Of the installation; not empty.
  /// Names that are the vendor's, and nobody's: all others may be people, and are digested
  /// where they stand in a path.
  const std::set<std::string, std::less<>>& names;
};

/// `{"/recording/{1f2e3d4c5b}": "8a7b..."}`: the path and the digest of each plain value in
/// `content` at which no pointer of `kept` ends, sorted. A list is one value, whose members may
/// come in any order. Null is nothing, and what is fleeting by the entry is left out.
[[nodiscard]] Json digests_of(const JsonValue& content, const DocumentEntry& entry,
                              const Sieve& kept, const Watch& watch);

/// All digests of a snapshot: `{"key": "1f2e...", "documents": {"config": {...}}}`. Null where
/// none were made.
[[nodiscard]] Json watched_of(const Snapshot& snapshot);

/// Put them back to the readings that they are of.
/// @error `invalid`: not of that form.
[[nodiscard]] Result<void> take_watched(Snapshot& snapshot, const JsonValue& watched);

/// What tells keys of digests apart, and nothing else of them.
[[nodiscard]] std::string name_of_key(std::string_view key);

} // namespace klausur
