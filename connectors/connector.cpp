#include "connectors/connector.hpp"

#include <fmt/format.h>

namespace klausur {

Task<Result<Account>>
TenantSession::whoami()
{
  Result<Account> nobody =
      fail(Failure::unsupported, "this vendor is not asked whose the credentials are");
  co_return nobody;
}

Result<Event>
TenantSession::verify(const Inbound&, Time) const
{
  return fail(Failure::unsupported, "this vendor tells nothing by itself that is known here");
}

std::vector<std::string>
TenantSession::documents_of(const Event&) const
{
  return {};
}

} // namespace klausur
