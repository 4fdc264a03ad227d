#pragma once

#include "connectors/model/manifest.hpp"

#include <cstddef>
#include <map>
#include <string>

namespace klausur {

/// A number for each kind of document, by its entry's name: the lower is written first. Members
/// come before the tenant's own documents, and all before what their `before:` names.
/// @error `invalid` naming a document that is written before itself, or one that is not there.
[[nodiscard]] Result<std::map<std::string, std::size_t>> ranks_of(const Manifest& manifest);

} // namespace klausur
