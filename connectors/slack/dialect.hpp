#pragma once

#include "connectors/connector.hpp"
#include "connectors/oauth/bearer.hpp"
#include "connectors/rest/dialect.hpp"

namespace klausur::slack {

/// A user token, or one that is renewed; failures as HTTP 200 with `ok: false` and a code.
/// Source: docs.slack.dev, slack-ruby/slack-api-ref f4837c0, read 2026-11-24.
class SlackDialect final : public Dialect
{
public:
  explicit SlackDialect(const Workplace& at)
      : m_at{at}, m_user{at, "/oauth.v2.access"}, m_bot{at, "/oauth.v2.access", "bot_"}
  {
  }

  Task<Result<void>> authorise(Request& request, const Needs& needs) override;
  /// Renews both: a refusal does not say which token it was of, and they age together.
  Task<Result<bool>> renew() override;

  /// @error By the code: `missing_scope` is `forbidden` with the scope that Slack names in
  ///        `needed`; what a plan lacks is `unsupported`; the codes are in the manifest.
  [[nodiscard]] std::vector<Pointer> own_of(std::string_view document) const override;
  [[nodiscard]] Result<Json> understand(const Answer& answer) const override;

private:
  const Workplace& m_at;
  Bearer m_user;
  Bearer m_bot;
};

} // namespace klausur::slack
