#include "policies/engine/attested.hpp"
#include "tests/policies/engine/sample.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using sample::json;

namespace {

const Time k_now = *parse_time("2026-11-24T09:00:00Z");

/// Examines one tenant whose agreement and plan are as given.
struct Case
{
  std::string mode = "clickwrap";
  bool business_plan = true;
  std::vector<Attestation> attestations;
  std::vector<Waiver> waivers;
  Knobs knobs;
  std::optional<Time> previous_run;
  std::optional<SettledLight> last_settled;
  Time taken_at = k_now;
  std::string content;
  std::string other_mode; ///< Of a second variant that is not excluded either.
  Catalogue catalogue = sample::catalogue();
  Policy law = sample::policy(sample::check("d#/paid", "true", "DP-LIC-01"));
  std::optional<Judge> judge;
  TenantReport report;

  const Finding& examine_for(std::string_view id)
  {
    law.manifest.variants.clear();
    law.manifest.variants.push_back(sample::variant(mode, 1));
    if (!other_mode.empty()) {
      law.manifest.variants.front().when_setting = "d#/silent";
      law.manifest.variants.front().when_expect = json("true");
      law.manifest.variants.push_back(sample::variant(other_mode, 1));
    }
    judge = Judge::prepare(law, catalogue, json("{}")).value();
    const auto plan = business_plan ? R"({"paid":true})" : R"({"paid":false})";
    Snapshot snapshot = sample::snapshot("d", content.empty() ? plan : content);
    snapshot.taken_at = taken_at;
    report = examine(*judge, snapshot,
                     {.now = k_now,
                      .knobs = knobs,
                      .attestations = attestations,
                      .waivers = waivers,
                      .previous_run = previous_run,
                      .last_settled = last_settled});
    return *std::ranges::find(report.findings, id, &Finding::id);
  }
};

Attestation
attested(std::string_view check, std::string_view until)
{
  return {.tenant = "t",
          .check = std::string{check},
          .by = "DPO",
          .from = Time{},
          .until = *parse_time(until)};
}

} // namespace

BOOST_AUTO_TEST_SUITE(attested_test)

BOOST_AUTO_TEST_CASE(an_unattested_agreement_is_judged_by_how_the_vendor_concludes_it)
{
  struct Row
  {
    const char* mode;
    bool business_plan;
    Status status;
    Severity severity;
  };
  for (const auto& row :
       {Row{"incorporated", true, Status::fail, Severity::medium},
        Row{"incorporated", false, Status::fail, Severity::high},
        Row{"clickwrap", true, Status::fail, Severity::high},
        Row{"countersign", true, Status::fail, Severity::critical},
        Row{"none", true, Status::fail, Severity::critical},
        Row{"not_needed", true, Status::not_applicable, Severity::critical}}) {
    Case one{.mode = row.mode, .business_plan = row.business_plan};
    const Finding& finding = one.examine_for("DP-AVV-01");
    BOOST_TEST((finding.status == row.status), row.mode);
    BOOST_TEST((finding.severity == row.severity), row.mode);
  }
}

BOOST_AUTO_TEST_CASE(a_valid_attestation_passes_and_an_expired_one_gets_worse_with_time)
{
  Case valid{.attestations = {attested("DP-AVV-01", "2027-01-01T00:00:00Z")}};
  BOOST_TEST((valid.examine_for("DP-AVV-01").status == Status::pass));

  Case fresh{.attestations = {attested("DP-AVV-01", "2026-11-01T00:00:00Z")}};
  BOOST_TEST((fresh.examine_for("DP-AVV-01").severity == Severity::high));

  Case stale{.attestations = {attested("DP-AVV-01", "2026-10-01T00:00:00Z")}};
  BOOST_TEST((stale.examine_for("DP-AVV-01").severity == Severity::critical));
}

BOOST_AUTO_TEST_CASE(a_control_that_only_people_answer_is_unknown_until_they_do)
{
  Case silent;
  BOOST_TEST((silent.examine_for("DP-AVV-04").status == Status::unknown));

  Case denied{.attestations = {attested("DP-AVV-04", "2027-01-01T00:00:00Z")}};
  denied.attestations[0].holds = false;
  BOOST_TEST((denied.examine_for("DP-AVV-04").status == Status::fail));
}

BOOST_AUTO_TEST_CASE(
    an_invalid_adequacy_decision_makes_the_transfer_critical_and_raises_exposure)
{
  Case one{.knobs = {.dpf_status = DpfStatus::invalid}};
  const Finding& finding = one.examine_for("DP-AVV-04");
  BOOST_TEST((finding.status == Status::fail));
  BOOST_TEST((finding.severity == Severity::critical));
  BOOST_TEST(one.report.exposure.total == 2);
}

BOOST_AUTO_TEST_CASE(
    the_view_that_transmission_is_a_telecommunications_service_is_shown_and_weighs_less)
{
  Case required{.mode = "countersign"};
  BOOST_TEST((required.examine_for("DP-AVV-01").severity == Severity::critical));
  BOOST_TEST(required.examine_for("DP-AVV-01").note->empty());

  Case service{.mode = "countersign", .knobs = {.legal_view = LegalView::tk_service}};
  const Finding& finding = service.examine_for("DP-AVV-01");
  BOOST_TEST((finding.status == Status::fail));
  BOOST_TEST((finding.severity == Severity::high));
  BOOST_TEST(finding.note->en.find("stored content only") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(end_to_end_encryption_weighs_more_where_much_has_to_be_protected)
{
  for (const auto& [need, severity] : {std::pair{ProtectionNeed::normal, Severity::medium},
                                       std::pair{ProtectionNeed::high, Severity::high},
                                       std::pair{ProtectionNeed::very_high, Severity::high}}) {
    Case one{.knobs = {.protection_need = need},
             .law = sample::policy(sample::check("d#/paid", "false", "DP-ENC-03"))};
    BOOST_TEST((one.examine_for("v.check").severity == severity));
  }
}

BOOST_AUTO_TEST_CASE(a_waiver_covers_only_the_value_that_was_accepted)
{
  const auto waiver = [](std::string_view accepted, const char* approver = "DPO") {
    return Waiver{.tenant = "t",
                  .check = "v.check",
                  .accepted = json(accepted),
                  .approver = approver,
                  .until = k_now + std::chrono::hours{1}};
  };
  Case covered{.business_plan = false};
  covered.waivers.push_back(waiver("false"));
  BOOST_TEST(covered.examine_for("v.check").waived.has_value());

  Case asked_for{.business_plan = false};
  asked_for.waivers.push_back(waiver("false", ""));
  BOOST_TEST(!asked_for.examine_for("v.check").waived.has_value());

  Case other{.business_plan = false};
  other.waivers.push_back(waiver("\"trial\""));
  BOOST_TEST(!other.examine_for("v.check").waived.has_value());

  Case expired{.business_plan = false};
  expired.waivers.push_back(waiver("false"));
  expired.waivers[0].until = k_now;
  BOOST_TEST(!expired.examine_for("v.check").waived.has_value());
}

BOOST_AUTO_TEST_CASE(regular_examination_is_judged_by_the_run_before)
{
  Case first;
  BOOST_TEST((first.examine_for("DP-SET-03").status == Status::unknown));

  Case recent{.previous_run = k_now - std::chrono::days{1}};
  BOOST_TEST((recent.examine_for("DP-SET-03").status == Status::pass));

  Case late{.previous_run = k_now - std::chrono::days{30}};
  BOOST_TEST((late.examine_for("DP-SET-03").status == Status::fail));
}

BOOST_AUTO_TEST_CASE(
    the_share_of_what_passes_is_unknown_while_what_was_not_seen_could_change_it)
{
  struct Row
  {
    const char* content; // paid, b and c are expected to be true
    Status status;
  };
  for (const auto& row : {Row{R"({"paid":true,"b":true,"c":true})", Status::pass},
                          Row{R"({"paid":true,"b":true})", Status::unknown},
                          Row{R"({"paid":true,"b":false})", Status::fail},
                          Row{R"({"b":false})", Status::fail}, Row{"{}", Status::unknown}}) {
    Case one;
    one.law.checks.push_back(sample::check("d#/b", "true", "DP-CON-02"));
    one.law.checks.push_back(sample::check("d#/c", "true", "DP-CON-03"));
    one.content = row.content;
    BOOST_TEST((one.examine_for("DP-SET-02").status == row.status), row.content);
  }
}

BOOST_AUTO_TEST_CASE(an_agreement_hangs_on_the_variant_where_that_could_not_be_told)
{
  const auto with = [](std::string mode, std::string other) {
    Case one{.mode = std::move(mode)};
    one.other_mode = std::move(other);
    const Finding& finding = one.examine_for("DP-AVV-01");
    return std::pair{finding.status, finding.severity};
  };
  BOOST_TEST(
      (with("countersign", "not_needed") == std::pair{Status::unknown, Severity::critical}));
  BOOST_TEST(
      (with("clickwrap", "countersign") == std::pair{Status::unknown, Severity::critical}));
  BOOST_TEST((with("countersign", "none") == std::pair{Status::fail, Severity::critical}));
  BOOST_TEST((with("clickwrap", "clickwrap") == std::pair{Status::fail, Severity::high}));
}

BOOST_AUTO_TEST_CASE(the_last_settled_light_stands_beside_a_grey_one_only)
{
  const SettledLight before{Light::green, k_now - std::chrono::days{3}};
  Case grey{.last_settled = before, .content = "{}"};
  grey.examine_for("DP-AVV-04");
  BOOST_TEST_REQUIRE((grey.report.light == Light::grey));
  BOOST_TEST_REQUIRE(grey.report.last_settled.has_value());
  BOOST_TEST((grey.report.last_settled->light == Light::green));

  Case red{.mode = "countersign", .last_settled = before};
  red.examine_for("DP-AVV-04");
  BOOST_TEST((red.report.light == Light::red));
  BOOST_TEST(!red.report.last_settled.has_value());
}

BOOST_AUTO_TEST_CASE(a_snapshot_that_is_too_old_is_not_rated_and_moves_no_share)
{
  Case old{.taken_at = k_now - std::chrono::days{8}};
  BOOST_TEST((old.examine_for("DP-SET-02").status == Status::unknown));
  BOOST_TEST((old.report.light == Light::grey));
  BOOST_TEST(old.report.reason.en.find("2026-11-16") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
