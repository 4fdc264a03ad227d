#pragma once

#include "plugin/change/change_set.hpp"
#include "plugin/change/settled.hpp"
#include "plugin/office/audit.hpp"

#include <string>
#include <vector>

namespace klausur {

/// A plan, and what could not be read and so is not planned either.
struct Planned
{
  ChangeSet set;
  TenantReport before;
  Snapshot found;
  std::vector<std::string> incomplete;
};

/// What would be changed in one tenant, from what it reports now.
/// @error `invalid` also for a choice that names what is not there.
[[nodiscard]] Result<Planned> plan_for(const Office& office, const std::string& tenant,
                                       const Choice& choice);

/// The same from what was read already.
[[nodiscard]] Result<ChangeSet> plan_from(const Office& office, const TenantReport& report,
                                          const Snapshot& snapshot, const Choice& choice);

/// A plan back to what a run found: the reverse of the writes of that run, or, for an audit
/// run, of everything that was written to its tenants since. One plan per tenant.
/// @error `invalid`: no such run, or nothing was written.
[[nodiscard]] Result<std::vector<ChangeSet>> plans_back(const Office& office,
                                                        const std::string& run);

/// A deviation that a plan back would bring.
struct Relapse
{
  std::string check;
  SettingText setting;
};

/// What the tenant would be after the set: fills in its outlook.
/// @return  What would deviate then and does not now.
[[nodiscard]] Result<std::vector<Relapse>> look_ahead(const Office& office, ChangeSet& set);

/// The ways back of a run by their tenants, without a bond.
/// @error As plans_back().
[[nodiscard]] Result<std::vector<ChangeSet>> ways_back(const Store& store,
                                                       const std::string& run);

/// Whether the plan writes once more what a rollback has taken back: that is no way back, and
/// nobody can tell any more what it risks.
[[nodiscard]] Result<bool> takes_back_a_rollback(const Store& store, const Bond& bond);

/// Judges as the tenant's audit does, now or as of `at`.
[[nodiscard]] Examine examine_by(const Office& office);

/// The bond of a plan of this tenant, made now.
[[nodiscard]] Result<Bond> bond_now(const Office& office, const Tenant& tenant);

} // namespace klausur
