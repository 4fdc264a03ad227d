// The names of config.js that are watched for misspellings are those that checks look at.

#include "connectors/jitsi/config_spelling.hpp"
#include "connectors/model/setting.hpp"
#include "policies/engine/load.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>
#include <string>

using namespace klausur;
using namespace klausur::jitsi;

BOOST_AUTO_TEST_SUITE(judged_names_test)

BOOST_AUTO_TEST_CASE(every_name_that_a_check_looks_at_is_known_by_its_spelling)
{
  const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
  const auto policy = load_policy(KLAUSUR_SOURCE_DIR, "jitsi", catalogue).value();
  std::set<std::string> looked_at;
  const auto add = [&](const Address& setting) {
    auto pointer = pointer_text(setting.steps);
    constexpr std::string_view k_config = "/config/";
    if (setting.document == "config_js" && pointer.starts_with(k_config)) {
      pointer.erase(0, k_config.size());
      std::ranges::replace(pointer, '/', '.');
      looked_at.insert(pointer);
    }
  };
  for (const auto& check : policy.checks) {
    add(check.setting);
    for (const auto* conditions : {&check.when, &check.confirm}) {
      for (const auto& each : *conditions) {
        add(each.setting);
      }
    }
  }
  const std::set<std::string> known(judged_names().begin(), judged_names().end());

  BOOST_TEST(known == looked_at, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
