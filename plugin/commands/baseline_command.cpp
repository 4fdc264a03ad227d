#include "plugin/commands/commands.hpp"
#include "plugin/office/identity.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

struct BaselineOptions
{
  std::string what;
  std::string tenant;
  std::string run;
  std::string by;
};

/// The run that is meant: itself, or the newest of the tenant.
Result<RunRecord>
run_of(const Store& store, const BaselineOptions& options)
{
  const auto runs =
      options.run.empty() ? store.runs(options.tenant, 1) : store.run(options.run);
  if (!runs) {
    return tl::unexpected(runs.error());
  }
  for (const auto& each : *runs) {
    if (each.tenant == options.tenant) {
      return each;
    }
  }
  return fail(Failure::invalid,
              options.run.empty()
                  ? fmt::format("no run of {} is kept: klausur audit {}", options.tenant,
                                options.tenant)
                  : fmt::format("run {} did not read {}", options.run, options.tenant));
}

Exit
accept(Session& session, const BaselineOptions& options)
{
  const auto store = session.needed_store();
  if (!store) {
    return session.refuse(store.error());
  }
  const auto run = run_of(**store, options);
  const auto account = known_account(**store, options.tenant);
  if (!run || !account) {
    return session.refuse(run ? account.error() : run.error());
  }
  const auto done = (*store)->accept_baseline({.account = *account,
                                               .at = session.clock(),
                                               .run = run->id,
                                               .tenant = options.tenant,
                                               .by = options.by});
  if (!done) {
    return session.refuse(done.error());
  }
  session.print(fmt::format("{} {}\n", options.tenant, run->id));
  session.tell(fmt::format("what that run read on {} is what is accepted: {} deviations, {} "
                           "documents not read; next: klausur drift {}",
                           to_text(run->at), run->failed, run->gaps, options.tenant));
  return Exit::within_threshold;
}

} // namespace

void
add_baseline(CommandLine& line, Session& session)
{
  auto command = line.add("baseline", "Accept what a run found of a tenant; klausur drift then "
                                      "shows what has changed since");
  auto options = std::make_shared<BaselineOptions>();
  command.option("what", options->what, "accept", {.one_of = {"accept"}, .required = true});
  command.option("tenant", options->tenant, "The tenant", {.required = true});
  command.option("--run", options->run, "This run, as history names it; left out: the newest");
  command.option("--by", options->by, "Who accepts it: name and role", {.required = true});
  command.does([&session, options] { return accept(session, *options); });
}

} // namespace klausur
