#include "connectors/trello/trello.hpp"

#include "connectors/rest/rest_session.hpp"
#include "connectors/trello/dialect.hpp"

namespace klausur {

std::unique_ptr<TenantSession>
open_trello(const Workplace& at)
{
  return std::make_unique<RestSession<trello::TrelloDialect>>(at);
}

} // namespace klausur
