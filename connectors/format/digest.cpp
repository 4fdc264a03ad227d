#include "connectors/format/digest.hpp"

#include "connectors/base/hex.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace klausur {

namespace {

std::string
hexadecimal(const std::array<unsigned char, EVP_MAX_MD_SIZE>& digest, unsigned size)
{
  return hex_of({reinterpret_cast<const char*>(digest.data()), size});
}

} // namespace

std::string
hmac_sha256(std::string_view key, std::string_view bytes)
{
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data(),
       &size);
  return hexadecimal(digest, size);
}

std::string
sha256(std::string_view bytes)
{
  Sha256 digest;
  digest.add(bytes);
  return digest.text();
}

Sha256::Sha256() : m_context{EVP_MD_CTX_new()}
{
  EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr);
}

void
Sha256::add(std::string_view bytes)
{
  EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size());
}

std::string
Sha256::text()
{
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_DigestFinal_ex(m_context.get(), digest.data(), &size);
  return "sha256:" + hexadecimal(digest, size);
}

void
Sha256::Free::operator()(EVP_MD_CTX* context) const
{
  EVP_MD_CTX_free(context);
}

} // namespace klausur
