#pragma once

#include "connectors/model/document_entry.hpp"
#include "connectors/model/tenant.hpp"

#include <cstddef>
#include <optional>

namespace klausur {

/// How many members of an entry's `each` are read, or items of its list where it has no
/// `each`: the tenant's number, else the entry's. Nothing: all of them.
[[nodiscard]] std::optional<std::size_t> sample_of(const DocumentEntry& entry,
                                                   const Tenant& tenant);

} // namespace klausur
