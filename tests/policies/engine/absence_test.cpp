#include "policies/engine/absence.hpp"
#include "policies/engine/examine.hpp"
#include "tests/policies/engine/sample.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using sample::json;

namespace {

/// A policy of one check on a document beside the mandatory one, examined.
struct Case
{
  Catalogue catalogue = sample::catalogue();
  Policy law = sample::policy(sample::check("extra#/on", "true"));
  Snapshot snapshot = sample::snapshot("config", "{}");
  std::optional<Judge> judge;
  TenantReport report;

  Case()
  {
    law.manifest.mandatory = {"config"};
    law.manifest.variants.push_back(sample::variant("not_needed"));
    law.manifest.variants[0].not_applicable["DP-AVV-04"] = Text{"No.", "Nein."};
    for (const char* name : {"config", "extra", "extra/*"}) {
      DocumentEntry entry;
      entry.name = name;
      law.manifest.documents.push_back(std::move(entry));
    }
  }
  void read(std::string document, Result<Json> content)
  {
    snapshot.readings.push_back(
        {std::move(document), "GET /x", snapshot.taken_at, std::move(content)});
  }
  void lose_config() { snapshot.readings[0].content = fail(Failure::unexpected, "404"); }

  const Finding& examine_for(std::string_view id)
  {
    judge = Judge::prepare(law, catalogue, json("{}")).value();
    snapshot.seal();
    report = examine(*judge, snapshot, {.now = snapshot.taken_at});
    return *std::ranges::find(report.findings, id, &Finding::id);
  }
};

} // namespace

BOOST_AUTO_TEST_SUITE(absence_test)

BOOST_AUTO_TEST_CASE(a_vendor_who_lacks_something_is_believed_when_what_must_be_read_was)
{
  Case one;
  one.read("extra", fail(Failure::unsupported, "404"));
  BOOST_TEST((one.examine_for("v.check").status == Status::not_applicable));
  BOOST_TEST(one.report.gaps.empty());
}

BOOST_AUTO_TEST_CASE(where_everything_answers_the_same_nothing_is_absent)
{
  Case one;
  one.lose_config();
  one.read("extra", fail(Failure::unsupported, "404"));
  const Finding& finding = one.examine_for("v.check");
  BOOST_TEST((finding.status == Status::unknown));
  BOOST_TEST(finding.why->en.find("not read: config") != std::string::npos);
  BOOST_TEST(one.report.gaps.size() == 2U); // both are said to be missing
  BOOST_TEST((one.report.light == Light::grey));
}

BOOST_AUTO_TEST_CASE(
    a_condition_on_what_is_said_not_to_exist_is_unmet_only_when_that_is_believed)
{
  for (const bool lost : {false, true}) {
    Case one;
    one.law.checks[0].when.push_back(
        {.setting = sample::address("feature#/on"), .expect = json("true")});
    one.read("extra", json(R"({"on":false})"));
    one.read("feature", fail(Failure::unsupported, "501"));
    if (lost) {
      one.lose_config();
    }
    BOOST_TEST((one.examine_for("v.check").status ==
                (lost ? Status::unknown : Status::not_applicable)));
  }
}

BOOST_AUTO_TEST_CASE(what_no_variant_has_counts_only_when_the_tenant_was_seen_at_all)
{
  Case one;
  BOOST_TEST((one.examine_for("DP-AVV-04").status == Status::not_applicable));
  BOOST_TEST((one.examine_for("DP-AVV-01").status == Status::not_applicable));
  one.lose_config();
  BOOST_TEST((one.examine_for("DP-AVV-04").status == Status::unknown));
  BOOST_TEST((one.examine_for("DP-AVV-01").status == Status::unknown));
}

BOOST_AUTO_TEST_CASE(a_blind_run_shows_no_green_point_and_no_score)
{
  Case one;
  one.lose_config();
  one.read("extra", fail(Failure::unauthorised, "401"));
  one.examine_for("v.check");
  for (const auto& [point, light] : one.report.points) { // the sample has controls in three
    const bool has_none = point != Point::CON && point != Point::AVV && point != Point::SET;
    BOOST_TEST((has_none || light.light != Light::green), name_of(point));
  }
  BOOST_TEST(!one.report.score.has_value());
}

BOOST_AUTO_TEST_CASE(a_blind_run_is_no_review)
{
  Case one;
  one.read("extra", json(R"({"on":true})"));
  BOOST_TEST((one.examine_for("DP-SET-02").status == Status::pass));
  one.lose_config();
  BOOST_TEST((one.examine_for("DP-SET-02").status == Status::unknown));
}

BOOST_AUTO_TEST_CASE(a_document_that_nobody_asked_for_is_a_gap_when_it_must_be_read)
{
  Case one;
  one.snapshot.readings.clear();
  one.examine_for("v.check");
  BOOST_TEST_REQUIRE(one.report.gaps.size() == 1U);
  BOOST_TEST(one.report.gaps[0].document == "config");
}

BOOST_AUTO_TEST_CASE(members_are_none_only_where_the_list_says_so)
{
  struct Row
  {
    const char* list;
    Status status;
  };
  for (const auto& row :
       {Row{R"({"ids":[]})", Status::not_applicable},
        Row{R"({"ids":[null]})", Status::unknown}, // a member that nobody can look at
        Row{R"({"ids":[""]})", Status::unknown},
        Row{R"({"ids":["a"]})", Status::unknown}, // listed and not looked at
        Row{R"({})", Status::unknown}, Row{R"({"ids":7})", Status::unknown}}) {
    Case one;
    one.law.checks[0].setting = sample::address("extra/*#/on");
    std::erase_if(one.law.manifest.documents,
                  [](const auto& each) { return each.name == "extra"; });
    one.law.manifest.documents.back().read.each = sample::address("config#/ids/*");
    one.snapshot.readings[0].content = json(row.list);
    BOOST_TEST((one.examine_for("v.check").status == row.status), row.list);
  }
}

BOOST_AUTO_TEST_CASE(a_single_name_that_is_null_says_none_and_one_that_is_missing_says_nothing)
{
  for (const auto& [list, status] : {std::pair{R"({"id":null})", Status::not_applicable},
                                     std::pair{"{}", Status::unknown}}) {
    Case one;
    one.law.checks[0].setting = sample::address("extra/*#/on");
    one.law.manifest.documents.back().read.each = sample::address("config#/id");
    one.snapshot.readings[0].content = json(list);
    BOOST_TEST((one.examine_for("v.check").status == status), list);
  }
}

BOOST_AUTO_TEST_SUITE_END()
