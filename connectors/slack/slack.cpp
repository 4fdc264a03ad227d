#include "connectors/slack/slack.hpp"

#include "connectors/rest/rest_connector.hpp"
#include "connectors/slack/audit_log.hpp"
#include "connectors/slack/dialect.hpp"

#include <algorithm>

namespace klausur {

namespace {

class Slack final : public RestConnector<slack::SlackDialect>
{
public:
  Snapshot read(const Workplace& at) const override
  {
    auto snapshot = RestConnector::read(at);
    std::ranges::for_each(snapshot.readings, slack::summarise);
    snapshot.readings.push_back(slack::evidence_in(snapshot.readings, at.clock()));
    snapshot.seal();
    return snapshot;
  }

  Reading read_document(const Workplace& at, std::string_view document) const override
  {
    const bool is_evidence = document == "evidence";
    auto reading = RestConnector::read_document(at, is_evidence ? "audit_prefs" : document);
    slack::summarise(reading);
    if (!is_evidence) {
      return reading;
    }
    std::vector<Reading> prefs;
    prefs.push_back(std::move(reading));
    return slack::evidence_in(prefs, at.clock());
  }
};

} // namespace

std::unique_ptr<Connector>
make_slack()
{
  return std::make_unique<Slack>();
}

} // namespace klausur
