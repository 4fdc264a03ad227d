#include "connectors/jitsi/nginx_scan.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace klausur;
using namespace klausur::jitsi;

/// Any bytes as a web server's file: an answer has to be JSON that can be read back.
extern "C" int
LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto files = scan_nginx(text);
  const auto answer = nginx_document(files, "meet.example.org");
  if (!parse_json(to_text(answer))) {
    std::abort();
  }
  return 0;
}
