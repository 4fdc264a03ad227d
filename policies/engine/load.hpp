#pragma once

#include "connectors/format/compiled.hpp"
#include "policies/engine/policy.hpp"

#include <filesystem>

namespace klausur {

/// Read policies/controls.yaml below a data directory.
/// @error `invalid` with file:line:column: not as the schema wants it, an id given twice.
[[nodiscard]] Result<Catalogue> load_catalogue(const std::filesystem::path& data_dir);

/// Read policies/<vendor>.yaml and manifest/<vendor>.yaml.
/// @error `invalid` with file:line:column, beyond the schemas: an id given twice, a control
///        or a parameter that does not exist, a document that is not in the manifest, an
///        address that is none, a condition with more `*` than the setting, an expectation
///        that is no schema, a remedy that does not meet its own expectation.
[[nodiscard]] Result<Policy> load_policy(const std::filesystem::path& data_dir,
                                         std::string_view vendor, const Catalogue& catalogue);

/// The vendors that have a policy below the data directory, sorted.
[[nodiscard]] std::vector<std::string>
vendors_with_policies(const std::filesystem::path& data_dir);

/// The catalogue, and the policies and manifests of these vendors, for the compiled file.
[[nodiscard]] std::vector<ShippedFile> shipped_files(const std::filesystem::path& data_dir);

} // namespace klausur
