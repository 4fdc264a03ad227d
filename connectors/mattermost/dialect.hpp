#pragma once

#include "connectors/connector.hpp"
#include "connectors/rest/dialect.hpp"

#include <string>

namespace klausur::mattermost {

/// Bearer token; errors as `{"id", "message", "status_code"}`, of which the id is shown.
/// Source: Mattermost 11.6.0 server source (api4, model), read 2026-11-24.
class MattermostDialect final : public Dialect
{
public:
  explicit MattermostDialect(const Workplace& at) : m_at{at} {}

  Task<Result<void>> authorise(Request& request, const Needs& needs) override;
  [[nodiscard]] Result<Json> understand(const Answer& answer) const override;

private:
  const Workplace& m_at;
  std::string m_token;
};

} // namespace klausur::mattermost
