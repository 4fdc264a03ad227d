#pragma once

#include "connectors/model/snapshot.hpp"

#include <span>
#include <vector>

namespace klausur {

/// Whether an expectation can tell of `value`: true unless it looks at something in it that is
/// neither there nor was kept then, so that its absence is not the tenant's word.
/// @param setting  Where the value stands, with `*` as the check has it.
/// @param inner  As looked_into() says.
[[nodiscard]] bool can_tell(const Snapshot& snapshot, const Address& setting,
                            std::span<const Pointer> inner, const JsonValue& value);

/// Whether a setting that is not there was left out by the tenant, so that what a missing key
/// means holds: what stands above it is a mapping, or was left out itself. Below a text, null
/// or a number that nobody foresaw there, nothing is told.
/// @param steps  Without `*`, but for one over what is missing.
[[nodiscard]] bool is_left_out(const JsonValue& root, const Pointer& steps);

/// Whether nothing at `setting`, in no document that was read, is the tenant's word: what is
/// there would have been kept then.
[[nodiscard]] bool is_told_empty(const Snapshot& snapshot, const Address& setting);

} // namespace klausur
