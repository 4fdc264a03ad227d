#include "connectors/jitsi/compose_yaml.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace klausur;
using namespace klausur::jitsi;

/// Any bytes as a compose file: an answer has to be JSON that can be read back, whose values
/// are texts, null, lists and objects only.
extern "C" int
LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto answer = parse_compose_yaml(text, "fuzz");
  if (answer && (answer->IsNumber() || answer->IsBool() || !parse_json(to_text(*answer)))) {
    std::abort();
  }
  return 0;
}
