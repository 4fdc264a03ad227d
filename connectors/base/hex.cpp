#include "connectors/base/hex.hpp"

#include <fmt/format.h>

#include <charconv>

namespace klausur {

std::string
hex_of(std::string_view bytes)
{
  std::string text;
  for (const char byte : bytes) {
    text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  }
  return text;
}

std::string
bytes_of_hex(std::string_view digits)
{
  std::string bytes;
  for (; digits.size() >= 2; digits.remove_prefix(2)) {
    unsigned byte = 0;
    const auto* end = digits.data() + 2;
    if (std::from_chars(digits.data(), end, byte, 16).ptr != end) {
      return {};
    }
    bytes += static_cast<char>(byte);
  }
  return digits.empty() ? bytes : std::string{};
}

} // namespace klausur
