#pragma once

#include "connectors/format/source_file.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace klausur::sample {

/// Hold `text` against tests/fixtures/report/<name>, byte for byte. What differs is written
/// beside the test binaries, so that a wanted change is looked at and copied over.
inline void
require_golden(std::string_view name, std::string_view text)
{
  const std::filesystem::path golden =
      std::filesystem::path{KLAUSUR_SOURCE_DIR} / "tests/fixtures/report" / name;
  const auto expected = read_file(golden);
  if (expected && *expected == text) {
    return;
  }
  const std::filesystem::path seen = std::filesystem::path{KLAUSUR_BINARY_DIR} / name;
  std::ofstream{seen, std::ios::binary} << text;
  const std::string_view wanted = expected ? std::string_view{*expected} : std::string_view{};
  const auto [mine, theirs] = std::ranges::mismatch(text, wanted);
  BOOST_ERROR(golden.string() << " differs from " << seen.string() << " from line "
                              << 1 + std::count(text.begin(), mine, '\n'));
}

} // namespace klausur::sample
