#include "policies/engine/evidence.hpp"

#include <boost/test/unit_test.hpp>

#include <deque>

using namespace klausur;

namespace {

/// A tenant of which little was seen, with controls of one severity.
struct Case
{
  std::deque<Control> controls;
  std::deque<Check> checks;
  TenantReport report;
  Variant variant{.id = "x", .lifecycle = "supported"};

  Case() { report.exposure = {.variant = &variant, .total = 1, .band = "low"}; }

  Control& control(Severity severity = Severity::high)
  {
    controls.push_back({.id = "DP-" + std::to_string(controls.size()), .severity = severity});
    return controls.back();
  }
  Finding& finding(Status status, Severity severity = Severity::high)
  {
    Control& of = control(severity);
    report.findings.push_back(
        {.control = &of, .id = of.id, .severity = severity, .status = status});
    return report.findings.back();
  }
  /// One that a setting of the document answers.
  Finding& setting(std::string document, Severity severity = Severity::high)
  {
    Finding& made = finding(Status::unknown, severity);
    checks.push_back({.id = "v.check", .control = made.control->id});
    checks.back().setting = {document, {"a"}};
    made.check = &checks.back();
    made.setting = {SharedText{std::move(document)}, SharedText{"#/a"}};
    return made;
  }
  const TenantReport& rated()
  {
    rate(report, {});
    return report;
  }
};

} // namespace

BOOST_AUTO_TEST_SUITE(evidence_test)

BOOST_AUTO_TEST_CASE(attestations_are_named_until_enough_is_covered_and_the_heaviest_first)
{
  Case one;
  one.finding(Status::pass);
  one.finding(Status::unknown).severity = Severity::low;
  one.controls.back().automation.attest = true;
  one.controls.back().severity = Severity::low;
  for (int i = 0; i < 2; ++i) {
    one.finding(Status::unknown, Severity::critical);
    one.controls.back().automation.attest = true;
  }
  // 5 of 26 are seen; both critical ones make 25 of 26, one of them 15 of 26.
  const TenantReport& report = one.rated();

  BOOST_TEST((report.light == Light::grey));
  BOOST_TEST_REQUIRE(report.moves.size() == 2U);
  BOOST_TEST(report.moves[0].en.starts_with("Attest DP-2"));
  BOOST_TEST(report.moves[1].de.starts_with("Bestätigen Sie DP-3"));
  BOOST_TEST(report.outlook.en ==
             "2 steps to a rating: the attestation of DP-2, the attestation of DP-3.");
}

BOOST_AUTO_TEST_CASE(one_permission_is_one_step_however_many_findings_it_brings)
{
  Case one;
  one.finding(Status::pass);
  for (int i = 0; i < 4; ++i) {
    one.setting("settings").missing_scope = SharedText{"settings:read"};
  }
  const TenantReport& report = one.rated();
  BOOST_TEST_REQUIRE(report.moves.size() == 1U);
  BOOST_TEST(report.moves[0].en == "Grant the permission settings:read");
}

BOOST_AUTO_TEST_CASE(dead_credentials_are_one_step_for_all_documents)
{
  Case one;
  for (const char* document : {"a", "b", "c"}) {
    one.setting(document);
    one.report.gaps.push_back({document, std::string{"GET /"} + document + ": answered 401.",
                               "", Failure::unauthorised});
  }
  one.report.unread = {"a"};
  const TenantReport& report = one.rated();
  BOOST_TEST_REQUIRE(report.moves.size() == 1U);
  BOOST_TEST(report.moves[0].en == "Renew the credentials: GET /a: answered 401.");
  BOOST_TEST(report.outlook.de == "1 Schritt bis zur Bewertung: neue Zugangsdaten.");
}

BOOST_AUTO_TEST_CASE(a_mandatory_document_comes_first_even_when_enough_is_covered)
{
  Case one;
  one.finding(Status::pass);
  one.report.unread = {"config"};
  one.report.gaps.push_back({"config", "answered 404.", "", Failure::unexpected});
  const TenantReport& report = one.rated();
  BOOST_TEST_REQUIRE(report.moves.size() == 1U);
  BOOST_TEST(report.moves[0].en == "Make config readable: answered 404.");
}

BOOST_AUTO_TEST_CASE(a_condition_or_a_confirmation_that_was_not_read_is_a_step)
{
  Case one;
  one.finding(Status::pass, Severity::low);
  one.setting("settings");
  one.checks.back().when.push_back({.setting = {"plan", {"name"}}, .expect = {}});
  one.report.gaps.push_back({"plan", "no answer.", "", Failure::unreachable});
  const TenantReport& report = one.rated();
  BOOST_TEST_REQUIRE(report.moves.size() == 1U);
  BOOST_TEST(report.moves[0].en == "Make the vendor reachable: no answer.");
}

BOOST_AUTO_TEST_CASE(what_the_vendor_does_not_tell_is_no_step)
{
  Case one;
  one.finding(Status::pass);
  one.setting("settings");
  one.setting("settings");
  BOOST_TEST(one.rated().moves.empty());
  BOOST_TEST(one.report.outlook.en.starts_with("No permission"));

  Case part;
  part.finding(Status::pass, Severity::low);
  part.setting("settings", Severity::critical);
  part.setting("other").missing_scope = SharedText{"other:read"};
  BOOST_TEST(part.rated().outlook.en ==
             "1 step towards a rating, not yet enough: the permission other:read.");
}

BOOST_AUTO_TEST_CASE(an_old_reading_asks_for_a_new_one)
{
  Case one;
  one.finding(Status::pass);
  one.report.is_too_old = true;
  BOOST_TEST(one.rated().outlook.en == "1 step to a rating: a new examination.");
}

BOOST_AUTO_TEST_SUITE_END()
