#pragma once

#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"
#include "connectors/http/template.hpp"
#include "connectors/model/clock.hpp"

#include <functional>
#include <optional>
#include <string>

namespace klausur {

/// Where access tokens come from, and what is sent there (OAuth 2, RFC 6749).
struct TokenEndpoint
{
  std::string url;
  std::string user; ///< Client id and secret for Basic; an empty user: they are in the form.
  std::string password;
  Parameters form;           ///< grant_type and what the vendor wants beside it.
  std::string refresh_token; ///< Sent as `refresh_token`; empty: the form says it all.
};

/// Gets an access token once, keeps it in memory and renews it shortly before its end.
/// Not for two threads at once, as the Http that it uses: one renewal at a time.
class TokenSource
{
public:
  /// Keeps a rotated refresh token where a crash does not lose it.
  using Save = std::function<Result<void>(const std::string& refresh_token)>;

  /// With a Save every new refresh token is saved before the access token that came with
  /// it is used: the vendor may end the old one at that moment.
  TokenSource(Http& http, Redactor& redactor, const Clock& clock, TokenEndpoint endpoint,
              Save save = {});

  /// @error `unauthorised`: the vendor refuses the client or the refresh token; it is then
  ///        not asked again by this object. `unreachable`, `unexpected`; the error of Save,
  ///        after which the next call tries to save again.
  [[nodiscard]] Result<std::string> access_token();

  /// Add `Authorization: Bearer`.
  [[nodiscard]] Result<void> authorise(Request& request);

  /// Forget the token that the vendor refused and get another.
  [[nodiscard]] Result<bool> renew();

  /// The permissions that the token has, as the vendor wrote them; empty before the first.
  [[nodiscard]] const std::string& scopes() const { return m_scopes; }

private:
  [[nodiscard]] Result<void> fetch();
  [[nodiscard]] Result<void> save_pending();
  [[nodiscard]] Result<void> take(const Response& response);
  [[nodiscard]] Request request() const;

  Http& m_http;
  Redactor& m_redactor;
  const Clock& m_clock;
  TokenEndpoint m_endpoint;
  Save m_save;
  std::string m_token;
  std::string m_scopes;
  std::optional<Time> m_renew_at; ///< Nothing: the vendor names no end.
  bool m_save_pending = false;
  std::optional<Error> m_refused;
};

} // namespace klausur
