// The lights of the method's worked examples (late 2026): all that people have to answer for is
// attested, save in the points in which the untouched workspace is yellow.

#include "policies/engine/examine.hpp"
#include "tests/plugin/sandbox/lights.hpp"
#include "tests/plugin/sandbox/tenant.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <ostream>

using namespace klausur;
using namespace klausur::test;

namespace {

struct Example
{
  const char* variant;
  bool is_all_attested; ///< Else not RET, PRO and EUR.
  const char* points;   ///< ENC LIC CON RET PRO AVV EUR.
  Light light;
  int exposure;
};

std::ostream&
operator<<(std::ostream& out, const Example& each)
{
  return out << each.variant;
}

const Example k_examples[] = {
    {"free", false, "green red green yellow yellow green yellow ", Light::red, 9},
    {"out-of-the-box", false, "green green green yellow yellow green yellow ", Light::yellow,
     7},
    {"hardened", true, "green green green green green green green ", Light::yellow, 7},
};

bool
is_left_out(Point point)
{
  return point == Point::RET || point == Point::PRO || point == Point::EUR;
}

/// What a person could answer for.
std::vector<Attestation>
answers_to(const TenantReport& report, const Example& each)
{
  std::vector<Attestation> answers;
  for (const auto& finding : report.findings) {
    if (asks_a_person(finding) &&
        (each.is_all_attested || !is_left_out(finding.control->point))) {
      answers.push_back(answer_to(finding, report));
    }
  }
  return answers;
}

} // namespace

BOOST_AUTO_TEST_SUITE(slack_lights_test)

BOOST_DATA_TEST_CASE(a_workspace_has_the_lights_of_the_worked_example, k_examples, each)
{
  TenantAtSandbox at{"slack", each.variant};
  const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
  const auto judge =
      Judge::prepare(at.policy, catalogue, JsonValue{rapidjson::kObjectType}).value();
  const auto snapshot = at.read();
  const auto answers = answers_to(examine(judge, snapshot, {.now = snapshot.taken_at}), each);

  const auto report =
      examine(judge, snapshot, {.now = snapshot.taken_at, .attestations = answers});

  BOOST_TEST(lights_of(report) == each.points, lights_of(report) << reasons_of(report));
  BOOST_TEST((report.light == each.light), name_of(report.light) << ": " << report.reason.en);
  BOOST_TEST(report.exposure.total == each.exposure);
}

BOOST_AUTO_TEST_CASE(without_anybody_who_answers_a_workspace_is_not_rated)
{
  TenantAtSandbox at{"slack", "hardened"};
  const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
  const auto judge =
      Judge::prepare(at.policy, catalogue, JsonValue{rapidjson::kObjectType}).value();
  const auto snapshot = at.read();

  const auto report = examine(judge, snapshot, {.now = snapshot.taken_at});

  BOOST_TEST((report.light == Light::grey));
}

BOOST_AUTO_TEST_SUITE_END()
