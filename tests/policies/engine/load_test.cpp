#include "policies/engine/load.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

using namespace klausur;
namespace fs = std::filesystem;

namespace {

std::string
with_all(std::string text, std::string_view old, std::string_view now)
{
  for (auto at = text.find(old); at != std::string::npos;
       at = text.find(old, at + now.size())) {
    text.replace(at, old.size(), now);
  }
  return text;
}

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
                             "    read: {get: /config}\nmandatory: [config]\nvariants: []\n");
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
    return policy ? "" : with_all(policy.error().what, path.string() + "/", "");
  }

  /// Its first line alone.
  [[nodiscard]] std::string complaint_for(std::string_view check) const
  {
    const std::string error = error_for(check);
    return error.substr(0, error.find('\n'));
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

BOOST_AUTO_TEST_CASE(
    a_release_is_only_judged_where_the_manifest_says_until_when_it_is_supported)
{
  const DataDir dir;
  const std::string error =
      dir.complaint_for(with_all(k_good, "expect: true\n    remedy: {set: true}",
                                 "expect: {type: string}\n    supported: true"));
  BOOST_TEST(error == "policies/v.yaml:9:16: the manifest has no support: facts to judge a "
                      "release by");
}

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
               "policies/v.yaml:9:19: the remedy does not meet the check's own expectation; "
               "write "
               "a value that expect: wants"},
           Row{with(k_good, "expect: true", "expect: $nothing"),
               "policies/v.yaml:8:13: there is no parameter \"nothing\""},
           Row{with(k_good, "    expect", "    expcet"),
               "policies/v.yaml:8:5: unknown key \"expcet\"; did you mean \"expect\"?"},
           Row{std::string{k_good} + k_good,
               "policies/v.yaml:11:9: the check \"v.x\" is given twice"},
       }) {
    BOOST_TEST(data.complaint_for(row.text) == row.error);
  }
}

BOOST_AUTO_TEST_CASE(a_complaint_shows_the_line_the_check_and_where_the_words_are_told)
{
  BOOST_TEST(DataDir{}.error_for(
                 with(k_good, "expect: true", "expect: {type: boolean, maxmum: 1}   # ü")) ==
             "policies/v.yaml:8:29: unknown word \"maxmum\"; did you mean \"maximum\"?\n"
             "  8 |     expect: {type: boolean, maxmum: 1}   # ü\n"
             "    |                             ^\n"
             "  in check v.x; klausur validate --schema expect lists the words");
}

BOOST_AUTO_TEST_CASE(all_complaints_of_a_file_are_told_by_line)
{
  const std::string two =
      with(with(k_good, "expect: true", "expect: {tpe: boolean}"), "DP-CON-02", "DP-CON-20") +
      with(with(k_good, "v.x", "v.y"), "expect: true", "expect: {}");
  const std::string error = DataDir{}.error_for(two);
  const auto first = error.find("policies/v.yaml:5:14: there is no control");
  const auto second = error.find("policies/v.yaml:8:14: unknown word \"tpe\"");
  const auto third = error.find("policies/v.yaml:16:13: an empty expectation");
  BOOST_TEST(first == 0U);
  BOOST_TEST(first < second);
  BOOST_TEST(second < third);
  BOOST_TEST(third != std::string::npos);
}

BOOST_AUTO_TEST_CASE(conditions_confirmations_and_variants_are_as_closed_as_expectations)
{
  const DataDir data;
  const auto added = [](const char* line) { return with(k_good, "    remedy", line); };
  BOOST_TEST(data.complaint_for(added("    when: {setting: config#/b, expect: {const: 1}}\n"
                                      "    remedy")) ==
             "policies/v.yaml:9:41: \"const\" is no word here; write the value itself");
  BOOST_TEST(
      data.complaint_for(added("    confirm: [{setting: config#/b, expect: {type: array, "
                               "minItms: 1}}]\n    remedy")) ==
      "policies/v.yaml:9:58: unknown word \"minItms\"; did you mean \"minItems\"?");
  data.write("manifest/v.yaml",
             "vendor: v\ntitle: {en: V, de: V}\nmandatory: [config]\ndocuments:\n"
             "  - name: config\n"
             "    read: {get: /config}\nvariants:\n  - id: x\n    title: {en: X, de: X}\n"
             "    when: {setting: config#/a, expect: {type: array, maxItem: 0}}\n");
  BOOST_TEST(data.complaint_for(k_good).find("unknown word \"maxItem\"") != std::string::npos,
             data.error_for(k_good));
}

BOOST_AUTO_TEST_CASE(known_values_are_complete_and_one_list_for_each_setting)
{
  const DataDir data;
  const std::string texts =
      with(with(k_good, "expect: true", "expect: {enum: [a, b]}\n    known: [a, c]"),
           "set: true", "set: a");
  BOOST_TEST(data.complaint_for(texts) ==
             "policies/v.yaml:9:12: known: lacks \"b\", which expect: wants; add it from the "
             "specification that source: names");

  const std::string sound = with(texts, "[a, c]", "[a, b, c]");
  const std::string other = with(k_good, "v.x", "v.y");
  const auto policy = data.policy_of(
      sound + with(with(other, "expect: true", "expect: c"), "set: true", "set: c"));
  BOOST_TEST_REQUIRE(policy.has_value(), (policy ? "" : policy.error().what));
  BOOST_TEST(to_text(*policy->checks[1].known) == R"(["a","b","c"])");

  BOOST_TEST(data.error_for(sound + with(with(other, "expect: true", "expect: d"), "set: true",
                                         "set: d"))
                 .find("known: of v.x lacks \"d\", which expect: wants") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_condition_on_a_value_that_its_setting_cannot_have_is_told)
{
  const DataDir data;
  const std::string sound =
      with(with(k_good, "expect: true", "expect: a\n    known: [a, b]"), "set: true", "set: a");
  for (const auto* key : {"when", "confirm"}) {
    const auto conditional = [&](std::string_view value) {
      return sound +
             with(with(k_good, "v.x", "v.y"), "    setting: config#/a\n",
                  fmt::format("    {}: {{setting: config#/a, expect: {}}}\n    setting: "
                              "config#/b\n",
                              key, value));
    };
    BOOST_TEST(data.policy_of(conditional("b")).has_value());
    const auto error = data.error_for(conditional("aa"));
    BOOST_TEST(
        error.find("\"aa\" is no value of config#/a: known: of v.x says [\"a\",\"b\"]") !=
            std::string::npos,
        error);
  }
}

BOOST_AUTO_TEST_CASE(a_name_in_a_manifest_that_nothing_has_is_told_with_the_nearest)
{
  const DataDir data;
  const std::string known =
      with(with(k_good, "expect: true", "expect: a\n    known: [a, b]"), "set: true", "set: a");
  const auto variant = [](std::string_view setting, std::string_view value,
                          std::string_view control) {
    std::string factors;
    for (const char name : std::string_view{"JHCPEOB"}) {
      factors +=
          fmt::format("      {}: {{value: 0, reason: {{en: R., de: R.}}, source: s, as_of: "
                      "2026-11-24, verified: true}}\n",
                      name);
    }
    return fmt::format(
        "variants:\n  - id: x\n    title: {{en: X, de: X}}\n    when: {{setting: "
        "{}, expect: {}}}\n    dpa_mode: none\n    lifecycle: supported\n    "
        "factors:\n{}    not_applicable: {{{}: {{en: N., de: N.}}}}\n",
        setting, value, factors, control);
  };
  struct Row
  {
    std::string more;
    std::string_view words; ///< Empty: it is sound.
  };
  const std::string limit =
      "    needs: {read: {limit: dfault}}\nlimits: {default: {requests: 1, "
      "per_seconds: 1}}\n";
  for (const auto& row : {
           Row{variant("config#/a", "b", "DP-CON-02"), ""},
           Row{variant("confg#/a", "b", "DP-CON-02"),
               "there is no document \"confg\"; did you mean \"config\"?"},
           Row{variant("config#/a", "bb", "DP-CON-02"),
               "\"bb\" is no value of config#/a: known: of v.x says [\"a\",\"b\"]"},
           Row{variant("config#/a", "b", "DP-CON-99"), "there is no control \"DP-CON-99\""},
           Row{"variants: []\nversion: confg#/v\n", "there is no document \"confg\""},
           Row{limit + "variants: []\n",
               "there is no limit \"dfault\"; did you mean \"default\"?"},
       }) {
    data.write("manifest/v.yaml",
               "vendor: v\ntitle: {en: V, de: V}\nmandatory: [config]\ndocuments:\n  - name: "
               "config\n    read: {get: /config}\n" +
                   row.more);
    const auto error = data.error_for(known);
    BOOST_TEST(error.empty() == row.words.empty(), error);
    BOOST_TEST(error.find(row.words) != std::string::npos, error);
  }
}

BOOST_AUTO_TEST_SUITE_END()
