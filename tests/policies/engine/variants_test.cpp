#include "policies/engine/variants.hpp"
#include "tests/policies/engine/sample.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using sample::json;

namespace {

Variant
variant(std::string id, int exposure, std::string_view setting = {},
        std::string_view expect = {})
{
  Variant made{.id = std::move(id), .when_setting = std::string{setting}};
  made.lifecycle = "supported";
  made.factors.push_back({.name = "J", .value = exposure});
  if (!expect.empty()) {
    made.when_expect = json(expect);
  }
  return made;
}

Manifest
three_plans()
{
  Manifest manifest;
  manifest.variants.push_back(variant("free", 2, "plan#/name", R"("free")"));
  manifest.variants.push_back(variant("pro", 1, "plan#/name", R"("pro")"));
  manifest.variants.push_back(variant("own", 0, "plan#/hosted", "false"));
  return manifest;
}

std::string
ids_of(const Candidates& candidates)
{
  std::string ids;
  for (const auto* each : candidates.variants) {
    ids += each->id + " ";
  }
  return ids + (candidates.is_told ? "told" : "");
}

std::string
ids_for(const Manifest& manifest, std::string_view content)
{
  return ids_of(candidates_of(manifest, sample::snapshot("plan", content)));
}

} // namespace

BOOST_AUTO_TEST_SUITE(variants_test)

BOOST_AUTO_TEST_CASE(a_variant_is_told_when_what_was_read_excludes_all_above_it)
{
  const Manifest manifest = three_plans();
  BOOST_TEST(ids_for(manifest, R"({"name":"free"})") == "free told");
  BOOST_TEST(ids_for(manifest, R"({"name":"pro"})") == "pro told");
  BOOST_TEST(ids_for(manifest, R"({"name":"x","hosted":false})") == "own told");
}

BOOST_AUTO_TEST_CASE(what_was_not_said_excludes_nothing)
{
  const Manifest manifest = three_plans();
  BOOST_TEST(ids_for(manifest, "{}") == "free pro own ");
  BOOST_TEST(ids_for(manifest, R"({"name":null,"hosted":true})") == "free pro ");
  BOOST_TEST(ids_for(manifest, R"({"hosted":false})") == "free pro own ");
  BOOST_TEST(ids_for(manifest, R"({"name":"x","hosted":true})") == "free pro own ");
}

BOOST_AUTO_TEST_CASE(a_document_that_was_not_read_excludes_nothing_whatever_the_reason)
{
  const Manifest manifest = three_plans();
  Snapshot snapshot = sample::snapshot("plan", "{}");
  for (const auto kind : {Failure::unsupported, Failure::forbidden, Failure::unreachable}) {
    snapshot.readings[0].content = fail(kind, "no");
    BOOST_TEST(ids_of(candidates_of(manifest, snapshot)) == "free pro own ");
  }
  snapshot.readings.clear();
  BOOST_TEST(ids_of(candidates_of(manifest, snapshot)) == "free pro own ");
}

BOOST_AUTO_TEST_CASE(a_missing_key_counts_only_where_the_vendor_documents_it)
{
  Manifest manifest;
  manifest.variants.push_back(variant("cloud", 2, "plan#/cloud", R"("true")"));
  manifest.variants.push_back(variant("own", 0));
  BOOST_TEST(ids_for(manifest, "{}") == "cloud own ");
  manifest.variants[0].when_absent_means = json(R"("false")");
  BOOST_TEST(ids_for(manifest, "{}") == "own told");
}

BOOST_AUTO_TEST_CASE(the_configuration_may_name_the_variant)
{
  Snapshot snapshot = sample::snapshot("plan", R"({"name":"free"})");
  snapshot.variant = "pro";
  BOOST_TEST(ids_of(candidates_of(three_plans(), snapshot)) == "pro told");
}

BOOST_AUTO_TEST_CASE(the_exposure_is_that_of_the_variant_or_goes_from_the_lowest_to_the_highest)
{
  const Manifest manifest = three_plans();
  const auto exposure = [&](std::string_view content, DpfStatus dpf) {
    return exposure_of(candidates_of(manifest, sample::snapshot("plan", content)),
                       {.dpf_status = dpf});
  };
  const Exposure told = exposure(R"({"name":"pro"})", DpfStatus::contested);
  BOOST_TEST(told.total == 1);
  BOOST_TEST(told.band == "low");
  BOOST_TEST(exposure(R"({"name":"pro"})", DpfStatus::invalid).total == 2);

  const Exposure untold = exposure("{}", DpfStatus::contested);
  BOOST_TEST(untold.variant == nullptr);
  BOOST_TEST(untold.lowest == 0);
  BOOST_TEST(untold.highest == 2);
}

BOOST_AUTO_TEST_CASE(a_control_does_not_apply_only_where_no_candidate_has_it)
{
  Manifest manifest = three_plans();
  for (const auto& [id, text] : {std::pair{"DP-1", "a"}, std::pair{"DP-2", "b"}}) {
    manifest.variants[0].not_applicable[id] = Text{text, text};
  }
  manifest.variants[1].not_applicable["DP-1"] = Text{"c", "c"};
  const auto rules = rules_of(candidates_of(
      manifest, sample::snapshot("plan", R"({"name":null,"hosted":true})"))); // free or pro
  const auto status = [&](std::string id, Status before) {
    const Control control{.id = std::move(id)};
    Finding finding{.control = &control, .status = before};
    apply_variants(finding, rules);
    return finding.status;
  };
  BOOST_TEST((status("DP-1", Status::unknown) == Status::not_applicable));
  BOOST_TEST((status("DP-2", Status::fail) == Status::unknown));
  BOOST_TEST((status("DP-2", Status::pass) == Status::pass));
  BOOST_TEST((status("DP-3", Status::fail) == Status::fail));
}

BOOST_AUTO_TEST_SUITE_END()
