#pragma once

#include "connectors/format/source_file.hpp"
#include "connectors/model/document_entry.hpp"
#include "connectors/model/fact.hpp"

#include <span>

namespace klausur {

/// One of `documents` in a manifest that its schema has accepted.
/// @param here  Where it stands in the file.
/// @error `invalid` with file:line:column: a pointer or address that is none, no method or two,
///        `ends: total` without `total`, facts that contradict each other.
[[nodiscard]] Result<DocumentEntry> entry_from(const SourceFile& file, const std::string& here,
                                               const JsonValue& json,
                                               std::span<const FactKind> kinds);

} // namespace klausur
