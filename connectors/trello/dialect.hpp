#pragma once

#include "connectors/connector.hpp"
#include "connectors/rest/dialect.hpp"

#include <string>

namespace klausur::trello {

/// Key and token in the Authorization header, never in an address; errors as plain text or as
/// JSON with a code.
/// Source: developer.atlassian.com/cloud/trello, rate limits and authorisation, read
/// 2026-11-24.
class TrelloDialect final : public Dialect
{
public:
  explicit TrelloDialect(const Workplace& at) : m_at{at} {}

  Task<Result<void>> authorise(Request& request, const Needs& needs) override;

  /// A workspace whose list of paid features is empty comes without that list: it says that
  /// the token may not see them, and not that the plan is Free.
  /// @error By the status, with the code of a limit (`API_TOKEN_LIMIT_EXCEEDED`).
  [[nodiscard]] Result<Json> understand(const Answer& answer) const override;

private:
  const Workplace& m_at;
  std::string m_header; ///< Empty before the first request.
};

} // namespace klausur::trello
