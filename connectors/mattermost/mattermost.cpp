#include "connectors/mattermost/mattermost.hpp"

#include "connectors/mattermost/config_write.hpp"
#include "connectors/mattermost/dialect.hpp"
#include "connectors/rest/rest_connector.hpp"

namespace klausur {

namespace {

class Mattermost final : public RestConnector<mattermost::MattermostDialect>
{
public:
  Result<void> write(const Workplace& at, std::string_view document,
                     const std::vector<Change>& changes) const override
  {
    if (document != "config") {
      return RestConnector::write(at, document, changes);
    }
    mattermost::MattermostDialect dialect{at};
    return mattermost::ConfigWrite{at, dialect}.send(changes);
  }
};

} // namespace

std::unique_ptr<Connector>
make_mattermost()
{
  return std::make_unique<Mattermost>();
}

} // namespace klausur
