#include "plugin/change/use.hpp"

#include "plugin/change/lease.hpp"
#include "plugin/office/audit.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

/// Nobody says of what another process is just writing that it was interrupted.
Result<Use>
is_open(const Store& store, std::string_view tenant, const std::string& run, const Clock& clock)
{
  return writer_of(store, tenant, clock)
      .and_then([&](const std::string& process) -> Result<Use> {
        return process.empty()
                   ? fail(Failure::invalid,
                          fmt::format(
                              "the plan was used already: its run {} was interrupted; go on "
                              "with --resume, or take it back: klausur rollback {}",
                              run, run))
                   : fail(Failure::conflict,
                          fmt::format(
                              "the plan is being applied at the moment by another klausur "
                              "(process {}), in run {}",
                              process, run));
      });
}

} // namespace

Result<Use>
use_of(const Store& store, std::string_view tenant, std::string_view plan, bool resume,
       const Clock& clock)
{
  const auto run = store.run_of_plan(plan);
  const auto open = store.interrupted_run(tenant);
  if (!run || !open) {
    return tl::unexpected(run ? open.error() : run.error());
  }
  const bool was_interrupted = !run->empty() && *open == *run;
  if (was_interrupted) {
    return resume ? Result<Use>{Use{*run, ""}} : is_open(store, tenant, *run, clock);
  }
  if (resume) {
    return fail(Failure::invalid,
                "there is nothing to resume: no run of this plan was interrupted");
  }
  return Use{new_run_id(clock()), *run};
}

} // namespace klausur
