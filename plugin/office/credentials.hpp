#pragma once

#include "connectors/base/result.hpp"
#include "connectors/model/manifest.hpp"
#include "connectors/model/tenant.hpp"

#include <optional>

namespace klausur {

/// The tenant as the credential under `write_auth:` speaks to it: all else is the same.
[[nodiscard]] Tenant as_writer(const Tenant& tenant);

/// Whether one credential reads and another one writes.
[[nodiscard]] bool has_two_credentials(const Tenant& tenant);

/// Whether anything may write into it. What is written by files needs no credential.
/// @error `invalid`: `write_auth:` is empty; says what to write there.
[[nodiscard]] Result<void> can_be_written(const Tenant& tenant, const Manifest& manifest);

} // namespace klausur
