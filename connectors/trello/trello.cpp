#include "connectors/trello/trello.hpp"

#include "connectors/http/rest.hpp"
#include "connectors/trello/dialect.hpp"

namespace klausur {

namespace {

class Trello final : public Connector
{
public:
  Snapshot read(const Workplace& at) const override
  {
    trello::TrelloDialect dialect{at};
    return RestReader{at, dialect}.read();
  }

  Reading read_document(const Workplace& at, std::string_view document) const override
  {
    trello::TrelloDialect dialect{at};
    return RestReader{at, dialect}.read_document(document);
  }

  Result<void> write(const Workplace& at, std::string_view document,
                     const std::vector<Change>& changes) const override
  {
    trello::TrelloDialect dialect{at};
    return RestReader{at, dialect}.write(document, changes);
  }
};

} // namespace

std::unique_ptr<Connector>
make_trello()
{
  return std::make_unique<Trello>();
}

} // namespace klausur
