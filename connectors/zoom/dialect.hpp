#pragma once

#include "connectors/connector.hpp"
#include "connectors/oauth/token.hpp"
#include "connectors/rest/dialect.hpp"

#include <optional>

namespace klausur::zoom {

/// Server-to-Server OAuth: a token of an hour without a refresh token, got by `account_id`,
/// `client_id` and `client_secret` at the host `token`. Failures are an HTTP status with
/// `{"code", "message"}`, some of them under 200.
/// Source: Zoom API Hub (Accounts, Users), @zoom/rivet 0.4.0, zoom/skills 8212edf; read
/// 2026-11-24.
class ZoomDialect final : public Dialect
{
public:
  explicit ZoomDialect(const Workplace& at) : m_at{at} {}

  Task<Result<void>> authorise(Request& request, const Needs& needs) override;
  Task<Result<bool>> renew() override;

  /// The account and the app for which Zoom gave the token: no call of the API tells an app of
  /// this kind whose it is, and the token is given for one account and one app only.
  Task<Result<Account>> whoami();

  /// @error By code and text: a missing scope is `forbidden` with the scopes that Zoom
  ///        names, "only for paid accounts" is `unsupported`, an ended token
  ///        `unauthorised`; the codes are in the manifest.
  [[nodiscard]] Result<Json> understand(const Answer& answer) const override;

private:
  [[nodiscard]] Result<TokenSource*> source();

  const Workplace& m_at;
  std::optional<TokenSource> m_source;
};

} // namespace klausur::zoom
