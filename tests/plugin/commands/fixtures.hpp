#pragma once

#include "connectors/format/source_file.hpp"
#include "connectors/model/snapshot.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace klausur::test {

inline const std::filesystem::path k_root{KLAUSUR_SOURCE_DIR};

/// The folders of a vendor's scenarios, sorted.
inline std::vector<std::filesystem::path>
scenarios_of(const std::string& vendor)
{
  std::vector<std::filesystem::path> found;
  for (const auto& entry :
       std::filesystem::directory_iterator{k_root / "tests/fixtures" / vendor}) {
    if (std::filesystem::exists(entry.path() / "snapshot.json")) {
      found.push_back(entry.path());
    }
  }
  std::ranges::sort(found);
  return found;
}

inline Snapshot
snapshot_of(const std::filesystem::path& scenario)
{
  auto snapshot = read_file(scenario / "snapshot.json")
                      .and_then([](const std::string& text) { return parse_json(text); })
                      .and_then([](const Json& json) { return snapshot_from_json(json); });
  BOOST_TEST_REQUIRE(snapshot.has_value(), scenario << ": " << snapshot.error().what);
  return std::move(*snapshot);
}

} // namespace klausur::test
