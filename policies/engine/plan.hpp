#pragma once

#include "connectors/model/change.hpp"
#include "policies/engine/finding.hpp"

#include <string>
#include <vector>

namespace klausur {

/// What would be changed in one tenant, in order. Known by its content: whoever alters it
/// alters its hash.
struct Plan
{
  std::string tenant;
  std::string vendor;
  std::string reason; ///< `audit`, or `rollback of RUN`
  Time created_at{};
  std::vector<Change> changes;

  struct Skipped
  {
    std::string check;
    std::string setting;
    Text why;
  };
  std::vector<Skipped> skipped; ///< What a person has to do. Not part of the hash.
};

/// A change for every open finding whose setting an API writes, and one for its lock.
/// Waived findings are left alone. Two findings that want different values for one setting
/// are both skipped with that reason.
[[nodiscard]] Plan plan_for(const TenantReport& report, const Snapshot& snapshot,
                            const Manifest& manifest, Time now);

/// `sha256:...` over tenant, vendor, reason, time and changes.
[[nodiscard]] std::string hash_of(const Plan& plan);

/// The form that `klausur plan --output` writes; carries its hash.
[[nodiscard]] Json to_json(const Plan& plan);

/// @error `invalid`: a member is missing or of another type, or the content does not match
///        the hash that stands in it.
[[nodiscard]] Result<Plan> plan_from_json(const JsonValue& json);

} // namespace klausur
