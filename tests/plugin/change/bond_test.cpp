#include "plugin/change/bond.hpp"
#include "tests/plugin/change/bench.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using namespace klausur::test;

namespace {

Bond
bond()
{
  return {.tenant = "t",
          .vendor = "v",
          .identity = {"v 1", true},
          .basis = "sha256:1",
          .run = {},
          .nonce = "n",
          .made_at = k_now,
          .ends_at = k_now + k_plan_life};
}

} // namespace

BOOST_AUTO_TEST_SUITE(bond_test)

BOOST_AUTO_TEST_CASE(a_plan_is_good_for_one_account_one_set_of_policies_one_day_and_one_use)
{
  BOOST_TEST(!refusal(bond(), bond(), "").has_value());

  Bond now = bond();
  now.identity.account = "v 2";
  BOOST_TEST(refusal(bond(), now, "")->find("another account (v 1)") != std::string::npos);
  now = bond();
  now.basis = "sha256:2";
  BOOST_TEST(refusal(bond(), now, "")->find("other policies") != std::string::npos);
  now = bond();
  now.made_at += k_plan_life;
  BOOST_TEST(refusal(bond(), now, "")->find("expired") != std::string::npos);
  BOOST_TEST(refusal(bond(), bond(), "run-7")->find("used already, in run run-7") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_identity_by_address_does_not_hang_on_the_tenants_name)
{
  Tenant tenant{.name = "a", .vendor = "v", .base_url = "https://a"};
  tenant.auth = {{"organization", "acme"}, {"token", "env:TOKEN"}};
  const auto first = identity_by_address(tenant, {});
  tenant.name = "b";
  tenant.auth["token"] = "env:OTHER";
  BOOST_TEST((identity_by_address(tenant, {}) == first));
  tenant.auth["organization"] = "other";
  BOOST_TEST((identity_by_address(tenant, {}) != first));
}

BOOST_AUTO_TEST_CASE(parameters_and_waivers_of_the_tenant_are_part_of_the_basis)
{
  const Bench bench;
  Waiver waiver{.id = "1", .tenant = "t", .check = "c"};
  const auto of = [&](std::string_view parameters, std::span<const Waiver> waivers) {
    return basis_of(bench.law, bench.catalogue, sample::json(parameters), "t", waivers);
  };
  const auto bare = of("{}", {});
  BOOST_TEST(of("{}", {}) == bare);
  BOOST_TEST(of(R"({"days":1})", {}) != bare);
  BOOST_TEST(of("{}", std::span{&waiver, 1}) != bare);
  waiver.tenant = "other";
  BOOST_TEST(of("{}", std::span{&waiver, 1}) == bare);
}

BOOST_AUTO_TEST_CASE(a_change_that_does_not_follow_is_named)
{
  const std::vector<PlannedChange> anew{change("a#/x", "1", "2"), change("a#/y", "1", "2")};
  BOOST_TEST(baseless({change("a#/x", "1", "2")}, anew).empty());
  for (const auto& forged : {change("a#/z", "1", "2"), change("a#/x", "1", "3"),
                             change("a#/x", "0", "2"), change("a#/x", "", "2")}) {
    BOOST_TEST(baseless({forged}, anew).size() == 1U);
  }
}

BOOST_AUTO_TEST_SUITE_END()
