#include "connectors/oauth/seal.hpp"

#include "connectors/base/hex.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <memory>

namespace klausur {

namespace {

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

// The number says how what follows is made: one nonce, the ciphertext, one tag, in
// hexadecimal digits.
constexpr std::string_view k_mark = "klausur-sealed-1:";
constexpr std::size_t k_nonce_bytes = 12;
constexpr std::size_t k_tag_bytes = 16;

const unsigned char*
bytes_of(std::string_view text)
{
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char*
bytes_of(std::string& text)
{
  return reinterpret_cast<unsigned char*>(text.data());
}

/// Feeds the purpose into the tag.
bool
bind(EVP_CIPHER_CTX* cipher, std::string_view purpose)
{
  int size = 0;
  return EVP_CipherUpdate(cipher, nullptr, &size, bytes_of(purpose),
                          static_cast<int>(purpose.size())) == 1;
}

} // namespace

Result<Seal>
Seal::of(std::string_view key)
{
  const auto bytes = bytes_of_hex(key);
  if (bytes.size() != k_key_bytes) {
    return fail(Failure::invalid, "this is no key of 64 hexadecimal digits. Make one with: "
                                  "openssl rand -hex 32");
  }
  Seal seal;
  std::copy(bytes.begin(), bytes.end(), seal.m_key.begin());
  return seal;
}

Result<std::string>
Seal::close(std::string_view plain, std::string_view purpose) const
{
  std::string sealed(k_nonce_bytes + plain.size() + k_tag_bytes, '\0');
  auto* nonce = bytes_of(sealed);
  auto* text = nonce + k_nonce_bytes;
  const Cipher cipher{EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
  int size = 0;
  const bool done =
      cipher && RAND_bytes(nonce, k_nonce_bytes) == 1 &&
      EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, m_key.data(), nonce) == 1 &&
      bind(cipher.get(), purpose) &&
      EVP_EncryptUpdate(cipher.get(), text, &size, bytes_of(plain),
                        static_cast<int>(plain.size())) == 1 &&
      EVP_EncryptFinal_ex(cipher.get(), text + size, &size) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, k_tag_bytes,
                          text + plain.size()) == 1;
  if (!done) {
    return fail(Failure::unreachable, "OpenSSL cannot encrypt (AES-256-GCM)");
  }
  return std::string{k_mark} + hex_of(sealed);
}

Result<std::string>
Seal::open(std::string_view sealed, std::string_view purpose) const
{
  auto bytes = is_sealed(sealed) ? bytes_of_hex(sealed.substr(k_mark.size())) : std::string{};
  const auto broken =
      fail(Failure::invalid, "it is cut off or changed, or was sealed with another key");
  if (bytes.size() < k_nonce_bytes + k_tag_bytes) {
    return broken;
  }
  auto* nonce = bytes_of(bytes);
  auto* text = nonce + k_nonce_bytes;
  std::string plain(bytes.size() - k_nonce_bytes - k_tag_bytes, '\0');
  auto* into = bytes_of(plain);
  const Cipher cipher{EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
  int size = 0;
  const bool done =
      cipher &&
      EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, m_key.data(), nonce) == 1 &&
      bind(cipher.get(), purpose) &&
      EVP_DecryptUpdate(cipher.get(), into, &size, text, static_cast<int>(plain.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, k_tag_bytes,
                          text + plain.size()) == 1 &&
      EVP_DecryptFinal_ex(cipher.get(), into + size, &size) == 1;
  return done ? Result<std::string>{std::move(plain)} : Result<std::string>{broken};
}

bool
Seal::is_sealed(std::string_view text)
{
  return text.starts_with(k_mark);
}

} // namespace klausur
