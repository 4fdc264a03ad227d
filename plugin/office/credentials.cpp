#include "plugin/office/credentials.hpp"

#include <fmt/format.h>

namespace klausur {

Tenant
as_writer(const Tenant& tenant)
{
  return {.name = tenant.name,
          .vendor = tenant.vendor,
          .variant = tenant.variant,
          .base_url = tenant.base_url,
          .hosts = tenant.hosts,
          .auth = tenant.write_auth,
          .write_auth = tenant.write_auth,
          .files = tenant.files,
          .url = tenant.url,
          .parameters = copy_of(tenant.parameters),
          .parameter_places = tenant.parameter_places,
          .every = tenant.every,
          .ca_file = tenant.ca_file,
          .proxy = tenant.proxy,
          .insecure = tenant.insecure,
          .budget = tenant.budget,
          .concurrency = tenant.concurrency,
          .timeouts = tenant.timeouts,
          .four_eyes = tenant.four_eyes,
          .legal_holds = tenant.legal_holds};
}

bool
has_two_credentials(const Tenant& tenant)
{
  return !tenant.write_auth.empty() && tenant.write_auth != tenant.auth;
}

Result<void>
can_be_written(const Tenant& tenant, const Manifest& manifest)
{
  if (!tenant.write_auth.empty() || manifest.auth.ways.empty()) {
    return {};
  }
  return fail(
      Failure::invalid,
      fmt::format("{0}: nothing can be written, for write_auth: in the tenant's entry is "
                  "empty; it takes the names that stand under auth:, of a credential "
                  "that may write; klausur manifest {1} --write lists what it has to be "
                  "allowed",
                  tenant.name, tenant.vendor));
}

} // namespace klausur
