#pragma once

#include "connectors/base/clock.hpp"
#include "plugin/change/change_set.hpp"
#include "plugin/store/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// What one run writes into the journal: before it does something, and after. What is added
/// waits for flush(), so that a request of many changes is one transaction.
class Notes
{
public:
  Notes(Store& store, std::string tenant, std::string run, const Clock& clock)
      : m_store{store}, m_tenant{std::move(tenant)}, m_run{std::move(run)}, m_clock{clock}
  {
  }

  [[nodiscard]] Result<void> begin(std::string_view plan, const Bond& bond, bool resumed);
  [[nodiscard]] Result<void> end(bool succeeded);

  /// The intent; nothing is written before it stands there.
  void add_intent(const PlannedChange& change);
  /// @param seen  What the tenant reported last, or nullptr.
  void add_outcome(const PlannedChange& change, const ChangeResult& result,
                   const JsonValue* seen);
  [[nodiscard]] Result<void> flush();

private:
  Store& m_store;
  std::string m_tenant;
  std::string m_run;
  const Clock& m_clock;
  std::vector<Entry> m_waiting;
};

} // namespace klausur
