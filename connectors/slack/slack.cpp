#include "connectors/slack/slack.hpp"

#include "connectors/format/json.hpp"
#include "connectors/http/rest.hpp"
#include "connectors/http/write_call.hpp"
#include "connectors/slack/dialect.hpp"
#include "connectors/slack/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace klausur {

namespace {

/// What the API's names for the plans, in rising order, are to people.
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

std::ptrdiff_t
rank_of(std::string_view plan, bool by_title)
{
  const auto found = std::ranges::find_if(
      k_plans, [&](const auto& each) { return (by_title ? each.second : each.first) == plan; });
  return found == k_plans.end() ? -1 : found - k_plans.begin();
}

/// Why `entry` is not asked for on this plan, or nothing.
std::optional<Error>
lacking(const DocumentEntry& entry, const Reading& billing)
{
  const auto plan = billing.content ? member_text(*billing.content, "plan") : "";
  const auto has = rank_of(plan, /*by_title=*/false);
  const auto needs = rank_of(entry.plan, /*by_title=*/true);
  if (has < 0 || has >= needs) {
    return std::nullopt;
  }
  return Error{Failure::unsupported,
               fmt::format("{} {}: not asked for. This needs the plan {}; the plan here is {}.",
                           entry.method, entry.path, entry.plan,
                           k_plans[static_cast<std::size_t>(has)].second),
               ""};
}

/// An organisation's token lists all its users; the members of one workspace are the way of
/// the other plans.
bool
is_covered(const DocumentEntry& entry, const Reading& billing)
{
  const auto plan = billing.content ? member_text(*billing.content, "plan") : "";
  return entry.name == "members" && (plan == "enterprise" || plan == "compliance");
}

/// The manifest without what this plan has not. Why not goes to `readings`, of which the
/// first is the plan.
Manifest
what_is_offered(const Workplace& at, std::vector<Reading>& readings)
{
  Manifest offered{.vendor = at.manifest.vendor, .title = at.manifest.title};
  offered.base_url = at.manifest.base_url;
  offered.hosts = at.manifest.hosts;
  for (const auto& entry : at.manifest.documents) {
    if (auto error = lacking(entry, readings.front())) {
      readings.push_back({entry.name, entry.method + " " + entry.path, at.clock(),
                          tl::unexpected(std::move(*error))});
    } else if (!is_covered(entry, readings.front())) {
      offered.documents.push_back(entry);
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
