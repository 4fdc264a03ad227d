#pragma once

#include "plugin/store/store.hpp"

#include <filesystem>

namespace klausur {

/// Of which tenant and time evidence is wanted.
struct EvidenceRequest
{
  std::string tenant;
  Time from{};
  Time to{}; ///< Excluded.
};

struct EvidenceContents
{
  std::size_t files = 0;
  std::size_t runs = 0;
  std::size_t entries = 0; ///< Of this tenant.
};

/// Write a bundle into a directory that is not there yet. Entries of an earlier version, which
/// have no signature, are not in it.
/// @error `invalid`: the directory is there, or cannot be written; as the store's.
[[nodiscard]] Result<EvidenceContents> export_bundle(const Store& store,
                                                     const EvidenceRequest& request,
                                                     const std::filesystem::path& folder);

} // namespace klausur
