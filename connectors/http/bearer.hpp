#pragma once

#include "connectors/connector.hpp"
#include "connectors/http/token.hpp"

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
  /// @param path  Of the token endpoint, below the base: `/oauth/access`.
  Bearer(const Workplace& at, std::string path) : m_at{at}, m_path{std::move(path)} {}

  /// @error `invalid`: something is not given; the errors of TokenSource.
  [[nodiscard]] Result<void> authorise(Request& request);

  /// The same by another name under `auth:`, for which nothing is ever renewed.
  [[nodiscard]] Result<void> authorise(Request& request, const std::string& name) const;

  /// @return False: the token is one that nothing renews.
  [[nodiscard]] Result<bool> renew();

private:
  [[nodiscard]] Result<TokenSource*> source();

  const Workplace& m_at;
  std::string m_path;
  std::optional<TokenSource> m_source;
};

} // namespace klausur
