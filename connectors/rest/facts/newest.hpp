#pragma once

#include "connectors/base/result.hpp"
#include "connectors/model/manifest.hpp"

namespace klausur {

/// In place of a log, by the entry's `newest`: for each thing that the log names, what its
/// newest item says, `{"value": true}`; empty where it says nothing, or where places differ.
/// A switch is a switch in whatever form the log writes it (`"true"`, `1`, `"on"`).
/// @error `invalid`: a pointer of the entry is none.
[[nodiscard]] Result<Json> newest_in(const JsonValue& whole, const DocumentEntry& entry);

} // namespace klausur
