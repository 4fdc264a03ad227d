#include "connectors/format/digest.hpp"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <array>

namespace klausur {

std::string
sha256(std::string_view bytes)
{
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  // OpenSSL's own name for bytes is unsigned char.
  SHA256(reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size(), digest.data());
  std::string text = "sha256:";
  for (const unsigned char byte : digest) {
    text += fmt::format("{:02x}", byte);
  }
  return text;
}

} // namespace klausur
