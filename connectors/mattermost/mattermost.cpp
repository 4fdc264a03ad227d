#include "connectors/mattermost/mattermost.hpp"

#include "connectors/mattermost/config_write.hpp"
#include "connectors/mattermost/dialect.hpp"
#include "connectors/mattermost/plugins.hpp"
#include "connectors/rest/rest_session.hpp"

namespace klausur {

namespace {

class MattermostSession final : public RestSession<mattermost::MattermostDialect>
{
public:
  using RestSession::RestSession;

  Task<Snapshot> read() override
  {
    auto snapshot = co_await reader().read();
    mattermost::doubt_missing(snapshot, at().manifest);
    co_return snapshot;
  }

  Task<Result<void>> write(std::string document, const std::vector<Change>& changes) override
  {
    if (document != "config") {
      co_return co_await reader().write(std::move(document), changes);
    }
    mattermost::ConfigWrite config{at(), dialect()};
    co_return co_await config.send(changes);
  }
};

} // namespace

std::unique_ptr<TenantSession>
open_mattermost(const Workplace& at)
{
  return std::make_unique<MattermostSession>(at);
}

} // namespace klausur
