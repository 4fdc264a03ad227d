#pragma once

#include "connectors/format/json_stream.hpp"
#include "plugin/change/change_set.hpp"

#include <istream>
#include <string>

namespace klausur {

/// `sha256:...` over all that the plan says.
[[nodiscard]] std::string hash_of(const ChangeSet& set);

/// The form that `klausur plan --output` writes, change by change; carries its hash.
void write_plan(const ChangeSet& set, const TextSink& sink);

/// A plan as its file has it. The file has no authority: what follows from it is derived anew.
struct GivenPlan
{
  ChangeSet set;                  ///< The changes have no check yet.
  std::vector<SharedText> checks; ///< By change: its id; empty in a rollback.
  std::string hash;
};

/// @error `invalid`: no plan, one of an earlier version, a member that is missing or of another
///        type, or content that does not match the hash that stands in it.
[[nodiscard]] Result<GivenPlan> read_plan(std::istream& in);

/// @error As read_plan(), and `invalid` for a file that is not there, naming it.
[[nodiscard]] Result<GivenPlan> read_plan_file(const std::string& path);

/// A plan as it would be read from its file.
[[nodiscard]] GivenPlan given(const ChangeSet& set);

/// The plan with the policy's checks in the place of their names.
/// @error `invalid` naming a check that the policy does not have.
[[nodiscard]] Result<ChangeSet> with_checks(GivenPlan given, const Policy& policy);

} // namespace klausur
