#pragma once

#include "connectors/base/clock.hpp"
#include "plugin/store/store.hpp"

#include <string>

namespace klausur {

/// This process as the only one that writes into a tenant, as long as this lives. What another
/// holds is taken over when its process is dead; of a process on another machine that is told
/// by a lease that nobody renewed.
class Lease
{
public:
  /// @error `conflict`: somebody else writes into the tenant.
  [[nodiscard]] static Result<Lease> take(Store& store, std::string_view tenant,
                                          const Clock& clock);

  Lease(Lease&& other) noexcept;
  Lease& operator=(Lease&&) = delete;
  ~Lease();

  /// To be called from time to time while there is work.
  /// @error `conflict`: it was lost.
  [[nodiscard]] Result<void> renew();

private:
  Lease(Store& store, std::string tenant, const Clock& clock);

  Store* m_store; ///< nullptr: moved from.
  std::string m_tenant;
  const Clock* m_clock;
};

/// The process that writes into the tenant at the moment, when it is another one and lives;
/// empty: there is none.
[[nodiscard]] Result<std::string> writer_of(const Store& store, std::string_view tenant,
                                            const Clock& clock);

} // namespace klausur
