#pragma once

#include "connectors/base/time.hpp"
#include "connectors/format/json.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st; ///< OpenSSL's EVP_PKEY.

namespace klausur {

/// How an assertion is signed, in the words of RFC 7518.
enum class SignedBy { rs256, ps256 };

/// An RSA key by which a client proves who it is. Copies share it.
class AssertionKey
{
public:
  /// @param passphrase  Of an encrypted PEM; nobody is asked for it on a terminal.
  /// @error `invalid`: no PEM of an RSA key of 2048 bits or more, or another passphrase. The
  ///        text shows neither.
  [[nodiscard]] static Result<AssertionKey> from_pem(std::string_view pem,
                                                     const std::string& passphrase = {});

  /// `HEADER.CLAIMS.SIGNATURE` (RFC 7515). `alg` and `typ` are put into the header.
  [[nodiscard]] Result<std::string> sign(const JsonValue& header, const JsonValue& claims,
                                         SignedBy by) const;

private:
  explicit AssertionKey(std::shared_ptr<evp_pkey_st> key) : m_key{std::move(key)} {}
  std::shared_ptr<evp_pkey_st> m_key;
};

/// What an assertion says beside its times (RFC 7523).
struct Claims
{
  std::string issuer;
  std::string subject;  ///< In whose name; empty: it is not said.
  std::string audience; ///< The token endpoint, as the vendor names it.
  std::string scope;    ///< Where the vendor wants it in the assertion; may be empty.
  std::chrono::seconds life{300};
  bool is_numbered = false; ///< With a `jti` that never comes again.
};

/// The claims as they are to be signed now: `iat`, `exp`, and with a number `nbf` too.
/// @error `unreachable`: OpenSSL has no randomness for the number.
[[nodiscard]] Result<Json> claims_at(const Claims& claims, Time now);

} // namespace klausur
