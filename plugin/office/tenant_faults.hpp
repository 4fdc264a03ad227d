#pragma once

#include "connectors/model/manifest.hpp"
#include "plugin/office/configuration.hpp"
#include "plugin/office/library.hpp"

#include <optional>
#include <string>
#include <vector>

namespace klausur {

/// Something in a tenant's entry with which it cannot be spoken to.
struct TenantFault
{
  std::string pointer; ///< Below the tenant's entry: `/auth/tokne`, or empty for the entry.
  std::string what;    ///< What is wrong and what to write. No secret.
};

/// Everything that cannot work, by what the vendor's manifest asks for: a missing `base_url`,
/// names under `auth:` that are missing or unknown, a deployment without `files` or `url`,
/// credentials that would go over http:// beyond this machine without `insecure: true`.
[[nodiscard]] std::vector<TenantFault> faults_of(const Tenant& tenant,
                                                 const Manifest& manifest);

/// Legal holds that would hold nothing: of a control that there is not, or that none
/// contradicts.
[[nodiscard]] std::vector<TenantFault> faults_of_holds(const Tenant& tenant,
                                                       const Catalogue& catalogue);

/// The faults as errors with file:line:column, for one tenant of the configuration.
[[nodiscard]] std::vector<Error> refusals(const Configuration& configuration,
                                          const Tenant& tenant, const Manifest& manifest,
                                          const Catalogue& catalogue);

/// The error where a tenant's `files` name no directory on this machine. One that may not be
/// looked at is left to the reading, which names the permission. Not among the refusals: a disk
/// that is missing today keeps no other tenant from being examined.
[[nodiscard]] std::optional<Error> misplaced_files(const Configuration& configuration,
                                                   const Tenant& tenant);

/// The first refusal of any tenant, saying how many more there are: for those who work with
/// the configuration and do not list what is wrong with it.
/// @error `invalid`, also a policy that cannot be loaded.
[[nodiscard]] Result<void> all_can_work(const Configuration& configuration, Library& library);

/// What is said where the environment names a proxy and the configuration does not: the
/// environment's is not used. Empty: nothing has to be said. Never the proxy's address, which
/// may hold a password.
[[nodiscard]] std::string unused_proxy(const Configuration& configuration);

/// Secrets that this machine does not have, with file:line:column: a run of the program here
/// would not see those tenants, or not reach those chats. No fault of the configuration.
[[nodiscard]] std::vector<std::string> missing_secrets(const Configuration& configuration);

/// Files with secrets that others on this machine may read: a sentence for each.
[[nodiscard]] std::vector<std::string> readable_secrets(const Configuration& configuration);

} // namespace klausur
