// A tenant in the sandbox from reading to its light, as checklist.md section 2.6 has it.

#include "plugin/change/wanted.hpp"
#include "policies/engine/examine.hpp"
#include "policies/engine/looked_at.hpp"
#include "tests/connectors/webex/webex_tenant.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

using namespace klausur;
using namespace klausur::test;

namespace {

/// What people say of a tenant: everything is well but `against`, and they are silent about
/// `silent`.
struct Statements
{
  std::vector<std::string> against{};
  std::vector<std::string> silent{};
};

struct Rated
{
  explicit Rated(const WebexTenant& webex, const Statements& said)
      : snapshot{all_kept(webex.read())}, report{examined(attested(said))}
  {
  }

  [[nodiscard]] Light point(Point which) const { return report.points.at(which).light; }
  [[nodiscard]] const Finding& finding(std::string_view id) const
  {
    const auto found = std::ranges::find(report.findings, id, &Finding::id);
    BOOST_TEST_REQUIRE((found != report.findings.end()), id);
    return *found;
  }
  [[nodiscard]] std::vector<std::string> open() const
  {
    std::vector<std::string> ids;
    for (const auto& each : report.findings) {
      if (each.status != Status::pass && each.status != Status::not_applicable) {
        ids.push_back(fmt::format("{} {} {}", each.id, each.scope, name_of(each.status)));
      }
    }
    return ids;
  }

  [[nodiscard]] Snapshot all_kept(Snapshot read) const
  {
    read.kept = looked_at(policy);
    return read;
  }

  [[nodiscard]] ChangeSet wanted_changes() const
  {
    Conditions conditions{judge};
    return wanted(report, snapshot, judge, conditions);
  }

  [[nodiscard]] TenantReport examined(std::vector<Attestation> attestations) const
  {
    return examine(judge, snapshot,
                   {.now = snapshot.taken_at,
                    .attestations = attestations,
                    .previous_run = snapshot.taken_at - std::chrono::hours{1}});
  }

  /// An attestation for everything that only people can answer.
  [[nodiscard]] std::vector<Attestation> attested(const Statements& said) const
  {
    std::vector<Attestation> all;
    const auto bare = examined({});
    for (const auto& finding : bare.findings) {
      const bool asks = finding.check == nullptr || !finding.check->attest.empty();
      if (asks && std::ranges::find(said.silent, finding.id) == said.silent.end()) {
        all.push_back(
            {.tenant = "acme-webex",
             .check = std::string{finding.id},
             .holds = std::ranges::find(said.against, finding.id) == said.against.end(),
             .by = "DPO",
             .from = snapshot.taken_at,
             .until = snapshot.taken_at + std::chrono::days{365}});
      }
    }
    return all;
  }

  Catalogue catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
  Policy policy = load_policy(KLAUSUR_SOURCE_DIR, "webex", catalogue).value();
  Judge judge = Judge::prepare(policy, catalogue, JsonValue{rapidjson::kObjectType}).value();
  Snapshot snapshot;
  TenantReport report;
};

/// As the vendor delivers it: consent is off, everything is kept for 360 days, and what can
/// be switched on is on. The agreement was never concluded.
const Statements k_untouched{.against = {"webex.consent.explicit", "webex.retention.meetings",
                                         "webex.retention.messages",
                                         "webex.assistant.organisation",
                                         "webex.apps.integrations", "webex.templates.applied"},
                             .silent = {"DP-AVV-01"}};

} // namespace

BOOST_AUTO_TEST_SUITE(webex_lights_test)

BOOST_AUTO_TEST_CASE(a_paid_organisation_in_the_eu_is_red_untouched_and_without_its_agreement)
{
  const WebexTenant webex;

  const Rated rated{webex, k_untouched};

  BOOST_TEST(name_of(rated.report.light) == "red");
  BOOST_TEST(name_of(rated.point(Point::AVV)) == "red");
  BOOST_TEST(rated.report.exposure.total == 7);
  BOOST_TEST(rated.report.exposure.band == "medium");
  for (const auto point : {Point::CON, Point::RET, Point::PRO}) {
    BOOST_TEST(name_of(rated.point(point)) == "yellow", name_of(point));
  }
  BOOST_TEST(name_of(rated.point(Point::LIC)) == "green");
}

BOOST_AUTO_TEST_CASE(a_hardened_organisation_with_its_agreement_is_yellow_and_all_points_green)
{
  const WebexTenant webex{"hardened"};

  const Rated rated{webex, {}};

  BOOST_TEST(name_of(rated.report.light) == "yellow");
  for (const auto& [point, rating] : rated.report.points) {
    BOOST_TEST(name_of(rating.light) == "green", name_of(point));
  }
  BOOST_TEST(rated.open().empty(), fmt::format("{}", fmt::join(rated.open(), "; ")));
}

BOOST_AUTO_TEST_CASE(
    an_agreement_that_nobody_attested_is_proven_red_however_little_else_is_known)
{
  const WebexTenant webex;

  const Rated rated{webex, {.silent = {}}};
  const auto bare = rated.examined({});

  BOOST_TEST(bare.coverage < 60.0);
  BOOST_TEST(!bare.score.has_value());
  BOOST_TEST(name_of(bare.light) == "red"); // it has to be signed, and nobody says it was
  BOOST_TEST(bare.settled);
}

BOOST_AUTO_TEST_CASE(what_the_api_writes_is_hardened_by_one_plan)
{
  const WebexTenant webex;
  const Rated before{webex, k_untouched};
  const auto plan = before.wanted_changes();

  std::map<std::string, std::vector<Change>> by_document;
  for (const auto& change : plan.changes) {
    auto& list = by_document[change.setting.document.str()];
    list.push_back({.setting = change.setting.text(), .to = copy_of(*change.to)});
  }
  for (const auto& [document, changes] : by_document) {
    const auto written = write_by(&open_webex, webex.at, document, changes);
    BOOST_TEST(written.has_value(), (written ? document : written.error().what));
  }

  BOOST_TEST(plan.changes.size() > 20U);
  const Rated after{webex, k_untouched};
  const auto left = after.wanted_changes();
  BOOST_TEST(left.changes.empty());
}

BOOST_AUTO_TEST_SUITE_END()
