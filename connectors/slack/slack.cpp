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

/// Documents that are read here, in this order, and then cut down.
constexpr std::array k_read_here{"external_teams", "teams",       "conversations",
                                 "approved_apps",  "users",       "members",
                                 "public_files",   "audit_prefs", "audit_huddles"};

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

class Slack final : public Connector
{
public:
  Snapshot read(const Workplace& at) const override
  {
    slack::SlackDialect dialect{at};
    RestReader reader{at, dialect};
    std::vector<Reading> already;
    already.push_back(reader.read_document("team_billing"));
    Manifest offered{.vendor = at.manifest.vendor, .title = at.manifest.title};
    offered.base_url = at.manifest.base_url;
    offered.hosts = at.manifest.hosts;
    offered.documents = at.manifest.documents;
    std::erase_if(offered.documents, [&](const DocumentEntry& entry) {
      auto error = lacking(entry, already.front());
      const bool lacks = error.has_value();
      if (lacks) {
        already.push_back({entry.name, entry.method + " " + entry.path, at.clock(),
                           tl::unexpected(std::move(*error))});
      }
      return lacks;
    });
    for (const auto* name : k_read_here) {
      if (offered.entry_of(name) != nullptr) {
        already.push_back(reader.read_document(name));
        slack::summarise(already.back());
      }
    }
    already.push_back(slack::evidence_in(already, at.clock()));
    const Workplace here{at.tenant, offered, at.http, at.clock, at.redactor};
    return RestReader{here, dialect}.read(std::move(already));
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
