#include "connectors/format/ed25519.hpp"

#include "connectors/base/hex.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

#include <array>

namespace klausur {

namespace {

constexpr std::size_t k_key_bytes = 32;
constexpr std::size_t k_signature_bytes = 64;
constexpr std::string_view k_mark = "ed25519:";

using Digest = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using Memory = std::unique_ptr<BIO, decltype(&BIO_free)>;

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

std::shared_ptr<EVP_PKEY>
owned(EVP_PKEY* key)
{
  return {key, EVP_PKEY_free};
}

bool
is_ed25519(const std::shared_ptr<EVP_PKEY>& key)
{
  return key != nullptr && EVP_PKEY_get_id(key.get()) == EVP_PKEY_ED25519;
}

Memory
reading(std::string_view text)
{
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free};
}

std::string
text_in(const Memory& memory)
{
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

/// Never asks on the terminal for the pass phrase of an encrypted key.
int
no_pass_phrase(char*, int, int, void*)
{
  return -1;
}

/// 32 bytes of one half of the key.
template<typename Getter>
std::string
raw(EVP_PKEY* key, Getter getter)
{
  std::string bytes(k_key_bytes, '\0');
  std::size_t size = bytes.size();
  return getter(key, bytes_of(bytes), &size) == 1 ? bytes : std::string{};
}

std::string
hmac(std::string_view key, std::string_view text)
{
  std::string bytes(k_key_bytes, '\0');
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(),
       bytes_of(bytes), &size);
  return bytes;
}

} // namespace

Result<PublicKey>
PublicKey::named(std::string_view name)
{
  const auto bytes =
      name.starts_with(k_mark) ? bytes_of_hex(name.substr(k_mark.size())) : std::string{};
  auto key =
      bytes.size() != k_key_bytes
          ? nullptr
          : owned(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr,
                                              bytes_of(std::string_view{bytes}), bytes.size()));
  if (!is_ed25519(key)) {
    return fail(Failure::invalid, "a public key is written ed25519: and 64 hexadecimal digits");
  }
  return PublicKey{std::move(key)};
}

Result<PublicKey>
PublicKey::from_pem(std::string_view pem)
{
  const auto memory = reading(pem);
  auto key = owned(PEM_read_bio_PUBKEY(memory.get(), nullptr, no_pass_phrase, nullptr));
  if (!is_ed25519(key)) {
    return fail(Failure::invalid, "this is no Ed25519 public key in PEM");
  }
  return PublicKey{std::move(key)};
}

std::string
PublicKey::name() const
{
  return std::string{k_mark} + hex_of(raw(m_key.get(), EVP_PKEY_get_raw_public_key));
}

std::string
PublicKey::pem() const
{
  const Memory memory{BIO_new(BIO_s_mem()), BIO_free};
  PEM_write_bio_PUBKEY(memory.get(), m_key.get());
  return text_in(memory);
}

bool
PublicKey::verifies(std::string_view text, std::string_view signature) const
{
  const std::string bytes = bytes_of_hex(signature);
  const Digest context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  return bytes.size() == k_signature_bytes && context &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, m_key.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(std::string_view{bytes}), bytes.size(),
                          bytes_of(text), text.size()) == 1;
}

Result<SigningKey>
SigningKey::make()
{
  auto key = owned(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  if (!is_ed25519(key)) {
    return fail(Failure::unreachable, "OpenSSL cannot make an Ed25519 key");
  }
  return SigningKey{key};
}

Result<SigningKey>
SigningKey::from_pem(std::string_view pem)
{
  const auto memory = reading(pem);
  auto key = owned(PEM_read_bio_PrivateKey(memory.get(), nullptr, no_pass_phrase, nullptr));
  if (!is_ed25519(key)) {
    return fail(Failure::invalid, "this is no Ed25519 key in PEM without a pass phrase. Make "
                                  "one with: openssl genpkey -algorithm ed25519");
  }
  return SigningKey{key};
}

std::string
SigningKey::pem() const
{
  const Memory memory{BIO_new(BIO_s_mem()), BIO_free};
  PEM_write_bio_PrivateKey(memory.get(), m_public.m_key.get(), nullptr, nullptr, 0, nullptr,
                           nullptr);
  return text_in(memory);
}

Result<std::string>
SigningKey::sign(std::string_view text) const
{
  std::string bytes(k_signature_bytes, '\0');
  std::size_t size = bytes.size();
  const Digest context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  const bool done =
      context &&
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, m_public.m_key.get()) == 1 &&
      EVP_DigestSign(context.get(), bytes_of(bytes), &size, bytes_of(text), text.size()) == 1;
  if (!done) {
    return fail(Failure::unreachable, "OpenSSL cannot sign (Ed25519)");
  }
  return hex_of(bytes);
}

std::string
SigningKey::digest(std::string_view purpose, std::string_view text) const
{
  const auto secret = raw(m_public.m_key.get(), EVP_PKEY_get_raw_private_key);
  return "hmac-sha256:" + hex_of(hmac(hmac(secret, purpose), text));
}

} // namespace klausur
