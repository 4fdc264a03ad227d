#include "tests/policies/engine/sample.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace klausur;
using sample::json;

namespace {

const Time k_now = *parse_time("2026-11-24T09:00:00Z");

/// A retention rule that the DPO attests, beside what was counted in each site.
struct Attested
{
  Attested()
  {
    Check check;
    check.id = "v.retention";
    check.control = "DP-CON-03";
    check.attest = {"Console > Retention", "Konsole > Aufbewahrung"};
    check.confirm.push_back({sample::address("recordings/*#/oldest_days"),
                             json(R"({"type":["integer","null"],"maximum":"$days"})"),
                             std::nullopt});
    law = sample::policy(std::move(check));
    snapshot.tenant = "t";
    snapshot.vendor = "v";
    snapshot.taken_at = k_now;
  }

  Attested& add(const char* site, Result<Json> content)
  {
    snapshot.readings.push_back({site, "GET /x", k_now, std::move(content)});
    snapshot.seal();
    return *this;
  }

  const Finding& outcome()
  {
    judge = Judge::prepare(law, catalogue, json("{}")).value();
    const std::vector<Attestation> said{{.tenant = "t",
                                         .check = "v.retention",
                                         .by = "DPO",
                                         .from = Time{},
                                         .until = k_now + std::chrono::days{1}}};
    report = examine(*judge, snapshot, {.now = k_now, .attestations = said});
    return *std::ranges::find(report.findings, "v.retention", &Finding::id);
  }

  Catalogue catalogue = sample::catalogue();
  Policy law;
  Snapshot snapshot;
  std::optional<Judge> judge;
  TenantReport report;
};

Result<Json>
oldest(const char* days)
{
  return json(std::string{R"({"oldest_days":)"} + days + "}");
}

} // namespace

BOOST_AUTO_TEST_SUITE(confirmed_test)

BOOST_AUTO_TEST_CASE(an_attestation_stands_where_all_that_was_counted_agrees)
{
  Attested attested;
  attested.add("recordings/a", oldest("30")).add("recordings/b", oldest("null"));
  attested.add("recordings/c", fail(Failure::unsupported, "no recordings on this plan"));

  BOOST_TEST((attested.outcome().status == Status::pass));
  BOOST_TEST(attested.outcome().why->en.starts_with("Attested by DPO"));
}

BOOST_AUTO_TEST_CASE(one_place_that_shows_otherwise_contradicts_it_and_is_shown)
{
  Attested attested;
  attested.add("recordings/a", oldest("30")).add("recordings/b", oldest("31"));
  attested.add("recordings/c", fail(Failure::forbidden, "no", "recordings:read"));

  const auto& finding = attested.outcome();

  BOOST_TEST((finding.status == Status::fail));
  BOOST_TEST(to_text(*finding.observed) == "31");
  BOOST_TEST(finding.why->en.ends_with("recordings/b#/oldest_days is 31."), finding.why->en);
  BOOST_TEST(finding.why->de.find("Der Bestand zeigt das Gegenteil") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_could_not_be_counted_leaves_it_unknown_and_names_the_scope)
{
  Attested forbidden;
  forbidden.add("recordings/a", oldest("3"));
  forbidden.add("recordings/b", fail(Failure::forbidden, "no", "recordings:read"));
  Attested silent;
  silent.add("recordings/a", json("{}"));
  Attested never_read;

  BOOST_TEST((forbidden.outcome().status == Status::unknown));
  BOOST_TEST(forbidden.outcome().missing_scope == "recordings:read");
  BOOST_TEST((silent.outcome().status == Status::unknown));
  BOOST_TEST((never_read.outcome().status == Status::unknown));
}

BOOST_AUTO_TEST_SUITE_END()
