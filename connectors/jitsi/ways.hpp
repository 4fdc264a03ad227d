#pragma once

#include "connectors/jitsi/document.hpp"
#include "connectors/jitsi/layout.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace klausur::jitsi {

/// One way that a deployment may be, where its files do not tell.
struct Way
{
  Deployment deployment;
  std::string because; ///< Why it is not known, and what would settle it; empty for the first.
};

/// All ways that it may be, one where everything is told: with and without the compose files
/// that lie beside, with and without files that an older image left in CONFIG.
[[nodiscard]] std::vector<Way> ways_of(Deployment deployment);

/// What is known of a document that may be either.
[[nodiscard]] Document either(Document one, Document other, std::string_view because);

} // namespace klausur::jitsi
