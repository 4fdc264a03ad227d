#pragma once

#include "connectors/base/result.hpp"
#include "connectors/model/manifest.hpp"

namespace klausur {

/// In place of a list: the entry's `counts`, by their names. A list that is not there counts
/// as an empty one.
///
/// An item that does not hold what is asked for is silent: a number that it may belong to is
/// left out, for nobody knows it; unless others were found, then it is the least that it can
/// be.
/// @error `invalid`: a pointer of the entry is none.
[[nodiscard]] Result<Json> counts_in(const JsonValue& whole, const DocumentEntry& entry);

} // namespace klausur
