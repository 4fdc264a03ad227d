#include "connectors/trello/trello.hpp"

#include "connectors/rest/rest_connector.hpp"
#include "connectors/trello/dialect.hpp"

namespace klausur {

std::unique_ptr<Connector>
make_trello()
{
  return std::make_unique<RestConnector<trello::TrelloDialect>>();
}

} // namespace klausur
