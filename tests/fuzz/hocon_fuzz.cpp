#include "connectors/jitsi/hocon.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace klausur;

/// Any bytes as HOCON, which may include itself: an answer has to be JSON that can be read
/// back, and laying it over itself changes nothing.
extern "C" int
LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  const std::string text{reinterpret_cast<const char*>(data), size};
  HoconSources sources{.name = "fuzz"};
  sources.environment = {{"HOME", "/root"}};
  sources.load = [&text](std::string_view target,
                         std::string_view) -> Result<std::optional<HoconFile>> {
    return target.size() > 2
               ? std::nullopt
               : std::optional{HoconFile{std::string{target}, text.substr(text.size() / 2)}};
  };
  const auto answer = parse_hocon(text, sources);
  if (answer && canonical_text(merge(*answer, *answer)) != canonical_text(*answer)) {
    std::abort();
  }
  if (answer && !parse_json(to_text(*answer))) {
    std::abort();
  }
  return 0;
}
