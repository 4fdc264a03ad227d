#include "connectors/script/inside/prosody_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace klausur;
using namespace klausur::inside;

/// Any bytes as a configuration of Prosody that may include its own second half: an answer has
/// to be JSON that can be read back. An error of Lua leaves memory behind, as it does in the
/// child, which ends then: so this runs without looking for leaks.
extern "C" int
LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  const std::string text{reinterpret_cast<const char*>(data), size};
  const auto include = [&text](std::string_view target,
                               std::string_view /*from*/) -> Result<Included> {
    if (target.size() > 2) {
      return Included{{}, "not here"};
    }
    return Included{{{std::string{target}, text.substr(text.size() / 2)}}, ""};
  };
  ProsodyReader reader{std::size_t{8} << 20, include};
  if (reader.run_file({"fuzz", text})) {
    const auto answer = reader.answer();
    if (answer && !parse_json(to_text(*answer))) {
      std::abort();
    }
  }
  return 0;
}

extern "C" const char*
__asan_default_options() // NOLINT(*-identifier-*)
{
  return "detect_leaks=0";
}
