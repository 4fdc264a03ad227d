#pragma once

#include "connectors/base/result.hpp"
#include "connectors/model/manifest.hpp"

namespace klausur {

/// One of `documents` in a manifest that its schema has accepted.
/// @error `invalid`: an address, a status or the meaning of one.
[[nodiscard]] Result<DocumentEntry> entry_from(const JsonValue& json);

} // namespace klausur
