#include "tests/support/hocon_oracle.hpp"
#include "tests/support/hocon_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace klausur::test;

/// The bytes choose what a sound document holds: ours and somebody else's reader have to
/// read the same.
extern "C" int
LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  std::size_t at = 0;
  HoconWriter writer{
      [&](std::size_t below) { return at < size ? data[at++] % below : std::size_t{0}; }};
  const std::string text = writer.document();
  std::string why;
  const auto wanted = oracle_reading(text);
  const auto found = our_reading(text, why);
  // It is sound. The other reader refuses some that merge and concatenate in one place.
  if (!found || (wanted && *found != *wanted)) {
    std::fprintf(stderr, "%s\n%s\nours:   %s\ntheirs: %s\n", text.c_str(), why.c_str(),
                 found.value_or("refused").c_str(), wanted.value_or("refused").c_str());
    std::abort();
  }
  return 0;
}
