#pragma once

#include "connectors/connector.hpp"
#include "connectors/oauth/bearer.hpp"
#include "connectors/rest/dialect.hpp"

#include <map>

namespace klausur::webex {

/// A service app whose tokens rotate; errors as `{message, errors, trackingId}`.
///
/// Some lists of a person's settings take the person's address and nothing else. The
/// manifest says the person's id there (`userEmail={id}`): the address is put in at the last
/// moment and stands in no document, message or log.
/// Source: webex/webex-openapi-specs 1be8332, read 2026-11-24.
class WebexDialect final : public Dialect
{
public:
  explicit WebexDialect(const Workplace& at) : m_at{at}, m_bearer{at, "/access_token"} {}

  Task<Result<void>> authorise(Request& request, const Needs& needs) override;
  Task<Result<bool>> renew() override { return m_bearer.renew(); }

  /// @error 403 is `forbidden` and says whether it is a scope, role or licence that is
  ///        missing; 423 is `unreachable`: another process is at it.
  [[nodiscard]] std::vector<Pointer> own_of(std::string_view document) const override;
  [[nodiscard]] Result<Json> understand(const Answer& answer) const override;

  /// Take the addresses out of a reading of `people`: nobody else sees them.
  void learn_addresses(Reading& people);

private:
  Task<Result<std::string>> address_of(const std::string& encoded_id);

  const Workplace& m_at;
  Bearer m_bearer;
  std::map<std::string, std::string> m_addresses; ///< By the percent-encoded id, encoded.
};

} // namespace klausur::webex
