#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st; ///< OpenSSL's EVP_MD_CTX.

namespace klausur {

/// `sha256:` and 64 hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

/// HMAC with SHA-256 (RFC 2104), 64 hexadecimal digits: who has no key learns nothing of short
/// or guessable bytes either.
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view bytes);

/// As sha256(), of bytes that come piece by piece.
class Sha256
{
public:
  Sha256();
  void add(std::string_view bytes);
  /// Once, at the end.
  [[nodiscard]] std::string text();

private:
  struct Free
  {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> m_context;
};

} // namespace klausur
