#pragma once

#include "connectors/base/clock.hpp"
#include "plugin/change/change_set.hpp"
#include "plugin/store/store.hpp"

#include <string>
#include <string_view>

namespace klausur {

/// What one run writes into the journal: before it does something, and after.
class Notes
{
public:
  Notes(Store& store, std::string tenant, std::string run, const Clock& clock)
      : m_store{store}, m_tenant{std::move(tenant)}, m_run{std::move(run)}, m_clock{clock}
  {
  }

  [[nodiscard]] const std::string& run() const { return m_run; }

  [[nodiscard]] Result<void> begin(std::string_view plan, const Bond& bond, bool resumed);
  /// The intent; nothing is written before it stands there.
  [[nodiscard]] Result<void> intent(const PlannedChange& change);
  /// @param seen  What the tenant reported last, or nullptr.
  [[nodiscard]] Result<void> outcome(const PlannedChange& change, const ChangeResult& result,
                                     const JsonValue* seen);
  [[nodiscard]] Result<void> end(bool succeeded);

private:
  [[nodiscard]] Result<void> append(std::string_view kind, Json body);

  Store& m_store;
  std::string m_tenant;
  std::string m_run;
  const Clock& m_clock;
};

} // namespace klausur
