// The lights of the method's worked examples (late 2026). What an untouched account holds is an
// assumption of the sandbox; what is hardened is the profile without recordings.

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
  bool is_attested; ///< All that people answer for; else what they have for every tenant.
  DpfStatus dpf;
  const char* points; ///< ENC LIC CON RET PRO AVV EUR.
  Light light;
  int exposure;
};

std::ostream&
operator<<(std::ostream& out, const Example& each)
{
  return out << each.variant << (each.dpf == DpfStatus::invalid ? ", DPF invalid" : "");
}

const Example k_examples[] = {
    // ENC is not settled where the worked example has green: a free account tells no setting.
    {"free", false, DpfStatus::contested, "yellow red yellow yellow yellow green yellow ",
     Light::red, 8},
    {"out-of-the-box", false, DpfStatus::contested,
     "yellow yellow yellow yellow yellow green yellow ", Light::red, 6},
    {"hardened", true, DpfStatus::contested, "green green green green green green yellow ",
     Light::yellow, 6},
    {"hardened", true, DpfStatus::invalid, "green green green green green red yellow ",
     Light::red, 7},
};

/// Account and diagnostic data stay in the USA: whoever is asked has to say no.
constexpr std::string_view k_residency = "zoom.residency.account-data";

std::vector<Attestation>
answers_to(const TenantReport& report, const Example& each)
{
  std::vector<Attestation> answers;
  for (const auto& finding : report.findings) {
    const auto point = finding.control->point;
    const bool everywhere =
        point == Point::LIC || point == Point::AVV || finding.id == k_residency;
    const bool drill = each.dpf == DpfStatus::invalid && finding.id == "DP-AVV-04";
    if (asks_a_person(finding) && !drill && (each.is_attested || everywhere)) {
      answers.push_back(answer_to(finding, report, finding.id != k_residency));
    }
  }
  return answers;
}

} // namespace

BOOST_AUTO_TEST_SUITE(zoom_lights_test)

BOOST_DATA_TEST_CASE(an_account_has_the_lights_of_the_worked_example, k_examples, each)
{
  TenantAtSandbox at{"zoom", each.variant};
  for (const char* limit : {"light", "medium"}) {
    at.sandbox->enforce(limit, {});
  }
  const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
  const auto judge =
      Judge::prepare(at.policy, catalogue, JsonValue{rapidjson::kObjectType}).value();
  const auto snapshot = at.read();
  const auto answers = answers_to(examine(judge, snapshot, {.now = snapshot.taken_at}), each);

  const auto report = examine(
      judge, snapshot,
      {.now = snapshot.taken_at, .knobs = {.dpf_status = each.dpf}, .attestations = answers});

  BOOST_TEST(lights_of(report) == each.points, lights_of(report) << reasons_of(report));
  BOOST_TEST((report.light == each.light), name_of(report.light) << ": " << report.reason.en);
  BOOST_TEST(report.exposure.total == each.exposure);
}

BOOST_AUTO_TEST_SUITE_END()
