#pragma once

#include "plugin/office/audit.hpp"

namespace klausur {

/// For vendors that are not asked who it is: a digest of vendor, hosts, files and the plain
/// identifiers under `auth:`. Renaming the tenant does not change it.
[[nodiscard]] std::string account_by_address(const Tenant& tenant, const Manifest& manifest);

/// Whose a tenant is, by the vendor's own word: asked once and remembered, so that a tenant
/// that gets another name in the configuration keeps its history, waivers and attestations. Of
/// a vendor that is not asked, by the address. A tenant that cannot be asked now is asked next
/// time.
/// @param stop  Whoever has not answered by then is asked next time.
/// @error of the store.
[[nodiscard]] Result<void> follow_renames(const Office& office,
                                          std::span<const Tenant* const> tenants, Stop& stop);

/// The account of a tenant that follow_renames() has met.
/// @error `invalid`: it was not met yet.
[[nodiscard]] Result<std::string> known_account(const Store& store, std::string_view tenant);

} // namespace klausur
