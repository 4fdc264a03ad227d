#include "connectors/format/json.hpp"
#include "connectors/model/snapshot.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

using namespace klausur;

/// Any bytes as JSON and as a snapshot: what is taken can be written and read back to the same.
extern "C" int
LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  const std::string text{reinterpret_cast<const char*>(data), size};
  if (const auto json = parse_json(text)) {
    const auto again = parse_json(to_text(*json));
    if (!again || canonical_text(*again) != canonical_text(*json)) {
      std::abort();
    }
  }
  std::istringstream stream{text};
  if (const auto snapshot = read_snapshot(stream)) {
    std::istringstream written{to_text(to_json(*snapshot))};
    const auto again = read_snapshot(written);
    if (!again || to_text(to_json(*again)) != to_text(to_json(*snapshot))) {
      std::abort();
    }
  }
  return 0;
}
