#pragma once

#include "connectors/format/source_file.hpp"
#include "connectors/model/manifest.hpp"

namespace klausur {

/// Read manifest/<vendor>.yaml, already held against manifest.schema.json.
/// @error `invalid` with file:line:column: an address that is none, a document given twice,
///        `each` on a document that stands below, a factor missing, a variant without `when`
///        that is not the last, a status that is no number or no kind of failure.
[[nodiscard]] Result<Manifest> manifest_from(const SourceFile& file);

} // namespace klausur
