#include "connectors/format/pointer.hpp"
#include "connectors/format/source_file.hpp"
#include "connectors/format/yaml.hpp"
#include "policies/engine/judge.hpp"
#include "policies/engine/load.hpp"
#include "tests/policies/engine/sample.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>

using namespace klausur;
namespace fs = std::filesystem;

namespace {

const fs::path k_source{KLAUSUR_SOURCE_DIR};

/// A copy of what is shipped, of which one file is written anew.
struct Copy
{
  Copy() : path{fs::path{KLAUSUR_BINARY_DIR} / ("shipped_test." + std::to_string(::getpid()))}
  {
    fs::remove_all(path);
    fs::create_directories(path);
    for (const char* part : {"policies", "manifest"}) {
      fs::copy(k_source / part, path / part, fs::copy_options::recursive);
    }
  }
  ~Copy() { fs::remove_all(path); }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;

  /// What loading the vendor says when `file` holds `text`; the file is as before after it.
  [[nodiscard]] std::string error_with(const std::string& file, const std::string& text,
                                       const std::string& vendor) const
  {
    std::ofstream{path / file} << text;
    const auto catalogue = load_catalogue(path);
    BOOST_TEST_REQUIRE(catalogue.has_value());
    const auto policy = load_policy(path, vendor, *catalogue);
    fs::copy_file(k_source / file, path / file, fs::copy_options::overwrite_existing);
    return policy ? "" : policy.error().what;
  }

  fs::path path;
};

/// The pointers of all words of one expectation, by their depth.
using Words = std::map<std::size_t, std::vector<std::string>>;

void
collect_words(const JsonValue& expect, const std::string& here, std::size_t depth, Words& words)
{
  if (!expect.IsObject()) {
    return;
  }
  for (const auto& each : expect.GetObject()) {
    const std::string name{text_of(each.name)};
    const std::string place = fmt::format("{}/{}", here, name);
    words[depth].push_back(place);
    if (name == "not" || name == "items") {
      collect_words(each.value, place, depth + 1, words);
    }
    if (name == "properties") {
      for (const auto& property : each.value.GetObject()) {
        collect_words(property.value,
                      fmt::format("{}/{}", place, encoded_step(text_of(property.name))),
                      depth + 1, words);
      }
    }
  }
}

/// Of everything called `expect` in a file.
void
collect_expectations(const JsonValue& value, const std::string& here, Words& words)
{
  if (value.IsArray()) {
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
      collect_expectations(value[i], fmt::format("{}/{}", here, i), words);
    }
  } else if (value.IsObject()) {
    for (const auto& each : value.GetObject()) {
      const std::string place = fmt::format("{}/{}", here, encoded_step(text_of(each.name)));
      if (text_of(each.name) == "expect") {
        collect_words(each.value, place, 0, words);
      } else {
        collect_expectations(each.value, place, words);
      }
    }
  }
}

std::size_t
offset_of(std::string_view text, YamlPlaces::Place place)
{
  std::size_t at = 0;
  for (std::size_t line = 1; line < place.line; ++line) {
    at = text.find('\n', at) + 1;
  }
  return at + place.column - 1;
}

/// Misspell the words at one depth, all at once and each by one letter: every one of them has
/// to be named at its own place.
std::size_t
misspell(const Copy& copy, const std::string& file, const std::string& vendor,
         const std::vector<std::string>& pointers)
{
  const std::string sound = read_file(k_source / file).value();
  const YamlPlaces places{sound};
  std::string text = sound;
  std::vector<std::string> wanted;
  for (const auto& pointer : pointers) {
    const auto place = places.of(pointer, /*name=*/true);
    const std::string word = pointer.substr(pointer.rfind('/') + 1);
    const std::size_t at = offset_of(text, place);
    BOOST_TEST_REQUIRE(text.substr(at, word.size()) == word, file << " " << pointer);
    text[at + 1] = 'q';
    wanted.push_back(fmt::format("{}:{}:{}: unknown word \"{}\"", (copy.path / file).string(),
                                 place.line, place.column, text.substr(at, word.size())));
  }
  const std::string error = copy.error_with(file, text, vendor);
  for (const auto& each : wanted) {
    BOOST_TEST(error.find(each) != std::string::npos, each);
  }
  return wanted.size();
}

} // namespace

BOOST_AUTO_TEST_SUITE(shipped_test)

BOOST_AUTO_TEST_CASE(every_shipped_policy_loads_and_judges_with_the_default_parameters)
{
  const auto catalogue = load_catalogue(k_source);
  BOOST_TEST_REQUIRE(catalogue.has_value(), (catalogue ? "" : catalogue.error().what));
  BOOST_TEST(catalogue->controls.size() == 48U);
  const auto vendors = vendors_with_policies(k_source);
  BOOST_TEST(!vendors.empty());
  for (const auto& vendor : vendors) {
    const auto policy = load_policy(k_source, vendor, *catalogue);
    BOOST_TEST_REQUIRE(policy.has_value(), (policy ? "" : policy.error().what));
    const auto judge = Judge::prepare(*policy, *catalogue, JsonValue{rapidjson::kObjectType});
    BOOST_TEST(judge.has_value(), (judge ? "" : judge.error().what));
  }
}

BOOST_AUTO_TEST_CASE(no_shipped_remedy_contradicts_a_tenant_who_wants_it_shorter)
{
  const auto catalogue = load_catalogue(k_source).value();
  const Json strict =
      parse_json(R"({"recording_max_days": 14, "message_max_days": 10})").value();
  for (const auto& vendor : vendors_with_policies(k_source)) {
    const auto policy = load_policy(k_source, vendor, catalogue).value();
    const auto judge = Judge::prepare(policy, catalogue, strict);
    BOOST_TEST(judge.has_value(), (judge ? "" : judge.error().what));
  }
}

BOOST_AUTO_TEST_CASE(each_word_of_each_shipped_expectation_misspelt_is_refused_at_its_line)
{
  const Copy copy;
  std::size_t misspelt = 0;
  for (const auto& vendor : vendors_with_policies(k_source)) {
    for (const char* part : {"policies", "manifest"}) {
      const std::string file = fmt::format("{}/{}.yaml", part, vendor);
      const Json json = parse_yaml(read_file(k_source / file).value(), file).value();
      Words words;
      collect_expectations(json, "", words);
      for (const auto& [depth, pointers] : words) {
        misspelt += misspell(copy, file, vendor, pointers);
      }
    }
  }
  BOOST_TEST(misspelt > 500U);
}

BOOST_AUTO_TEST_CASE(what_the_build_compiled_says_what_the_shipped_files_say)
{
  const auto files = shipped_files(k_source);
  const fs::path compiled = fs::path{KLAUSUR_BINARY_DIR} / k_compiled_file;

  BOOST_TEST(files.size() > 3U);
  BOOST_TEST((read_file(compiled).value() == compile(files).value()));
  for (const auto& file : files) {
    const auto quick = load_shipped(file, compiled).value();
    const auto slow = load_shipped(file, "/no/such/file").value();
    BOOST_TEST((quick.json == slow.json), file.yaml);
    BOOST_TEST(quick.digest == slow.digest);
  }
}

BOOST_AUTO_TEST_CASE(an_expectation_speaks_about_what_the_manifests_facts_give)
{
  struct Row
  {
    const char* vendor;
    std::string good;
    std::string bad;
    const char* error;
  };
  const Copy copy;
  for (const auto& row :
       {Row{"slack",
            "    setting: members#/administrators_without_second_factor\n    expect: 0\n",
            "    setting: members#/administrators_without_second_factor\n    expect: none\n",
            "gives whole numbers at /administrators_without_second_factor, and this speaks "
            "about texts"},
        Row{"slack", "    setting: members#/administrators_without_second_factor\n",
            "    setting: members#/administrators_without_a_key\n",
            "no fact of the manifest gives /administrators_without_a_key"},
        Row{"zoom",
            "confirm: {setting: recordings#/oldest_days, expect: {type: [integer, 'null'], "
            "maximum: '$recording_max_days'}}",
            "confirm: {setting: recordings#/oldest_days, expect: {type: string, minLength: 1}}",
            "gives null and whole numbers at /oldest_days, and this speaks about texts"}}) {
    const auto file = fmt::format("policies/{}.yaml", row.vendor);
    auto text = read_file(k_source / file).value();
    const auto at = text.find(row.good);
    BOOST_TEST_REQUIRE(at != std::string::npos, row.good);
    text.replace(at, row.good.size(), row.bad);

    const auto error = copy.error_with(file, text, row.vendor);

    BOOST_TEST(error.find(row.error) != std::string::npos, error);
    BOOST_TEST(error.find(file + ":") != std::string::npos, error);
  }
}

/// Lists that cannot be without members: one that is read and empty says that something is
/// wrong with the reading, not that all is well.
BOOST_AUTO_TEST_CASE(a_list_that_must_have_members_is_unknown_without_them)
{
  struct Row
  {
    const char* vendor;
    const char* check;
    std::vector<std::pair<const char*, const char*>> read;
  };
  const auto catalogue = load_catalogue(k_source).value();
  for (const auto& row : std::vector<Row>{
           {"zoom", "zoom.users.", {{"users", "{}"}}},
           {"webex", "webex.room.", {{"sites", "{}"}, {"people", "{}"}}},
           {"slack",
            "slack.access.discoverability",
            {{"team_billing", R"({"plan":"enterprise"})"}, {"teams", "{}"}}},
           {"trello",
            "trello.lock.deletion",
            {{"organization", R"({"prefs":{"boardDeleteRestrict":{}}})"}}},
           {"jitsi",
            "jitsi.accounts.passwords-hashed",
            {{"deployment", R"({"public_service":null,"mode":"files"})"},
             {"prosody", R"({"accounts":{}})"}}},
           {"jitsi",
            "jitsi.access.no-anonymous-sign-in",
            {{"deployment", R"({"mode":"remote"})"}, {"xmpp", R"({"mechanisms":[]})"}}}}) {
    const auto policy = load_policy(k_source, row.vendor, catalogue).value();
    const auto judge = Judge::prepare(policy, catalogue, Json{rapidjson::kObjectType}).value();
    Snapshot snapshot{.tenant = "t", .vendor = row.vendor, .taken_at = Time{}};
    for (const auto& [document, content] : row.read) {
      snapshot.readings.push_back({document, "GET /x", Time{}, parse_json(content)});
    }
    snapshot.kept = sample::all_kept();
    snapshot.seal();
    Docket docket;
    judge.judge(snapshot, docket);
    std::size_t seen = 0;
    for (const auto& judgement : docket.judgements) {
      const auto& check = *judge.checks()[judgement.check].check;
      if (check.id.starts_with(row.check) && check.at_least > 0) {
        ++seen;
        BOOST_TEST((judgement.status == Status::unknown), check.id);
      }
    }
    BOOST_TEST(seen > 0U, row.check);
  }
}

BOOST_AUTO_TEST_SUITE_END()
