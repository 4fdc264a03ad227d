#include "connectors/slack/slack.hpp"

#include "connectors/http/rest.hpp"
#include "connectors/slack/audit_log.hpp"
#include "connectors/slack/dialect.hpp"

#include <algorithm>

namespace klausur {

namespace {

class Slack final : public Connector
{
public:
  Snapshot read(const Workplace& at) const override
  {
    slack::SlackDialect dialect{at};
    auto snapshot = RestReader{at, dialect}.read();
    std::ranges::for_each(snapshot.readings, slack::summarise);
    snapshot.readings.push_back(slack::evidence_in(snapshot.readings, at.clock()));
    snapshot.seal();
    return snapshot;
  }

  Reading read_document(const Workplace& at, std::string_view document) const override
  {
    slack::SlackDialect dialect{at};
    const bool is_evidence = document == "evidence";
    auto reading =
        RestReader{at, dialect}.read_document(is_evidence ? "audit_prefs" : document);
    slack::summarise(reading);
    if (!is_evidence) {
      return reading;
    }
    std::vector<Reading> prefs;
    prefs.push_back(std::move(reading));
    return slack::evidence_in(prefs, at.clock());
  }

  Result<void> write(const Workplace& at, std::string_view document,
                     const std::vector<Change>& changes) const override
  {
    slack::SlackDialect dialect{at};
    return RestReader{at, dialect}.write(document, changes);
  }
};

} // namespace

std::unique_ptr<Connector>
make_slack()
{
  return std::make_unique<Slack>();
}

} // namespace klausur
