// The lights of the method's worked examples (late 2026): a workspace whose agreement on data
// processing nobody signed, and one with everything in its power.

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
  const char* features; ///< What the plan has; nullptr: what the variant holds.
  bool is_signed;
  const char* points; ///< ENC LIC CON RET PRO AVV EUR.
  Light light;
  int exposure;
};

std::ostream&
operator<<(std::ostream& out, const Example& each)
{
  return out << each.variant << (each.is_signed ? ", signed" : ", not signed");
}

const Example k_examples[] = {
    // ENC is red where the worked example has green: a board of this workspace is public, which
    // anybody can read.
    {"out-of-the-box", nullptr, true, "red red green yellow yellow green yellow ", Light::red,
     10},
    {"out-of-the-box", R"(["isStandard"])", false, "red yellow green yellow yellow red yellow ",
     Light::red, 9},
    {"hardened", nullptr, false, "green green green green green red yellow ", Light::red, 9},
    {"hardened", nullptr, true, "green green green green green green yellow ", Light::yellow,
     9},
    {"hardened", R"(["isStandard"])", true, "green yellow green green green green yellow ",
     Light::red, 9},
    {"hardened", R"(["isEnterprise"])", true, "green green green green green green yellow ",
     Light::yellow, 9},
};

/// People answer for all that they are asked, save where content is stored: that is not in
/// their power. Nobody says that the agreement was signed unless it was.
std::vector<Attestation>
answers_to(const TenantReport& report, bool is_signed)
{
  std::vector<Attestation> answers;
  for (const auto& finding : report.findings) {
    const auto point = finding.control->point;
    const bool asks = finding.status == Status::unknown || finding.id == "DP-AVV-01";
    const bool may_say = point != Point::AVV || is_signed;
    if (asks && may_say) {
      answers.push_back({.tenant = "acme",
                         .check = std::string{finding.id},
                         .holds = finding.id != "trello.residency",
                         .statement = "seen",
                         .by = "DPO",
                         .document = {},
                         .from = report.taken_at,
                         .until = report.taken_at + std::chrono::hours{24}});
    }
  }
  return answers;
}

} // namespace

BOOST_AUTO_TEST_SUITE(trello_lights_test)

BOOST_DATA_TEST_CASE(a_workspace_has_the_lights_of_the_worked_example, k_examples, each)
{
  TenantAtSandbox at{"trello", each.variant};
  if (each.features != nullptr) {
    BOOST_TEST_REQUIRE(
        at.sandbox->change("/organization/premiumFeatures", literal(each.features))
            .has_value());
  }
  const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
  const auto judge =
      Judge::prepare(at.policy, catalogue, JsonValue{rapidjson::kObjectType}).value();
  const auto snapshot = at.read();
  const auto answers =
      answers_to(examine(judge, snapshot, {.now = snapshot.taken_at}), each.is_signed);

  const auto report =
      examine(judge, snapshot, {.now = snapshot.taken_at, .attestations = answers});

  BOOST_TEST(lights_of(report) == each.points, lights_of(report) << reasons_of(report));
  BOOST_TEST((report.light == each.light), name_of(report.light) << ": " << report.reason.en);
  BOOST_TEST(report.exposure.total == each.exposure);
}

/// What is found of boards in a new workspace, and the board by which it is named.
struct Found
{
  const char* check;
  const char* board;
  const char* observed; ///< A part of it.
};

std::ostream&
operator<<(std::ostream& out, const Found& each)
{
  return out << each.check;
}

const Found k_found[] = {
    {"trello.access.boards", "6b2a00000000000000000002", "public"},
    {"trello.access.external-members", "6b2a00000000000000000002", "1"},
    {"trello.plugins.meetings", "6b2a00000000000000000001", "Zoom"},
};

BOOST_DATA_TEST_CASE(what_is_found_is_named_by_the_id_of_the_board, k_found, each)
{
  TenantAtSandbox at{"trello"};
  const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
  const auto judge =
      Judge::prepare(at.policy, catalogue, JsonValue{rapidjson::kObjectType}).value();
  const auto snapshot = at.read();

  const auto report = examine(judge, snapshot, {.now = snapshot.taken_at});

  std::vector<const Finding*> found;
  for (const auto& finding : report.findings) {
    if (finding.id == each.check && finding.status == Status::fail) {
      found.push_back(&finding);
    }
  }
  BOOST_TEST_REQUIRE(found.size() == 1U);
  BOOST_TEST(found[0]->scope.str().find(each.board) != std::string::npos, found[0]->scope);
  const auto observed = to_text(*found[0]->observed);
  BOOST_TEST(observed.find(each.observed) != std::string::npos, observed);
}

BOOST_AUTO_TEST_SUITE_END()
