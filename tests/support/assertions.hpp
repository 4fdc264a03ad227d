#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st; ///< OpenSSL's EVP_PKEY.

namespace klausur::test {

/// A fresh RSA pair and a verifier of what it signed, that shares nothing with the signer.
class RsaPair
{
public:
  explicit RsaPair(unsigned bits = 2048);

  /// PKCS #8; with a passphrase it is encrypted.
  [[nodiscard]] std::string private_pem(std::string_view passphrase = {}) const;

  /// Whether `HEADER.CLAIMS.SIGNATURE` was signed with SHA-256 by this pair.
  [[nodiscard]] bool verifies(std::string_view assertion, bool by_pss) const;

private:
  std::shared_ptr<evp_pkey_st> m_key;
};

/// The bytes of the part, counted from 0, between the dots.
[[nodiscard]] std::string part_of(std::string_view assertion, int number);

} // namespace klausur::test
