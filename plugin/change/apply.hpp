#pragma once

#include "plugin/change/plan_file.hpp"
#include "plugin/office/audit.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace klausur {

/// How a plan ended.
struct ApplyReport
{
  std::string run;                   ///< For `klausur rollback`.
  ChangeSet set;                     ///< As it was derived anew, in the order of writing.
  std::vector<ChangeResult> results; ///< By change.
  bool begun = false;                ///< Something was written, or tried.
  bool stopped = false;              ///< It ended before its time; it can be resumed.
  std::string fault = {};            ///< Why, where nobody asked for it: the journal's.

  [[nodiscard]] bool succeeded() const;
};

struct ApplyOptions
{
  bool resume = false;
  /// A member, `boards/7` or `group_settings/abc`, that is written first, waited for and
  /// judged; only when it is as it should be the others follow. Empty: none.
  std::string canary = {};
  std::chrono::seconds canary_wait{60};
  /// Asked with the set as it was derived anew, before anything is written.
  std::function<bool(const ChangeSet&)> approve;
};

/// Derive every change of the plan anew from policies, parameters, waivers and what it found;
/// check whose account it is and all preconditions; then write step by step, each read once
/// more at that moment and read back until it is there or time is up. Every step stands in the
/// journal before and after it is done, so that a process that is killed at any line leaves
/// behind what it was about to do. What does not need what failed goes on.
/// @error `invalid`: no such tenant, another vendor, no store, a plan that was used, has
/// expired,
///        is of another account or other policies, or holds what does not follow; `conflict`:
///        somebody else writes into the tenant. What happens to single changes stands in the
///        report.
[[nodiscard]] Result<ApplyReport> apply(const Office& office, GivenPlan plan,
                                        const ApplyOptions& options, const Stop& stop);

} // namespace klausur
