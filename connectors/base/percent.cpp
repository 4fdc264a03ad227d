#include "connectors/base/percent.hpp"

#include <fmt/format.h>

#include <cctype>

namespace klausur {

std::string
percent_encoded(std::string_view text)
{
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || c == '~';
    encoded += plain ? std::string{c} : fmt::format("%{:02X}", byte);
  }
  return encoded;
}

} // namespace klausur
