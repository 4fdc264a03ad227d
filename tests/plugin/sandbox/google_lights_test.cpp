// The lights of the method's worked examples (late 2026): a Workspace as it comes, AI off and
// on, and one with everything in its power.

#include "policies/engine/examine.hpp"
#include "tests/plugin/sandbox/lights.hpp"
#include "tests/plugin/sandbox/tenant.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

using namespace klausur;
using namespace klausur::test;

namespace {

struct Example
{
  const char* variant;
  const char* points; ///< ENC LIC CON RET PRO AVV EUR.
  Light light;
};

std::ostream&
operator<<(std::ostream& out, const Example& each)
{
  return out << each.variant;
}

const Example k_examples[] = {
    // PRO is yellow where the worked example has green, and four yellow points are red: apps
    // are
    // not limited (google.apps.marketplace, whose default is documented, .chat-apps, .webhooks:
    // DP-PRO-07), and an additional service of the vendor's is on (google.analytics.google:
    // DP-PRO-03).
    {"out-of-the-box", "green green yellow yellow yellow green yellow ", Light::red},
    {"ai", "green green yellow yellow yellow green yellow ", Light::red},
    // Beyond the worked examples.
    {"hardened", "green green green green green green green ", Light::yellow},
};

} // namespace

BOOST_AUTO_TEST_SUITE(google_lights_test)

BOOST_DATA_TEST_CASE(a_workspace_has_the_lights_of_the_worked_example, k_examples, each)
{
  TenantAtSandbox at{"google", each.variant};
  at.sandbox->enforce("policies", {.requests = 100, .per_seconds = 1});
  const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
  const auto judge =
      Judge::prepare(at.policy, catalogue, JsonValue{rapidjson::kObjectType}).value();
  const auto snapshot = at.read();
  const auto bare = examine(judge, snapshot, {.now = snapshot.taken_at});
  std::vector<Attestation> answers;
  for (const auto& finding : bare.findings) {
    if (asks_a_person(finding)) {
      answers.push_back(answer_to(finding, bare));
    }
  }

  const auto report =
      examine(judge, snapshot, {.now = snapshot.taken_at, .attestations = answers});

  BOOST_TEST(lights_of(report) == each.points, lights_of(report) << reasons_of(report));
  BOOST_TEST((report.light == each.light), name_of(report.light) << reasons_of(report));
  BOOST_TEST(report.exposure.total == 6);
}

BOOST_AUTO_TEST_SUITE_END()
