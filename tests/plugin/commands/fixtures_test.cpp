// Every fixture gives the status that was written down for each of its checks.

#include "connectors/format/source_file.hpp"
#include "policies/engine/examine.hpp"
#include "policies/engine/load.hpp"
#include "policies/engine/support.hpp"
#include "tests/plugin/commands/fixtures.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

using namespace klausur;
using namespace klausur::test;
namespace fs = std::filesystem;

namespace {

using ByCheck = std::map<std::string, std::vector<std::string>, std::less<>>;

/// What was found: `fail config#/TeamSettings/EnableOpenServer = true`, without a value where
/// the vendor is silent, `unknown` alone for what people have to attest.
std::string
line_of(const Finding& finding)
{
  auto line = std::string{name_of(finding.status)};
  if (!finding.setting.empty()) {
    line += " " + finding.setting.text();
  }
  return finding.observed ? line + " = " + to_text(*finding.observed) : line;
}

ByCheck
lines_of(const TenantReport& report)
{
  ByCheck found;
  for (const auto& finding : report.findings) {
    if (finding.check != nullptr) {
      found[std::string{finding.id}].push_back(line_of(finding));
    }
  }
  for (auto& [check, lines] : found) {
    std::ranges::sort(lines);
  }
  return found;
}

/// The worst status of some lines.
std::string
worst_of(const std::vector<std::string>& lines)
{
  constexpr std::array<std::string_view, 5> order{"not_applicable", "pass", "unknown", "error",
                                                  "fail"};
  std::string worst;
  const auto gravity = [&](std::string_view status) {
    return std::ranges::find(order, status) - order.begin();
  };
  for (const auto& line : lines) {
    auto status = line.substr(0, line.find(' '));
    if (worst.empty() || gravity(status) > gravity(worst)) {
      worst = std::move(status);
    }
  }
  return worst;
}

/// What was written down of a check: its lines, or its worst status alone where there is one
/// text in the place of a list.
std::vector<std::string>
written_of(const JsonValue& expected, std::string_view check)
{
  std::vector<std::string> lines;
  const auto* written = member(expected, check);
  if (written != nullptr && written->IsArray()) {
    for (const auto& line : written->GetArray()) {
      lines.emplace_back(text_of(line));
    }
    std::ranges::sort(lines);
  } else if (written != nullptr) {
    lines.emplace_back(text_of(*written));
  }
  return lines;
}

void
compare(const fs::path& scenario, const TenantReport& report)
{
  const auto expected = parse_json(read_file(scenario / "expected.json").value()).value();
  const auto found = lines_of(report);
  for (const auto& [check, lines] : found) {
    const auto* written = member(expected, check);
    const bool in_full = written != nullptr && written->IsArray();
    const auto is = in_full ? lines : std::vector{worst_of(lines)};
    BOOST_TEST(is == written_of(expected, check),
               fmt::format("{} {}: found {}; written down: {} (what is missing is silence "
                           "only where `kept` names it: run record_kept)",
                           scenario.filename().string(), check, is,
                           written_of(expected, check)));
  }
  for (const auto& each : expected.GetObject()) {
    BOOST_TEST(found.contains(text_of(each.name)),
               scenario.filename().string() << " speaks of no check: " << text_of(each.name));
  }
}

/// Which cases the scenarios have of one check.
struct Cases
{
  bool good = false;
  bool bad = false;
  bool silent = false; ///< The document is read, the check applies, and the key is missing.
};

/// Whether a check applies only to some values of its own setting, or of a part of it: then
/// silence leaves open whether it applies.
bool
asks_itself(const Check& check)
{
  return std::ranges::any_of(check.when, [&](const Condition& condition) {
    return to_text(condition.setting).starts_with(to_text(check.setting));
  });
}

/// What a judgement comes to: of a release the facts about support decide, as of the snapshot.
Status
status_of(const Judgement& judgement, const Check& check, const Judge& judge, Time now)
{
  return check.supported && judgement.status == Status::pass
             ? support_of(text_of(*judgement.observed), judge.policy().manifest.support, now)
                   .status
             : judgement.status;
}

void
add_cases(std::map<std::string, Cases>& seen, const Judge& judge, const Snapshot& snapshot)
{
  Docket docket;
  judge.judge(snapshot, docket, [&] {
    for (const auto& judgement : docket.judgements) {
      const Check& check = *judge.checks()[judgement.check].check;
      auto& cases = seen[check.id];
      const Status status = status_of(judgement, check, judge, snapshot.taken_at);
      cases.good = cases.good || status == Status::pass;
      cases.bad = cases.bad || status == Status::fail;
      cases.silent = cases.silent || judgement.ground == Ground::silent ||
                     judgement.ground == Ground::by_default ||
                     judgement.ground == Ground::not_in_version ||
                     (judgement.ground == Ground::condition_unknown && asks_itself(check));
    }
  });
}

/// Vendors whose fixtures still owe silent cases.
constexpr std::array<std::string_view, 2> k_owing{"jitsi", "zoom"};

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
      const auto snapshot = snapshot_of(scenario);
      compare(scenario, examine(judge, snapshot, {.now = snapshot.taken_at}));
    }
  }
}

BOOST_AUTO_TEST_CASE(every_check_has_a_good_a_bad_and_a_silent_case)
{
  const auto catalogue = load_catalogue(k_root).value();
  for (const auto& vendor : vendors_with_policies(k_root)) {
    const auto policy = load_policy(k_root, vendor, catalogue).value();
    const auto judge =
        Judge::prepare(policy, catalogue, JsonValue{rapidjson::kObjectType}).value();
    std::map<std::string, Cases> seen;
    for (const auto& scenario : scenarios_of(vendor)) {
      add_cases(seen, judge, snapshot_of(scenario));
    }
    const bool owes = std::ranges::find(k_owing, vendor) != k_owing.end();
    for (const auto& check : policy.checks) {
      if (check.attest.empty()) {
        BOOST_TEST(seen[check.id].good, check.id << " has no good case");
        BOOST_TEST(seen[check.id].bad, check.id << " has no bad case");
        BOOST_TEST((seen[check.id].silent || owes), check.id << " has no silent case");
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
