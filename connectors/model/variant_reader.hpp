#pragma once

#include "connectors/format/source_file.hpp"
#include "connectors/model/manifest.hpp"

namespace klausur {

/// Read `variants:` of a manifest that its schema has accepted. A variant that is `like`
/// one above it takes from there what it does not say itself, factor by factor.
[[nodiscard]] Result<void> read_variants(const SourceFile& file, Manifest& manifest);

} // namespace klausur
