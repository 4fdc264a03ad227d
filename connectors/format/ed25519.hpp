#pragma once

#include "connectors/base/result.hpp"

#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st; ///< OpenSSL's EVP_PKEY.

namespace klausur {

/// What a signature is checked with. Its name in files: `ed25519:` and 64 hexadecimal digits.
class PublicKey
{
public:
  /// @error `invalid`: not of that form, or no point of the curve.
  [[nodiscard]] static Result<PublicKey> named(std::string_view name);
  /// @error `invalid`: no PEM, or the key of another algorithm.
  [[nodiscard]] static Result<PublicKey> from_pem(std::string_view pem);

  [[nodiscard]] std::string name() const;
  [[nodiscard]] std::string pem() const; ///< As `openssl pkeyutl -pubin -inkey` reads it.

  /// @param signature  128 hexadecimal digits, as SigningKey::sign() gives them.
  [[nodiscard]] bool verifies(std::string_view text, std::string_view signature) const;

private:
  friend class SigningKey;
  explicit PublicKey(std::shared_ptr<evp_pkey_st> key) : m_key{std::move(key)} {}
  std::shared_ptr<evp_pkey_st> m_key;
};

/// An Ed25519 key pair. Copies share it.
class SigningKey
{
public:
  /// A new one. @error `unreachable`: OpenSSL has no randomness.
  [[nodiscard]] static Result<SigningKey> make();
  /// @error `invalid`: no PEM of an unencrypted Ed25519 key. The text does not show it.
  [[nodiscard]] static Result<SigningKey> from_pem(std::string_view pem);

  [[nodiscard]] std::string pem() const; ///< The secret, as PKCS #8.
  [[nodiscard]] const PublicKey& public_key() const { return m_public; }

  /// 128 hexadecimal digits; equal for equal text.
  [[nodiscard]] Result<std::string> sign(std::string_view text) const;

  /// `hmac-sha256:` and 64 hexadecimal digits, by a key that follows from this one and from
  /// `purpose`: nobody without the key can tell by trying what was digested.
  [[nodiscard]] std::string digest(std::string_view purpose, std::string_view text) const;

private:
  explicit SigningKey(const std::shared_ptr<evp_pkey_st>& key) : m_public{key} {}
  PublicKey m_public; ///< OpenSSL keeps both halves in one.
};

} // namespace klausur
