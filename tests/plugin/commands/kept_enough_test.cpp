// What is kept is enough: cut down and masked, a snapshot is judged as the whole one is.

#include "connectors/model/keeper.hpp"
#include "policies/engine/examine.hpp"
#include "policies/engine/load.hpp"
#include "policies/engine/looked_at.hpp"
#include "tests/plugin/commands/fixtures.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using namespace klausur::test;

namespace {

void
compare(const TenantReport& whole, const TenantReport& cut,
        const std::filesystem::path& scenario)
{
  BOOST_TEST_REQUIRE(whole.findings.size() == cut.findings.size(), scenario);
  for (std::size_t i = 0; i < whole.findings.size(); ++i) {
    const auto& a = whole.findings[i];
    const auto& b = cut.findings[i];
    const auto place = scenario.string() + " " + std::string{a.id} + " " + a.setting.text();
    BOOST_TEST(a.id == b.id, place);
    BOOST_TEST(name_of(a.status) == name_of(b.status), place << ": " << b.why->en);
    BOOST_TEST(a.observed.has_value() == b.observed.has_value(), place);
  }
  BOOST_TEST(name_of(whole.light) == name_of(cut.light), scenario);
}

} // namespace

BOOST_AUTO_TEST_SUITE(kept_enough_test)

BOOST_AUTO_TEST_CASE(what_is_kept_is_judged_as_the_whole)
{
  const auto catalogue = load_catalogue(k_root).value();
  for (const auto& vendor : vendors_with_policies(k_root)) {
    const auto policy = load_policy(k_root, vendor, catalogue).value();
    const auto judge =
        Judge::prepare(policy, catalogue, JsonValue{rapidjson::kObjectType}).value();
    const Kept kept = looked_at(policy);
    const Keeper keeper{policy.manifest, kept, "a key"};
    for (const auto& scenario : scenarios_of(vendor)) {
      auto whole = snapshot_of(scenario);
      whole.kept = kept;
      auto cut = snapshot_of(scenario);
      keeper.keep(cut);
      compare(examine(judge, whole, {.now = whole.taken_at}),
              examine(judge, cut, {.now = cut.taken_at}), scenario);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
