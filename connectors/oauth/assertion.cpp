#include "connectors/oauth/assertion.hpp"

#include "connectors/base/hex.hpp"
#include "connectors/format/base64.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include <array>
#include <cstring>

namespace klausur {

namespace {

constexpr int k_least_bits = 2048;

const unsigned char*
bytes_of(std::string_view text)
{
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// Gives OpenSSL the passphrase that the tenant gave, and never asks on the terminal.
int
passphrase_for(char* into, int room, int, void* given)
{
  const auto& passphrase = *static_cast<const std::string*>(given);
  if (passphrase.empty() || passphrase.size() > static_cast<std::size_t>(room)) {
    return -1;
  }
  std::memcpy(into, passphrase.data(), passphrase.size());
  return static_cast<int>(passphrase.size());
}

/// PSS as long as the digest, which is what verifiers of PS256 expect (RFC 7518, 3.5).
bool
pads(EVP_PKEY_CTX* context, SignedBy by)
{
  return by == SignedBy::rs256 ||
         (EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
          EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1);
}

Result<std::string>
signature_of(std::string_view text, EVP_PKEY* key, SignedBy by)
{
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest{EVP_MD_CTX_new(),
                                                                       EVP_MD_CTX_free};
  EVP_PKEY_CTX* context = nullptr; // The digest owns it.
  std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key)), '\0');
  std::size_t size = signature.size();
  const bool signed_well =
      EVP_DigestSignInit(digest.get(), &context, EVP_sha256(), nullptr, key) == 1 &&
      pads(context, by) &&
      EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     bytes_of(text), text.size()) == 1;
  if (!signed_well) {
    return fail(Failure::invalid, "OpenSSL does not sign with this private key");
  }
  signature.resize(size);
  return signature;
}

} // namespace

Result<AssertionKey>
AssertionKey::from_pem(std::string_view pem, const std::string& passphrase)
{
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory{
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free};
  auto given = passphrase;
  std::shared_ptr<EVP_PKEY> key{
      PEM_read_bio_PrivateKey(memory.get(), nullptr, &passphrase_for, &given), EVP_PKEY_free};
  if (key == nullptr) {
    const bool is_encrypted = pem.find("ENCRYPTED") != std::string_view::npos;
    return fail(Failure::invalid,
                is_encrypted ? "the private key is encrypted, and the passphrase does not open "
                               "it. Give the passphrase that belongs to it by reference"
                             : "this is no private key in PEM. Give a file that begins with "
                               "-----BEGIN PRIVATE KEY-----");
  }
  if (EVP_PKEY_get_id(key.get()) != EVP_PKEY_RSA ||
      EVP_PKEY_get_bits(key.get()) < k_least_bits) {
    return fail(Failure::invalid, "the private key is no RSA key of 2048 bits or more");
  }
  return AssertionKey{std::move(key)};
}

Result<std::string>
AssertionKey::sign(const JsonValue& header, const JsonValue& claims, SignedBy by) const
{
  Json whole{rapidjson::kObjectType};
  auto& memory = whole.GetAllocator();
  set_member(whole, "alg", by == SignedBy::ps256 ? "PS256" : "RS256", memory);
  set_member(whole, "typ", "JWT", memory);
  merge(whole, header, memory);
  const auto text = base64url(to_text(whole)) + "." + base64url(to_text(claims));
  return signature_of(text, m_key.get(), by).map([&](const std::string& signature) {
    return text + "." + base64url(signature);
  });
}

Result<Json>
claims_at(const Claims& claims, Time now)
{
  Json json{rapidjson::kObjectType};
  auto& memory = json.GetAllocator();
  const auto add = [&](std::string_view name, const std::string& text) {
    if (!text.empty()) {
      set_member(json, name, text, memory);
    }
  };
  const auto add_time = [&](std::string_view name, Time at) {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch());
    set_member(json, name, JsonValue{static_cast<std::int64_t>(seconds.count())}, memory);
  };
  add("iss", claims.issuer);
  add("sub", claims.subject);
  add("aud", claims.audience);
  add("scope", claims.scope);
  add_time("iat", now);
  add_time("exp", now + claims.life);
  if (claims.is_numbered) {
    std::array<unsigned char, 16> number{};
    if (RAND_bytes(number.data(), static_cast<int>(number.size())) != 1) {
      return fail(Failure::unreachable, "OpenSSL has no randomness. Try again later");
    }
    add("jti", hex_of({reinterpret_cast<const char*>(number.data()), number.size()}));
    add_time("nbf", now);
  }
  return json;
}

} // namespace klausur
