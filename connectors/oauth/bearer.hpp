#pragma once

#include "connectors/connector.hpp"
#include "connectors/oauth/token.hpp"

#include <optional>
#include <string>

namespace klausur {

/// `Authorization: Bearer` by what the tenant gives under `auth:`. With `refresh_token`,
/// `client_id` and `client_secret` tokens are renewed and the rotated refresh token is
/// kept in its file, sealed where `token_key` is given (token_file.hpp); otherwise `token`
/// serves as it is.
class Bearer
{
public:
  /// @param path    Of the token endpoint, below the base: `/oauth/access`.
  /// @param prefix  Of `token` and `refresh_token` under `auth:`, where a tenant has tokens of
  ///                two kinds: `bot_`. The client is the same.
  Bearer(const Workplace& at, std::string path, std::string prefix = {})
      : m_at{at}, m_path{std::move(path)}, m_prefix{std::move(prefix)}
  {
  }

  /// Whether the tenant gives a token of this kind.
  [[nodiscard]] bool is_given() const;

  /// @error `invalid`: something is not given; the errors of TokenSource.
  Task<Result<void>> authorise(Request& request);

  /// @return False: the token is one that nothing renews.
  Task<Result<bool>> renew();

private:
  [[nodiscard]] Result<TokenSource*> source();

  const Workplace& m_at;
  std::string m_path;
  std::string m_prefix;
  std::optional<TokenSource> m_source;
};

} // namespace klausur
