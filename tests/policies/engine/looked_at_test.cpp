#include "policies/engine/looked_at.hpp"
#include "tests/policies/engine/sample.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using sample::address;
using sample::check;
using sample::json;

namespace {

std::string
kept_text(const Policy& policy)
{
  return to_text(looked_at(policy).to_json());
}

} // namespace

BOOST_AUTO_TEST_SUITE(looked_at_test)

BOOST_AUTO_TEST_CASE(a_check_looks_at_its_setting_conditions_confirmation_and_lock)
{
  Check one = check("d/*#/a", "true");
  one.when.push_back({address("d/*#/b"), json("true"), std::nullopt});
  one.confirm.push_back({address("e#/c"), json("1"), std::nullopt});
  one.remedy.lock = address("locks#/a");
  BOOST_TEST(kept_text(sample::policy(std::move(one))) ==
             R"({"addresses":{"d/*":["/a","/b"],"e":["/c"],"locks":["/a"]}})");
}

BOOST_AUTO_TEST_CASE(what_people_attest_is_looked_at_nowhere)
{
  Check one;
  one.attest.en = "Console > Privacy";
  BOOST_TEST(kept_text(sample::policy(std::move(one))) == R"({"addresses":{}})");
}

BOOST_AUTO_TEST_CASE(of_an_object_only_what_the_expectation_names_is_looked_at)
{
  BOOST_TEST(kept_text(sample::policy(check("d#/list", R"({"type":"array","not":{"items":
      {"not":{"required":["kind"],"properties":{"size":{"enum":["big"]}}}}}})"))) ==
             R"({"addresses":{"d":["/list","/list/*","/list/*/kind","/list/*/size"]},)"
             R"("plain":["big"]})");
  BOOST_TEST(kept_text(sample::policy(check("d#", R"({"type":"object","maxProperties":0})"))) ==
             R"({"addresses":{"d":["","/*"]}})");
  BOOST_TEST(kept_text(sample::policy(check("d#/a", R"(["x"])"))) ==
             R"({"addresses":{"d":["/a"]},"plain":["x"]})");
}

BOOST_AUTO_TEST_CASE(the_manifest_looks_at_version_plan_variants_and_where_it_may_write)
{
  Policy policy{.vendor = "v"};
  policy.manifest.version = "about#/version";
  policy.manifest.plan_at.setting = "billing#/plan";
  policy.manifest.variants.push_back(
      {.id = "x", .when_setting = "kind#/of", .when_expect = json(R"({"required":["size"]})")});
  policy.manifest.documents.push_back(
      {.name = "site/*", .write = {.where = address("sites#/*/default")}});
  BOOST_TEST(kept_text(policy) == R"({"addresses":{"about":["/version"],"billing":["/plan"],)"
                                  R"("kind":["/of","/of/size"],"sites":["/*/default"]}})");
}

BOOST_AUTO_TEST_SUITE_END()
