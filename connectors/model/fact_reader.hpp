#pragma once

#include "connectors/format/source_file.hpp"
#include "connectors/model/document_entry.hpp"
#include "connectors/model/fact.hpp"

#include <span>

namespace klausur {

/// Read `facts:` of the document `json`, which stands at `here`, into its entry, whose list is
/// read already.
/// @error `invalid` with file:line:column: a pointer that is none, two facts that claim one
///        value, a fact that takes a list where there is none, one that looks beside a list.
[[nodiscard]] Result<void> read_facts(const SourceFile& file, const std::string& here,
                                      const JsonValue& json, std::span<const FactKind> kinds,
                                      DocumentEntry& entry);

} // namespace klausur
