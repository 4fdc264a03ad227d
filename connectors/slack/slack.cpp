#include "connectors/slack/slack.hpp"

#include "connectors/format/json.hpp"
#include "connectors/http/rest.hpp"
#include "connectors/http/write_call.hpp"
#include "connectors/slack/dialect.hpp"
#include "connectors/slack/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur {

namespace {

/// What the API's names for the plans are to people and in the manifest.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> k_plans{
    {{"free", "Free"},
     {"std", "Pro"},
     {"plus", "Business+"},
     {"enterprise", "Enterprise"},
     {"compliance", "Enterprise"}}};

/// How single values are written: each has its own method.
constexpr std::array k_writes{
    WriteCall{"teams", "/*/discoverability", "team_id", "discoverability"},
    WriteCall{"channel_retention/*", "/duration_days", "channel_id", "duration_days"},
    WriteCall{"session_settings/*", "/session_settings/0/duration", "user_ids", "duration"}};

/// The plan in the manifest's words, or an empty text where nobody tells.
std::string_view
plan_in(const Reading& billing)
{
  const auto plan = billing.content ? member_text(*billing.content, "plan") : "";
  const auto found =
      std::ranges::find(k_plans, plan, [](const auto& each) { return each.first; });
  return found == k_plans.end() ? std::string_view{} : found->second;
}

/// The manifest without what this plan has not. Why not goes to `readings`, of which the
/// first is the plan; of what another document serves for on this plan nothing is said.
Manifest
what_is_offered(const Workplace& at, std::vector<Reading>& readings)
{
  const auto plan = plan_in(readings.front());
  Manifest offered{.vendor = at.manifest.vendor, .title = at.manifest.title};
  offered.base_url = at.manifest.base_url;
  offered.hosts = at.manifest.hosts;
  for (const auto& entry : at.manifest.documents) {
    if (at.manifest.is_offered(entry, plan)) {
      offered.documents.push_back(entry);
    } else if (entry.up_to.empty()) {
      readings.push_back(
          {entry.name, entry.method + " " + entry.path, at.clock(),
           fail(
               Failure::unsupported,
               fmt::format("{} {}: not asked for. This needs the plan {}; the plan here is {}.",
                           entry.method, entry.path, entry.plan, plan))});
    }
  }
  return offered;
}

class Slack final : public Connector
{
public:
  Snapshot read(const Workplace& at) const override
  {
    slack::SlackDialect dialect{at};
    RestReader reader{at, dialect};
    std::vector<Reading> already;
    already.push_back(reader.read_document("team_billing"));
    const auto offered = what_is_offered(at, already);
    if (offered.entry_of("users") != nullptr) { // Others are read for each administrator.
      already.push_back(reader.read_document("users"));
      slack::summarise(already.back());
    }
    const Workplace here{at.tenant, offered, at.http, at.clock, at.redactor};
    auto snapshot = RestReader{here, dialect}.read(std::move(already));
    for (auto& reading : snapshot.readings) {
      if (reading.document != "users") {
        slack::summarise(reading);
      }
    }
    snapshot.readings.push_back(slack::evidence_in(snapshot.readings, at.clock()));
    snapshot.seal();
    return snapshot;
  }

  Reading read_document(const Workplace& at, std::string_view document) const override
  {
    slack::SlackDialect dialect{at};
    RestReader reader{at, dialect};
    auto reading = reader.read_document(document == "evidence" ? "audit_prefs" : document);
    slack::summarise(reading);
    if (document != "evidence") {
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
    return write_calls(at, dialect, k_writes, document, changes);
  }
};

} // namespace

std::unique_ptr<Connector>
make_slack()
{
  return std::make_unique<Slack>();
}

} // namespace klausur
