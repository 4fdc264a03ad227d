// klausur-compile DATA_DIR OUTPUT: makes the compiled file of everything that is shipped.

#include "connectors/format/compiled.hpp"
#include "policies/engine/load.hpp"

#include <cstdio>
#include <fstream>

int
main(int argc, char** argv)
{
  if (argc != 3) {
    std::fputs("usage: klausur-compile DATA_DIR OUTPUT\n", stderr);
    return 2;
  }
  const auto bytes = klausur::compile(klausur::shipped_files(argv[1]));
  if (!bytes) {
    std::fprintf(stderr, "%s\n", bytes.error().what.c_str());
    return 2;
  }
  std::ofstream file{argv[2], std::ios::binary};
  file << *bytes << std::flush;
  if (!file) {
    std::fprintf(stderr, "%s: could not be written\n", argv[2]);
    return 2;
  }
  return 0;
}
