#pragma once

#include "plugin/office/audit.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace klausur {

/// Read what a person answers for from a record (policies/schemas/attestation.schema.json): one
/// attestation for each of its controls, all with one id. Of the documents that it names the
/// digest is kept and never the content.
/// @error `invalid` with file, line and what to write: not as the schema wants it, the fields
/// of
///        another type, days in a wrong order, a control that is not there or takes another
///        type, a digest that its file does not have, a predecessor that does not exist.
[[nodiscard]] Result<std::vector<Attestation>>
attestations_in(const Office& office, const Tenant& tenant,
                const std::filesystem::path& record);

/// A record of this type to be filled in, made from the schema. @error `invalid`: no such type.
[[nodiscard]] Result<std::string> empty_record(const std::filesystem::path& data_dir,
                                               const std::string& type);

/// @error `invalid`: no control, and no check of the policy that is attested.
[[nodiscard]] Result<void> can_be_attested(const Office& office, const Tenant& tenant,
                                           const std::string& id);

} // namespace klausur
