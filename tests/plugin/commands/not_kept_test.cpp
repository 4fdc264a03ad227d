// What a snapshot did not keep is no silence of the tenant, whatever a missing key would mean.

#include "policies/engine/examine.hpp"
#include "policies/engine/load.hpp"
#include "policies/engine/looked_at.hpp"
#include "tests/plugin/commands/fixtures.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using namespace klausur::test;

namespace {

/// Take one value out of a snapshot, as if nobody had looked at it then.
void
forget(Snapshot& snapshot, const Address& address)
{
  for (auto& reading : snapshot.readings) {
    if (reading.document != address.document) {
      continue;
    }
    const Pointer above(address.steps.begin(), address.steps.end() - 1);
    auto& holder = const_cast<JsonValue&>(*value_at(*reading.content, above));
    if (holder.IsObject()) {
      holder.RemoveMember(address.steps.back());
    } else {
      holder.SetNull(); // A list is kept as a whole.
    }
  }
}

/// The status of one finding, or nothing where there is no such finding any more.
std::string
status_of(const TenantReport& report, const Finding& like)
{
  const auto found = std::ranges::find_if(report.findings, [&](const Finding& each) {
    return each.check == like.check && each.scope == like.scope;
  });
  return found == report.findings.end() ? std::string{} : std::string{name_of(found->status)};
}

struct Count
{
  std::size_t forgotten = 0;
  std::size_t would_pass = 0; ///< If what was not kept counted as the tenant's silence.
};

void
forget_each(const Judge& judge, const std::filesystem::path& scenario, Count& count)
{
  const auto whole = snapshot_of(scenario);
  const auto report = examine(judge, whole, {.now = whole.taken_at});
  for (const auto& finding : report.findings) {
    if (finding.status != Status::fail || !finding.observed || finding.setting.empty()) {
      continue;
    }
    auto less = snapshot_of(scenario);
    forget(less, parse_address(finding.setting.text()).value());
    const auto status = status_of(examine(judge, less, {.now = less.taken_at}), finding);
    BOOST_TEST(status != "pass", scenario << " " << finding.id << " " << finding.scope);
    ++count.forgotten;
    less.kept = looked_at(judge.policy());
    const auto as_silence = status_of(examine(judge, less, {.now = less.taken_at}), finding);
    count.would_pass += as_silence == "pass" ? 1U : 0U;
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(not_kept_test)

BOOST_AUTO_TEST_CASE(what_fails_and_was_not_kept_is_never_a_pass)
{
  const auto catalogue = load_catalogue(k_root).value();
  Count count;
  for (const auto& vendor : vendors_with_policies(k_root)) {
    const auto policy = load_policy(k_root, vendor, catalogue).value();
    const auto judge =
        Judge::prepare(policy, catalogue, JsonValue{rapidjson::kObjectType}).value();
    for (const auto& scenario : scenarios_of(vendor)) {
      forget_each(judge, scenario, count);
    }
  }
  BOOST_TEST(count.forgotten > 500U);
  BOOST_TEST(count.would_pass > 50U);
}

BOOST_AUTO_TEST_SUITE_END()
