#pragma once

#include "connectors/connector.hpp"
#include "connectors/google/service_account.hpp"
#include "connectors/rest/dialect.hpp"

#include <map>
#include <string>

namespace klausur::google {

/// A service account that acts for an administrator (domain-wide delegation).
///
/// Policies name units and groups by numbers and their values in one of two spellings; here
/// they get the paths of their units and one spelling. Lists without members are left out by
/// these APIs, and are put in. Sources: google-api-php-client-services 57a6b21, ScubaGoggles
/// 416a18a, developers.google.com; read 2026-11-24.
class GoogleDialect final : public Dialect
{
public:
  explicit GoogleDialect(const Workplace& at) : m_at{at}, m_account{at, "/token"} {}

  Task<Result<void>> authorise(Request& request, const Needs& needs) override
  {
    return m_account.authorise(request, needs);
  }
  Task<Result<bool>> renew() override { return m_account.renew(); }
  [[nodiscard]] std::vector<Pointer> own_of(std::string_view document) const override;
  [[nodiscard]] Result<Json> understand(const Answer& answer) const override;

  /// From a reading of `org_units`. After one that failed units stay unknown, `?03ph8a2z`.
  void learn_units(const Reading& units);

  [[nodiscard]] Result<std::string> robot() { return m_account.email(); }

private:
  void place(Json& page) const;

  const Workplace& m_at;
  ServiceAccount m_account;
  std::map<std::string, std::string, std::less<>> m_units; ///< Paths by number.
};

} // namespace klausur::google
