#pragma once

#include "connectors/base/clock.hpp"
#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"
#include "connectors/rest/template.hpp"

#include <functional>
#include <map>
#include <memory>
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
  /// Fields that are made anew for each request, such as an assertion, whose time counts; they
  /// are secrets. Empty: there are none.
  std::function<Result<Parameters>(Time now)> proof{};
  std::map<std::string, Failure> kinds{}; ///< What the codes of a refusal mean that stand for
                                          ///< something else than `unauthorised`.
};

/// What outlives the process.
struct KeptTokens
{
  std::string refresh_token;
  std::string access_token{}; ///< Empty: only the refresh token is kept.
  std::string scopes{};
  std::optional<Time> renew_at{}; ///< Of the access token.
  bool cut_off = false; ///< An earlier renewal did not come to its end: the vendor may have
                        ///< ended the refresh token without anybody having the next one.
};

/// Keeps rotated tokens where a crash does not lose them, and lets one at a time renew
/// them. Always open(), then reserve() and save() or not, then close().
class TokenKeeper
{
public:
  virtual ~TokenKeeper() = default;

  /// Wait until nobody else renews, and read what is newest. After an error there is
  /// nothing to close(). It may block, so it is called aside of the loop.
  [[nodiscard]] virtual Result<KeptTokens> open() = 0;
  /// Make sure that save() will have room: asked before a token is spent.
  [[nodiscard]] virtual Result<void> reserve() = 0;
  [[nodiscard]] virtual Result<void> save(const KeptTokens& tokens) = 0;
  /// @param answered  False: a token may be spent although nobody has the answer.
  virtual void close(bool answered) = 0;
};

/// Gets an access token once, keeps it in memory and renews it shortly before its end: what
/// `expires_in` of the answer says counts, not what a vendor's handbook says.
/// Many may ask at one time: one renewal serves them all.
class TokenSource
{
public:
  /// With a keeper every new refresh token is saved before the access token that came with
  /// it is used: the vendor may end the old one at that moment. The endpoint's own
  /// refresh_token is then ignored.
  TokenSource(Http& http, Redactor& redactor, const Clock& clock, TokenEndpoint endpoint,
              std::unique_ptr<TokenKeeper> keeper = nullptr);

  /// @error `unauthorised`, and what `kinds` says: the vendor refuses the client, its proof or
  ///        the refresh token; it is then not asked again by this object. `unreachable`,
  ///        `unexpected`; the errors of the proof and of the keeper. After one of save() the
  ///        next call tries to save again.
  Task<Result<std::string>> access_token();

  /// Add `Authorization: Bearer`.
  Task<Result<void>> authorise(Request& request);

  /// Forget the token that the vendor refused and get another.
  Task<Result<bool>> renew();

  /// The permissions that the token has, as the vendor wrote them; empty before the first.
  [[nodiscard]] const std::string& scopes() const { return m_scopes; }

private:
  Task<Result<std::string>> token_now();
  Task<Result<void>> fetch();
  Task<Result<void>> renew_kept();
  Task<Result<void>> spend(const KeptTokens& kept);
  Task<Result<void>> save_late();
  Task<Result<KeptTokens>> open_keeper();
  [[nodiscard]] bool take_kept(const KeptTokens& kept);
  [[nodiscard]] KeptTokens to_keep() const;
  [[nodiscard]] Result<void> take(const Response& response);
  [[nodiscard]] Error refused(const Response& response);
  [[nodiscard]] Result<Request> request() const;

  Http& m_http;
  Redactor& m_redactor;
  const Clock& m_clock;
  TokenEndpoint m_endpoint;
  std::unique_ptr<TokenKeeper> m_keeper;
  Turnstile m_one_at_a_time;
  std::string m_token;
  std::string m_worthless; ///< The access token that the vendor refused.
  std::string m_scopes;
  std::optional<Time> m_renew_at; ///< Nothing: the vendor names no end.
  bool m_unsaved = false;
  bool m_answered = true;
  std::optional<Error> m_refused;
};

} // namespace klausur
