#include "connectors/format/json.hpp"
#include "connectors/trello/plan.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace klausur;
using klausur::trello::plan_of;

namespace {

std::string
plan(std::string_view workspace)
{
  return std::string{plan_of(parse_json(workspace).value())};
}

} // namespace

BOOST_AUTO_TEST_SUITE(plan_test)

BOOST_AUTO_TEST_CASE(the_greatest_plan_that_a_feature_stands_for_is_the_plan)
{
  for (const auto& [features, expected] : std::vector<std::pair<std::string, std::string>>{
           {R"(["isStandard"])", "standard"},
           {R"(["isPremium"])", "premium"},
           {R"(["isStandard","isPremium"])", "premium"},
           {R"(["isBc","superAdmins"])", "premium"}, // As Business Class was called.
           {R"(["restrictVis"])", "premium"},
           {R"(["isPremium","isEnterprise"])", "enterprise"},
           {R"(["enterpriseUI"])", "enterprise"},
           {R"(["somethingNew","isStandard"])", "standard"}}) {
    BOOST_TEST(plan(R"({"premiumFeatures":)" + features + "}") == expected, features);
  }
}

BOOST_AUTO_TEST_CASE(a_paid_feature_wins_over_what_was_once_sold)
{
  BOOST_TEST(plan(R"({"premiumFeatures":["isEnterprise"],"offering":"trello.free"})") ==
             "enterprise");
}

BOOST_AUTO_TEST_CASE(without_a_paid_feature_the_offering_decides)
{
  for (const auto& [offering, expected] : std::vector<std::pair<std::string, std::string>>{
           {"trello.free", "free"},
           {"trello.personal_standard", "standard"},
           {"trello.business_class", "premium"},
           {"trello.enterprise_without_sso", "enterprise"}}) {
    for (const auto* features : {"[]", R"(["somethingNew"])", R"(["inviteOrg"])", "null"}) {
      BOOST_TEST(plan(R"({"premiumFeatures":)" + std::string{features} + R"(,"offering":")" +
                      offering + "\"}") == expected,
                 offering << " with " << features);
    }
  }
}

BOOST_AUTO_TEST_CASE(silence_and_what_nobody_foresaw_are_no_plan_and_above_all_not_the_free_one)
{
  for (const auto* workspace :
       {"{}", R"({"premiumFeatures":[]})", R"({"premiumFeatures":null})",
        R"({"premiumFeatures":"isPremium"})", R"({"premiumFeatures":["somethingNew"]})",
        R"({"premiumFeatures":["inviteOrg","somethingNew"]})", R"({"premiumFeatures":[7]})",
        R"({"premiumFeatures":[],"offering":"trello.platinum"})",
        R"({"premiumFeatures":[],"offering":""})", R"({"offering":7})"}) {
    BOOST_TEST(plan(workspace) == "", workspace);
  }
}

BOOST_AUTO_TEST_CASE(features_that_every_workspace_has_are_those_of_the_free_plan)
{
  BOOST_TEST(plan(R"({"premiumFeatures":["inviteOrg","butler"]})") == "free");
}

BOOST_AUTO_TEST_SUITE_END()
