#pragma once

#include "connectors/format/source_file.hpp"
#include "connectors/model/fact.hpp"
#include "connectors/model/manifest.hpp"

#include <span>

namespace klausur {

/// Read manifest/<vendor>.yaml, already held against manifest.schema.json.
/// @param kinds  The facts that a document may name: fact_kinds() of rest/facts/.
/// @error `invalid` with file:line:column: an address that is none, a document given twice,
///        `each` on a document that stands below, a factor missing, a variant without `when`
///        that is not the last, a status that is no number or no kind of failure, two facts
///        that claim one value.
[[nodiscard]] Result<Manifest> manifest_from(const SourceFile& file,
                                             std::span<const FactKind> kinds);

} // namespace klausur
