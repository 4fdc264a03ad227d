// Jitsi's connector against the imitated deployment: by its address alone, and held against
// its files.

#include "connectors/model/setting.hpp"
#include "policies/engine/examine.hpp"
#include "tests/plugin/sandbox/tenant.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace klausur;
using klausur::test::TenantAtSandbox;

namespace {

std::string
value_of(const Snapshot& snapshot, std::string_view document, std::string_view pointer)
{
  const Reading* reading = snapshot.find(document);
  if (reading == nullptr || !reading->content) {
    return "not read";
  }
  const auto* value = value_at(*reading->content, parse_pointer(pointer).value());
  return value == nullptr ? "nothing" : to_text(*value);
}

std::string
status_of(const TenantAtSandbox& at, const Snapshot& snapshot, std::string_view check)
{
  const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
  const auto judge =
      Judge::prepare(at.policy, catalogue, JsonValue{rapidjson::kObjectType}).value();
  const auto report = examine(judge, snapshot, {.now = snapshot.taken_at});
  const auto found = std::ranges::find(report.findings, check, &Finding::id);
  return found == report.findings.end() ? "no such finding"
                                        : std::string{name_of(found->status)};
}

constexpr const char* k_as_in_files = "jitsi.served.as-in-files";

} // namespace

BOOST_AUTO_TEST_SUITE(jitsi_tenant_test)

BOOST_AUTO_TEST_CASE(a_deployment_is_read_by_its_address_alone)
{
  TenantAtSandbox at{"jitsi"};
  at.tenant.files.clear();
  at.tenant.url = at.sandbox->url();

  const auto snapshot = at.read();

  BOOST_TEST(value_of(snapshot, "config_js", "/config/bosh") ==
             '"' + at.sandbox->url() + "/http-bind\"");
  BOOST_TEST(value_of(snapshot, "xmpp", "/mechanisms") == R"(["ANONYMOUS"])");
  BOOST_TEST(value_of(snapshot, "deployment", "/served") == "nothing");
  BOOST_TEST(status_of(at, snapshot, "jitsi.access.no-anonymous-sign-in") == "fail");
  BOOST_TEST(status_of(at, snapshot, k_as_in_files) == "not_applicable");
}

BOOST_AUTO_TEST_CASE(what_is_served_otherwise_than_the_files_say_is_a_finding)
{
  TenantAtSandbox at{"jitsi"};
  at.tenant.url = at.sandbox->url();
  BOOST_TEST(at.sandbox->change("/config/bosh", JsonValue{"/http-bind"}).has_value());
  BOOST_TEST(
      at.sandbox->change("/config/disableThirdPartyRequests", JsonValue{true}).has_value());

  const auto snapshot = at.read();

  BOOST_TEST(value_of(snapshot, "config_js", "/config/disableThirdPartyRequests") == "true");
  BOOST_TEST(value_of(snapshot, "deployment", "/served/differs") ==
             R"(["config_js#/config/bosh","config_js#/config/disableThirdPartyRequests",)"
             R"("config_js#/config/websocket"])");
  BOOST_TEST(value_of(snapshot, "xmpp", "/mechanisms") == R"(["ANONYMOUS"])");
  BOOST_TEST(value_of(snapshot, "prosody", "/muc/kept") == "false");
  BOOST_TEST(status_of(at, snapshot, k_as_in_files) == "fail");
  BOOST_TEST(status_of(at, snapshot, "jitsi.third-party.off") == "pass");
}

BOOST_AUTO_TEST_CASE(files_that_cannot_be_held_against_anything_leave_that_unknown)
{
  TenantAtSandbox at{"jitsi"};
  at.tenant.url = "http://127.0.0.1:9";
  at.options.attempts = 1;

  const auto snapshot = at.read();

  BOOST_TEST(value_of(snapshot, "config_js", "/config/bosh") ==
             R"("https://meet.example.org/http-bind")");
  BOOST_TEST(status_of(at, snapshot, k_as_in_files) == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()
