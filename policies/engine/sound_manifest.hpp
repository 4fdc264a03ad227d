#pragma once

#include "connectors/format/source_file.hpp"
#include "policies/engine/policy.hpp"

namespace klausur {

/// The manifest keeps what a variant expects as it stands; it is understood here.
/// @error `invalid`: every word that is none, with its place.
[[nodiscard]] Result<void> variants_are_sound(const SourceFile& file);

/// What is wrong in a manifest that only its neighbours show: addresses of documents that it
/// does not have, limits and controls that there are not, values that the checks of the same
/// setting do not know.
/// @param file  The manifest's own, of which `policy` holds what was read.
[[nodiscard]] std::vector<Remark>
remarks_on_manifest(const SourceFile& file, const Policy& policy, const Catalogue& catalogue);

} // namespace klausur
