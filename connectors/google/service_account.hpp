#pragma once

#include "connectors/connector.hpp"
#include "connectors/oauth/assertion.hpp"
#include "connectors/oauth/token.hpp"

#include <map>
#include <optional>
#include <string>

namespace klausur::google {

/// `Authorization: Bearer` by a service account that acts for a person (RFC 7523, section 2.1):
/// by what the tenant gives under `auth:`, `subject`, and `service_account`, the console's JSON
/// file by reference, or `client_email`, `key_id`, `private_key` and `passphrase` singly.
///
/// Each set of permissions has a token of its own: where one permission is not delegated the
/// whole request fails, and others must not fail with it.
class ServiceAccount
{
public:
  /// @param path  Of the token endpoint, below the host `token`: `/token`.
  ServiceAccount(const Workplace& at, std::string path) : m_at{at}, m_path{std::move(path)} {}

  /// @error `invalid`: something is not given, is no key, or does not open; `forbidden` with
  ///        the permissions: one of them is not delegated; the errors of TokenSource.
  Task<Result<void>> authorise(Request& request, const Needs& needs);

  Task<Result<bool>> renew();

  /// Its address, which is nobody's.
  [[nodiscard]] Result<std::string> email();

private:
  struct Identity
  {
    std::string email;
    std::string key_id; ///< May be empty: the vendor then tries all keys of the account.
    std::string subject;
    AssertionKey key;
  };

  [[nodiscard]] Result<Identity> read_identity() const;
  [[nodiscard]] Result<const Identity*> identity();
  [[nodiscard]] Result<TokenSource*> source(const std::string& scopes);

  const Workplace& m_at;
  std::string m_path;
  std::optional<Identity> m_identity;
  std::map<std::string, TokenSource> m_sources; ///< By the permissions.
};

} // namespace klausur::google
