#include "policies/engine/judge.hpp"
#include "policies/engine/load.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>

using namespace klausur;
namespace fs = std::filesystem;

namespace {

/// A data directory of its own with the project's schemas and catalogue, and one vendor.
class DataDir
{
public:
  DataDir() : path{fs::path{KLAUSUR_BINARY_DIR} / ("load_test." + std::to_string(::getpid()))}
  {
    fs::remove_all(path);
    fs::create_directories(path / "policies");
    fs::create_directories(path / "manifest");
    const fs::path source{KLAUSUR_SOURCE_DIR};
    fs::copy(source / "policies/schemas", path / "policies/schemas");
    fs::copy(source / "manifest/schemas", path / "manifest/schemas");
    fs::copy(source / "policies/controls.yaml", path / "policies");
    write("manifest/v.yaml", "vendor: v\ntitle: {en: V, de: V}\ndocuments:\n  - name: config\n"
                             "    read: {get: /config}\nvariants: []\n");
  }
  ~DataDir() { fs::remove_all(path); }
  DataDir(const DataDir&) = delete;
  DataDir& operator=(const DataDir&) = delete;

  void write(const char* file, std::string_view text) const
  {
    std::ofstream{path / file} << text;
  }

  [[nodiscard]] Result<Policy> policy_of(std::string_view check) const
  {
    write("policies/v.yaml", "vendor: v\nchecks:\n" + std::string{check});
    const auto catalogue = load_catalogue(path);
    BOOST_TEST_REQUIRE(catalogue.has_value());
    return load_policy(path, "v", *catalogue);
  }

  /// The message for a policy with this one check, without the directory.
  [[nodiscard]] std::string error_for(std::string_view check) const
  {
    const auto policy = policy_of(check);
    return policy ? "" : policy.error().what.substr(path.string().size() + 1);
  }

  fs::path path;
};

constexpr const char* k_good = "  - id: v.x\n    version: 1\n    control: DP-CON-02\n"
                               "    title: {en: X, de: X}\n    setting: config#/a\n"
                               "    expect: true\n    remedy: {set: true}\n"
                               "    source: {at: here, read: 2026-11-24}\n";

std::string
with(std::string text, std::string_view old, const std::string& now)
{
  return text.replace(text.find(old), old.size(), now);
}

} // namespace

BOOST_AUTO_TEST_SUITE(load_test)

BOOST_AUTO_TEST_CASE(a_sound_policy_loads)
{
  BOOST_TEST(DataDir{}.error_for(k_good) == "");
}

BOOST_AUTO_TEST_CASE(a_check_has_its_own_severity_deviation_known_values_and_specification)
{
  const DataDir data;
  const auto policy = data.policy_of(with(
      with(k_good, "    expect",
           "    severity: low\n    deviation: {en: It is off., de: Es ist aus.}\n"
           "    known: [true, false]\n    at_least: 2\n    expect"),
      "read: 2026-11-24",
      "read: 2026-11-24, specification: {file: v/api.json, sha256: " + std::string(64, 'a') +
          "}"));
  BOOST_TEST_REQUIRE(policy.has_value(), (policy ? "" : policy.error().what));
  const Check& check = policy->checks.front();
  BOOST_TEST((check.severity == Severity::low));
  BOOST_TEST(check.deviation.de == "Es ist aus.");
  BOOST_TEST(to_text(*check.known) == "[true,false]");
  BOOST_TEST(check.at_least == 2U);
  BOOST_TEST(check.source.specification == "v/api.json");
  BOOST_TEST(check.source.specification_digest == std::string(64, 'a'));
}

BOOST_AUTO_TEST_CASE(what_a_check_does_not_say_is_its_controls)
{
  const auto policy = DataDir{}.policy_of(k_good);
  BOOST_TEST_REQUIRE(policy.has_value());
  const Control control{.severity = Severity::critical};
  Check own;
  own.severity = Severity::low;
  BOOST_TEST((severity_of(policy->checks.front(), control) == Severity::critical));
  BOOST_TEST((severity_of(own, control) == Severity::low));
}

BOOST_AUTO_TEST_CASE(every_mistake_is_refused_with_its_place_and_a_suggestion)
{
  const DataDir data;
  struct Row
  {
    std::string text;
    const char* error;
  };
  for (const auto& row : {
           Row{with(k_good, "DP-CON-02", "DP-CON-20"),
               "policies/v.yaml:5:14: there is no control \"DP-CON-20\"; did you mean "
               "\"DP-CON-02\"?"},
           Row{with(k_good, "config#", "confg#"),
               "policies/v.yaml:7:14: the document \"confg\" is not in the manifest; did you "
               "mean \"config\"?"},
           Row{with(k_good, "config#/a", "config"),
               "policies/v.yaml:7:14: \"config\" is not an address; write document#/pointer"},
           Row{with(k_good, "set: true", "set: false"),
               "policies/v.yaml:9:19: the remedy does not meet the check's own expectation"},
           Row{with(k_good, "expect: true", "expect: $nothing"),
               "policies/v.yaml:8:13: there is no parameter \"nothing\""},
           Row{with(k_good, "    expect", "    expcet"),
               "policies/v.yaml:8:5: unknown key \"expcet\"; did you mean \"expect\"?"},
           Row{std::string{k_good} + k_good,
               "policies/v.yaml:11:9: the check \"v.x\" is given twice"},
       }) {
    BOOST_TEST(data.error_for(row.text) == row.error);
  }
}

BOOST_AUTO_TEST_CASE(every_shipped_policy_loads_and_judges_with_the_default_parameters)
{
  const fs::path source{KLAUSUR_SOURCE_DIR};
  const auto catalogue = load_catalogue(source);
  BOOST_TEST_REQUIRE(catalogue.has_value(), (catalogue ? "" : catalogue.error().what));
  BOOST_TEST(catalogue->controls.size() == 48U);
  const auto vendors = vendors_with_policies(source);
  BOOST_TEST(!vendors.empty());
  for (const auto& vendor : vendors) {
    const auto policy = load_policy(source, vendor, *catalogue);
    BOOST_TEST_REQUIRE(policy.has_value(), (policy ? "" : policy.error().what));
    const auto judge = Judge::prepare(*policy, *catalogue, JsonValue{rapidjson::kObjectType});
    BOOST_TEST(judge.has_value(), (judge ? "" : judge.error().what));
  }
}

BOOST_AUTO_TEST_SUITE_END()
