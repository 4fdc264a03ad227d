// Every fixture gives the status that was written down for each of its checks.

#include "connectors/format/source_file.hpp"
#include "policies/engine/examine.hpp"
#include "policies/engine/load.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

using namespace klausur;
namespace fs = std::filesystem;

namespace {

const fs::path k_root{KLAUSUR_SOURCE_DIR};

std::vector<fs::path>
scenarios_of(const std::string& vendor)
{
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator{k_root / "tests/fixtures" / vendor}) {
    if (fs::exists(entry.path() / "snapshot.json")) {
      found.push_back(entry.path());
    }
  }
  std::ranges::sort(found);
  return found;
}

/// The worst status of each check over its scopes, by id.
std::map<std::string, std::string>
statuses_of(const TenantReport& report)
{
  std::map<std::string, std::string> found;
  const auto gravity = [](std::string_view status) {
    constexpr std::array<std::string_view, 5> order{"not_applicable", "pass", "unknown",
                                                    "error", "fail"};
    return std::ranges::find(order, status) - order.begin();
  };
  for (const auto& finding : report.findings) {
    if (finding.check == nullptr) {
      continue;
    }
    const std::string status{name_of(finding.status)};
    auto& known = found[std::string{finding.id}];
    if (known.empty() || gravity(status) > gravity(known)) {
      known = status;
    }
  }
  return found;
}

} // namespace

BOOST_AUTO_TEST_SUITE(fixtures_test)

BOOST_AUTO_TEST_CASE(every_scenario_is_judged_as_it_was_written_down)
{
  const auto catalogue = load_catalogue(k_root).value();
  for (const auto& vendor : vendors_with_policies(k_root)) {
    const auto policy = load_policy(k_root, vendor, catalogue);
    BOOST_TEST_REQUIRE(policy.has_value(), (policy ? "" : policy.error().what));
    const auto judge =
        Judge::prepare(*policy, catalogue, JsonValue{rapidjson::kObjectType}).value();
    const auto scenarios = scenarios_of(vendor);
    BOOST_TEST(!scenarios.empty(), vendor);
    for (const auto& scenario : scenarios) {
      const auto snapshot =
          read_file(scenario / "snapshot.json")
              .and_then([](const std::string& text) { return parse_json(text); })
              .and_then([](const Json& json) { return snapshot_from_json(json); });
      BOOST_TEST_REQUIRE(snapshot.has_value(), scenario << ": " << snapshot.error().what);
      const auto expected = parse_json(read_file(scenario / "expected.json").value()).value();
      const auto found = statuses_of(examine(judge, *snapshot, {.now = snapshot->taken_at}));
      for (const auto& [check, status] : found) {
        const auto wanted = member_text(expected, check);
        BOOST_TEST(status == wanted, scenario.filename().string()
                                         << " " << check << ": " << status << ", written down: "
                                         << (wanted.empty() ? "nothing" : wanted));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(every_check_has_a_good_a_bad_and_a_silent_case)
{
  const auto catalogue = load_catalogue(k_root).value();
  for (const auto& vendor : vendors_with_policies(k_root)) {
    const auto policy = load_policy(k_root, vendor, catalogue).value();
    std::map<std::string, std::set<std::string>> seen;
    for (const auto& scenario : scenarios_of(vendor)) {
      const auto expected = parse_json(read_file(scenario / "expected.json").value()).value();
      for (const auto& each : expected.GetObject()) {
        seen[std::string{text_of(each.name)}].insert(std::string{text_of(each.value)});
      }
    }
    for (const auto& check : policy.checks) {
      if (check.attest.empty()) {
        BOOST_TEST(seen[check.id].contains("pass"), check.id << " has no good case");
        BOOST_TEST(seen[check.id].contains("fail"), check.id << " has no bad case");
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
