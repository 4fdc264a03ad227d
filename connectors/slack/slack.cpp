#include "connectors/slack/slack.hpp"

#include "connectors/rest/rest_session.hpp"
#include "connectors/slack/audit_log.hpp"
#include "connectors/slack/dialect.hpp"

#include <algorithm>

namespace klausur {

namespace {

class SlackSession final : public RestSession<slack::SlackDialect>
{
public:
  using RestSession::RestSession;

  Task<Snapshot> read() override
  {
    auto snapshot = co_await reader().read();
    std::ranges::for_each(snapshot.readings, slack::summarise);
    snapshot.readings.push_back(slack::evidence_in(snapshot.readings, at().clock()));
    snapshot.seal();
    co_return snapshot;
  }

  Task<Reading> read_document(std::string document) override
  {
    const bool is_evidence = document == "evidence";
    if (is_evidence) {
      document = "audit_prefs";
    }
    auto reading = co_await reader().read_document(std::move(document));
    slack::summarise(reading);
    if (!is_evidence) {
      co_return reading;
    }
    std::vector<Reading> prefs;
    prefs.push_back(std::move(reading));
    co_return slack::evidence_in(prefs, at().clock());
  }
};

} // namespace

std::unique_ptr<TenantSession>
open_slack(const Workplace& at)
{
  return std::make_unique<SlackSession>(at);
}

} // namespace klausur
