#pragma once

#include "connectors/base/clock.hpp"
#include "connectors/http/loop.hpp"
#include "connectors/http/redactor.hpp"
#include "plugin/office/configuration.hpp"
#include "plugin/office/library.hpp"
#include "plugin/office/stop.hpp"
#include "plugin/office/visit.hpp"
#include "plugin/store/store.hpp"
#include "policies/engine/examine.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace klausur {

/// What an audit works with. All of it outlives the call.
struct Office
{
  const Configuration& configuration;
  Library& library;
  Store* store; ///< nullptr: no history is kept.
  Redactor& redactor;
  const Clock& clock;
  std::size_t at_once = 50; ///< How many tenants are read at one time.
};

/// `20261124T090000Z-1f2e3d4c`: sorts by time, and no two are equal.
[[nodiscard]] std::string new_run_id(Time at);

/// Read one tenant beside others on a loop: `loop.start(read_tenant(...), on_read)`. What
/// cannot be read is a gap in its snapshot. All arguments outlive the task.
/// @param stop  A tenant that has not begun by then has one gap for everything.
Task<Snapshot> read_tenant(const Office& office, const Tenant& tenant, const Policy& policy,
                           Loop& loop, const Stop& stop);

/// The same in a visit that is open: one session, and so one token, for what else is asked in
/// it.
Task<Snapshot> read_visited(const Tenant& tenant, Visit& visit);

/// Read tenants side by side on one loop and this thread. Snapshots keep their order.
/// @param stop  What has not begun by then, or is cancelled, is a gap.
[[nodiscard]] Result<std::vector<Snapshot>>
read_tenants(const Office& office, std::span<const Tenant* const> tenants, Stop& stop);

/// Judge snapshots by the policies of today and rate them. Snapshots keep their order.
/// @error `invalid`: a snapshot of a vendor that has no policy, a broken policy.
[[nodiscard]] Result<RunReport> examine_all(const Office& office,
                                            std::span<const Snapshot> snapshots);

/// What a look at tenants found.
struct Examination
{
  RunReport report;
  std::vector<Snapshot> snapshots; ///< The report points into them.
  Result<void> kept; ///< Why the store does not have the run. No error without one.
};

/// Who looks on while tenants are examined.
struct Onlooker
{
  /// A tenant is judged. They come in their order, but for one that keeps others waiting for
  /// too long: that one comes when it is read. `run` has no tenants yet.
  std::function<void(const RunReport& run, const TenantReport& tenant)> judged = {};
  /// These tenants are waited for no longer; more than a few are cut short.
  std::function<void(const std::string& names)> late = {};
};

/// Read tenants, judge each as soon as it is read, and keep nothing. The report has them in
/// their order.
/// @error as examine_all(), found before anything is read; `unreachable` when it was stopped
///        before all of them were read.
[[nodiscard]] Result<Examination> examine_tenants(const Office& office,
                                                  std::span<const Tenant* const> tenants,
                                                  Stop& stop, const Onlooker& onlooker = {});

/// The same, and the run goes into the store. What was found is worth showing even when it
/// could not be kept: see Examination::kept.
[[nodiscard]] Result<Examination> examine_and_keep(const Office& office,
                                                   std::span<const Tenant* const> tenants,
                                                   Stop& stop, const Onlooker& onlooker = {});

/// The tenants named, or all of them.
/// @error `invalid` for a name that the configuration does not have, with a suggestion.
[[nodiscard]] Result<std::vector<const Tenant*>>
select_tenants(const Configuration& configuration, std::span<const std::string> names);

/// One sentence for every tenant that could not be read whole.
[[nodiscard]] std::vector<std::string> incomplete_sentences(const RunReport& report);

/// Why a tenant is not rated, and what would change that: one line for every grey one.
[[nodiscard]] std::vector<std::string> not_rated_sentences(const RunReport& report);

/// True when a tenant's light is at or above the threshold: red asks for a red light, yellow
/// for a yellow or red one, grey for any that is not green.
[[nodiscard]] bool reaches(const RunReport& report, Light threshold);

} // namespace klausur
