#include "connectors/mattermost/mattermost.hpp"

#include "connectors/http/rest.hpp"
#include "connectors/mattermost/config_write.hpp"
#include "connectors/mattermost/dialect.hpp"

namespace klausur {

namespace {

class Mattermost final : public Connector
{
public:
  Snapshot read(const Workplace& at) const override
  {
    mattermost::MattermostDialect dialect{at};
    return RestReader{at, dialect}.read();
  }

  Reading read_document(const Workplace& at, std::string_view document) const override
  {
    mattermost::MattermostDialect dialect{at};
    return RestReader{at, dialect}.read_document(document);
  }

  Result<void> write(const Workplace& at, std::string_view document,
                     const std::vector<Change>& changes) const override
  {
    mattermost::MattermostDialect dialect{at};
    if (document == "config") {
      return mattermost::ConfigWrite{at, dialect}.send(changes);
    }
    return RestReader{at, dialect}.write(document, changes);
  }
};

} // namespace

std::unique_ptr<Connector>
make_mattermost()
{
  return std::make_unique<Mattermost>();
}

} // namespace klausur
