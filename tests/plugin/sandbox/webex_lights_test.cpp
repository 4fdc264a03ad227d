// The lights of the method's worked examples (late 2026): an organisation that nobody touched
// and with whom no agreement was concluded, and one with everything in its power.

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
  bool is_all_attested; ///< Else what is known of every new organisation.
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
    {"out-of-the-box", false, "yellow green yellow yellow yellow red yellow ", Light::red, 7},
    {"hardened", true, "green green green green green green green ", Light::yellow, 7},
};

/// In a new organisation nobody is asked for consent, and data stay for 360 days or longer:
/// whoever is asked about consent and deletion has to say no. Its region is the EU; AI and the
/// agreement are left open.
std::vector<Attestation>
answers_to(const TenantReport& report, const Example& each)
{
  std::vector<Attestation> answers;
  for (const auto& finding : report.findings) {
    const auto point = finding.control->point;
    const bool is_yes = each.is_all_attested || point == Point::ENC || point == Point::LIC ||
                        finding.id == "webex.region.organisation";
    const bool is_no = !is_yes && (point == Point::CON || point == Point::RET);
    if (asks_a_person(finding) && (is_yes || is_no)) {
      answers.push_back(answer_to(finding, report, is_yes));
    }
  }
  return answers;
}

} // namespace

BOOST_AUTO_TEST_SUITE(webex_lights_test)

BOOST_DATA_TEST_CASE(an_organisation_has_the_lights_of_the_worked_example, k_examples, each)
{
  TenantAtSandbox at{"webex", each.variant};
  const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
  const auto judge =
      Judge::prepare(at.policy, catalogue, JsonValue{rapidjson::kObjectType}).value();
  const auto snapshot = at.read();
  const auto answers = answers_to(examine(judge, snapshot, {.now = snapshot.taken_at}), each);

  const auto report =
      examine(judge, snapshot, {.now = snapshot.taken_at, .attestations = answers});

  BOOST_TEST(lights_of(report) == each.points);
  BOOST_TEST((report.light == each.light), name_of(report.light) << ": " << report.reason.en);
  BOOST_TEST(report.exposure.total == each.exposure);
}

BOOST_AUTO_TEST_SUITE_END()
