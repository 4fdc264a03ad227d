#include "plugin/office/visit.hpp"

#include "connectors/format/shapes.hpp"
#include "connectors/keeping.hpp"
#include "connectors/registry.hpp"
#include "policies/engine/looked_at.hpp"

namespace klausur {

HttpOptions
http_options(const Tenant& tenant, const Manifest& manifest)
{
  HttpOptions options;
  options.connect_timeout = tenant.timeouts.connect;
  options.idle_timeout = tenant.timeouts.idle;
  options.total_timeout = tenant.timeouts.total;
  options.concurrency = tenant.concurrency;
  options.ca_file = tenant.ca_file;
  options.proxy = tenant.proxy;
  options.insecure = tenant.insecure;
  options.limits = manifest.limits;
  return options;
}

void
keep_as_read(Snapshot& snapshot, const Policy& policy)
{
  const Kept kept = looked_at(policy);
  const Keeper keeper{policy.manifest, kept, ""};
  for (auto& reading : snapshot.readings) {
    keeper.keep(reading);
  }
  for (auto* text : {&snapshot.tenant, &snapshot.version, &snapshot.variant}) {
    *text = without_secrets(*text);
  }
}

Visit::Visit(const Tenant& tenant, const Policy& policy, Loop& loop, const Clock& clock,
             Redactor& redactor, std::string digest_key)
    : m_kept{looked_at(policy)}, m_keeper{policy.manifest, m_kept, std::move(digest_key)},
      m_own{redactor}, m_http{http_options(tenant, policy.manifest), m_own, loop},
      m_session{keeping(connector_for(tenant.vendor)
                            ->open({tenant, policy.manifest, m_http, clock, m_own, &m_keeper}),
                        m_keeper)}
{
  m_http.spend_at_most(tenant.budget);
}

} // namespace klausur
