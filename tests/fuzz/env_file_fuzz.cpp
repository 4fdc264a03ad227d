#include "connectors/jitsi/env_file.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace klausur;

/// Any bytes: an answer has to be JSON that can be read back.
extern "C" int
LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto answer = parse_env_file(text, "fuzz");
  if (answer && !parse_json(to_text(*answer))) {
    std::abort();
  }
  return 0;
}
