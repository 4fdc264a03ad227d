// The connector at the sandbox, which was written from Google's documentation alone: faults in
// the middle, many units, a permission that is missing.

#include "connectors/format/json.hpp"
#include "plugin/sandbox/vendor.hpp"
#include "tests/plugin/sandbox/tenant.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace klausur;
using namespace klausur::test;

namespace {

/// A Workspace whose limit does not make a test wait.
struct Workspace : TenantAtSandbox
{
  Workspace() : TenantAtSandbox{"google"}
  {
    sandbox->enforce("policies", {.requests = 1000, .per_seconds = 1});
  }
};

std::string
said_in(const Snapshot& snapshot, std::string_view document)
{
  const auto* reading = snapshot.find(document);
  return reading == nullptr ? "not there" : said(*reading);
}

const Snapshot&
expect_others(const Snapshot& snapshot, std::string_view but)
{
  for (const auto& reading : snapshot.readings) {
    BOOST_TEST((reading.document == but || reading.content.has_value()),
               std::string_view{reading.document} << ": " << said(reading));
  }
  return snapshot;
}

constexpr int k_units = 2000;
constexpr int k_policies = 300;

/// Every unit lies below the one that is ten times smaller; every seventh sets the history.
void
fill(Workspace& at)
{
  Json units{rapidjson::kArrayType};
  Json policies{rapidjson::kArrayType};
  std::vector<std::string> paths{"/"};
  for (int i = 0; i < k_units; ++i) {
    if (i > 0) {
      const auto& above = paths[static_cast<std::size_t>(i / 10)];
      paths.push_back(fmt::format("{}/u{}", above == "/" ? "" : above, i));
    }
    units.PushBack(
        JsonValue{literal(fmt::format(R"({{"orgUnitId":"id:{}","orgUnitPath":"{}"}})", i,
                                      paths[static_cast<std::size_t>(i)])),
                  units.GetAllocator()},
        units.GetAllocator());
  }
  for (int i = 0; i < k_policies; ++i) {
    policies.PushBack(
        JsonValue{literal(fmt::format(
                      R"({{"name":"policies/p{0}","type":"ADMIN","policyQuery":)"
                      R"({{"orgUnit":"orgUnits/{1}","sortOrder":1}},"setting":)"
                      R"({{"type":"settings/chat.chat_history","value":{2}}}}})",
                      i, i * 6,
                      i == 0 ? R"({"historyOnByDefault":true,"allowUserModification":true})"
                             : R"({"allowUserModification":false})")),
                  policies.GetAllocator()},
        policies.GetAllocator());
  }
  BOOST_TEST_REQUIRE(at.sandbox->change("/units", units).has_value());
  BOOST_TEST_REQUIRE(at.sandbox->change("/policies", policies).has_value());
}

} // namespace

BOOST_AUTO_TEST_SUITE(google_tenant_test)

BOOST_AUTO_TEST_CASE(tokens_that_end_in_the_middle_are_asserted_anew_and_nothing_is_lost)
{
  Workspace whole;
  Workspace at;
  at.sandbox->expire_tokens_after(2);

  const auto snapshot = at.read();

  BOOST_TEST(said_in(expect_others(snapshot, ""), "policies") ==
             said_in(whole.read(), "policies"));
  BOOST_TEST(at.sandbox->count("/token") > whole.sandbox->count("/token"));
}

BOOST_AUTO_TEST_CASE(policies_that_do_not_come_are_unknown_and_the_rest_is_read)
{
  Workspace at;
  at.options.attempts = 1;
  at.sandbox->arm({.path = "/v1/policies", .times = 9});

  const auto snapshot = at.read();

  BOOST_TEST(said_in(expect_others(snapshot, "policies"), "policies").find("unreachable: ") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_permission_that_is_not_delegated_costs_its_own_document_only)
{
  Workspace at;
  BOOST_TEST_REQUIRE(at.sandbox
                         ->change("/delegated", literal(R"(["cloud-identity.policies.readonly",
                               "admin.directory.orgunit.readonly",
                               "admin.directory.customer.readonly", "apps.licensing"])"))
                         .has_value());

  const auto snapshot = at.read();

  const auto* log = expect_others(snapshot, "admin_audit").find("admin_audit");
  BOOST_TEST_REQUIRE((log != nullptr && !log->content));
  BOOST_TEST((log->content.error().kind == Failure::forbidden), said(*log));
  BOOST_TEST(log->content.error().scope ==
             "https://www.googleapis.com/auth/admin.reports.audit.readonly");
}

BOOST_AUTO_TEST_CASE(an_administrator_with_a_smaller_role_sees_no_policies_and_all_else)
{
  Workspace at;
  at.tenant.auth["subject"] = "helpdesk@example.org";

  const auto snapshot = at.read();

  BOOST_TEST(said_in(expect_others(snapshot, "policies"), "policies").find("forbidden: ") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(of_two_thousand_units_each_that_sets_something_shows_what_it_inherits)
{
  Workspace at;
  fill(at);

  const auto reading = at.read_document("policies");

  BOOST_TEST_REQUIRE(reading.content.has_value(), said(reading));
  const auto& units = *member(*reading.content, "chat.chat_history");
  BOOST_TEST(units.MemberCount() == static_cast<unsigned>(k_policies));
  for (const auto& unit : units.GetObject()) {
    BOOST_TEST(member(unit.value, "historyOnByDefault")->IsTrue(), text_of(unit.name));
    BOOST_TEST(member(unit.value, "allowUserModification")->IsTrue() ==
               (text_of(unit.name) == "/"));
  }
}

BOOST_AUTO_TEST_SUITE_END()
