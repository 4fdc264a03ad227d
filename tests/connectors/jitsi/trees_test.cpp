// Deployments of several years, as they lie on servers, judged from their files.

#include "policies/engine/examine.hpp"
#include "tests/connectors/jitsi/whole.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

using namespace klausur;
using klausur::test::Whole;

namespace fs = std::filesystem;

namespace {

std::string
text_of_file(const fs::path& file)
{
  std::ifstream stream{file};
  std::ostringstream text;
  text << stream.rdbuf();
  auto all = text.str();
  all.erase(all.find_last_not_of(" \n") + 1);
  return all;
}

std::vector<fs::path>
trees()
{
  std::vector<fs::path> all;
  for (const auto& each :
       fs::directory_iterator{KLAUSUR_SOURCE_DIR "/tests/fixtures/jitsi-trees"}) {
    if (each.is_directory()) {
      all.push_back(each.path());
    }
  }
  std::ranges::sort(all);
  return all;
}

/// The worst status of a check's findings, as the reports write it.
std::map<std::string, std::string>
judged(const fs::path& tree)
{
  Whole whole;
  whole.tenant.files = (tree / "tree" / text_of_file(tree / "root")).lexically_normal();
  if (fs::exists(tree / "host")) {
    whole.tenant.parameters.SetObject();
    set_member(whole.tenant.parameters, "host", text_of_file(tree / "host"),
               whole.tenant.parameters.GetAllocator());
  }
  whole.keep();
  const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
  const auto policy = load_policy(KLAUSUR_SOURCE_DIR, "jitsi", catalogue).value();
  const Json none{rapidjson::kObjectType};
  const auto judge = Judge::prepare(policy, catalogue, none).value();
  const auto snapshot = whole.read();
  const auto report = examine(judge, snapshot, {.now = snapshot.taken_at});

  constexpr std::array k_worst_first{Status::fail, Status::error, Status::unknown, Status::pass,
                                     Status::not_applicable};
  std::map<std::string, std::string> worst;
  for (const auto status : k_worst_first) {
    for (const auto& finding : report.findings) {
      if (finding.check != nullptr && finding.status == status) {
        worst.emplace(finding.check->id, name_of(status));
      }
    }
  }
  return worst;
}

} // namespace

BOOST_AUTO_TEST_SUITE(trees_test)

BOOST_AUTO_TEST_CASE(deployments_of_several_years_are_judged_as_their_release_behaves)
{
  BOOST_TEST(trees().size() >= 8U);
  for (const auto& tree : trees()) {
    const auto found = judged(tree);
    std::ifstream expected{tree / "expect"};
    std::string check;
    std::size_t looked_at = 0;
    for (std::string line; std::getline(expected, line);) {
      std::istringstream words{line};
      std::string status;
      if (line.starts_with('#') || !(words >> check >> status)) {
        continue;
      }
      ++looked_at;
      const auto finding = found.find(check);
      BOOST_TEST((finding == found.end() ? "no finding" : finding->second) == status,
                 tree.filename().string()
                     << ": " << check << ": "
                     << (finding == found.end() ? "no finding" : finding->second)
                     << ", expected " << status);
    }
    BOOST_TEST(looked_at >= 5U, tree.string());
  }
}

BOOST_AUTO_TEST_SUITE_END()
