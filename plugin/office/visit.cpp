#include "plugin/office/visit.hpp"

#include "connectors/registry.hpp"

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

Visit::Visit(const Tenant& tenant, const Manifest& manifest, Loop& loop, const Clock& clock,
             Redactor& redactor)
    : m_own{redactor}, m_http{http_options(tenant, manifest), m_own, loop},
      m_session{connector_for(tenant.vendor)->open({tenant, manifest, m_http, clock, m_own})}
{
  m_http.spend_at_most(tenant.budget);
}

} // namespace klausur
