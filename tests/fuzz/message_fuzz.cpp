#include "connectors/format/json.hpp"
#include "connectors/script/message.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace klausur;

/// Any bytes as what the child that evaluates scripts may say: what is a message packs into
/// the same bytes, and what it says of a failure can stand in a report.
extern "C" int
LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  const std::string_view body{reinterpret_cast<const char*>(data), size};
  const auto message = unpacked(body);
  if (!message) {
    return 0;
  }
  const std::string bytes = packed(*message);
  const Error error = failure_in(*message);
  const bool same =
      std::string_view{bytes}.substr(k_message_head) == body && size_in(bytes) == body.size();
  Json shown{rapidjson::kObjectType};
  set_member(shown, "what", error.what, shown.GetAllocator());
  if (!same || !parse_json(to_text(shown))) {
    std::abort();
  }
  return 0;
}
