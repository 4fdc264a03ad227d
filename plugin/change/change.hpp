#pragma once

#include "plugin/office/audit.hpp"
#include "policies/engine/plan.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// How one change of a plan ended.
enum class Outcome {
  applied,      ///< Written, and the tenant then reported the new value.
  already,      ///< The tenant had the value before.
  conflict,     ///< The tenant is no longer as the plan found it: nothing was written.
  failed,       ///< The vendor refused, or the read-back shows another value.
  not_attempted ///< An earlier change failed or conflicted.
};

struct ChangeResult
{
  std::string setting;
  Outcome outcome = Outcome::not_attempted;
  std::string why; ///< Empty when applied.
};

struct ApplyReport
{
  std::string run; ///< For `klausur rollback`.
  std::vector<ChangeResult> results;

  [[nodiscard]] bool succeeded() const;
};

[[nodiscard]] std::string_view name_of(Outcome outcome);

/// Check the precondition of every change; only when all hold, write document by document,
/// each checked once more at that moment, read each back, and let what the tenant then
/// reports decide. Every step stands in the
/// journal before and after it is done, so that a process that is killed at any line leaves
/// behind what it was about to do. Stops at the first failure.
/// @error `invalid`: no such tenant, another vendor, no store. What happens to single
///        changes stands in the report.
[[nodiscard]] Result<ApplyReport> apply(const Office& office, const Plan& plan);

/// The last run that began to write into the tenant and did not come to its end: its process
/// was killed. Its writes may or may not have arrived; plan_back() shows them.
[[nodiscard]] Result<std::optional<std::string>> interrupted_run(const Store& store,
                                                                 std::string_view tenant);

/// A plan back to what a run found: the reverse of the writes of that run, or, for an audit
/// run, of everything that was written to its tenants since. One plan per tenant.
/// @error `invalid`: no such run, or nothing was written.
[[nodiscard]] Result<std::vector<Plan>> plan_back(const Office& office, std::string_view run);

} // namespace klausur
