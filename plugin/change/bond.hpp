#pragma once

#include "connectors/model/tenant.hpp"
#include "plugin/change/change_set.hpp"

#include <optional>
#include <span>

namespace klausur {

/// Of all that decides what a plan holds: policies, parameters and waivers. Its form has a
/// number, so that a plan of another form is known as such.
[[nodiscard]] std::string basis_of(const Policy& policy, const Catalogue& catalogue,
                                   const JsonValue& parameters, std::string_view tenant,
                                   std::span<const Waiver> waivers);

/// By the address alone, for vendors that are not asked who it is: vendor, hosts, files and the
/// plain identifiers under `auth:`. Renaming the tenant does not change it.
[[nodiscard]] Identity identity_by_address(const Tenant& tenant, const Manifest& manifest);

/// Why it holds no more, or its times cannot be true; nothing: it is in time.
[[nodiscard]] std::optional<std::string> out_of_time(const Bond& made, Time now);

/// Why it may not be applied, and what to do: other account, other policies, expired, spent.
/// Nothing: it may. A rollback has no basis and does not expire by the policies.
/// @param now    `basis` and `identity` as they are, `made_at` is now.
/// @param spent  The run that has used it, or empty.
[[nodiscard]] std::optional<std::string> refusal(const Bond& made, const Bond& now,
                                                 std::string_view spent);

/// What stands in `given` and does not follow anew. Empty: the file has told the truth.
[[nodiscard]] std::vector<SettingText> baseless(const std::vector<PlannedChange>& given,
                                                const std::vector<PlannedChange>& anew);

} // namespace klausur
