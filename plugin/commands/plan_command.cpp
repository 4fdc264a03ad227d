#include "plugin/change/change.hpp"
#include "plugin/commands/commands.hpp"
#include "plugin/office/output.hpp"
#include "policies/engine/plan.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

struct Planned
{
  Plan plan;
  std::vector<std::string> incomplete; ///< What could not be read, so not planned either.
};

/// The plan for one tenant, from what it reports now.
Result<Planned>
make_plan(const Office& office, const std::string& name)
{
  const auto tenants = select_tenants(office.configuration, std::vector{name});
  if (!tenants) {
    return tl::unexpected(tenants.error());
  }
  Stop stop;
  const auto found = examine_tenants(office, *tenants, stop);
  if (!found) {
    return tl::unexpected(found.error());
  }
  const Snapshot& snapshot = found->snapshots.front();
  return office.library.policy(snapshot.vendor).map([&](const Policy* policy) {
    return Planned{
        plan_for(found->report.tenants.front(), snapshot, policy->manifest, office.clock()),
        incomplete_sentences(found->report)};
  });
}

Exit
plan_tenant(Session& session, const std::string& name, const std::string& output)
{
  const auto office = session.office();
  if (!office) {
    return session.refuse(office.error());
  }
  const auto planned = make_plan(*office, name);
  if (!planned) {
    return session.refuse(planned.error());
  }
  tell_of_interruption(session, *office, name);
  const auto& [plan, incomplete] = *planned;
  session.print(to_diff(plan, office->configuration.language));
  if (!output.empty()) {
    const auto written = write_or_print(session, output, to_pretty_text(to_json(plan)));
    if (!written) {
      return session.refuse(written.error());
    }
    session.tell(fmt::format("written to {}; next: klausur apply {}", output, output));
  }
  for (const auto& sentence : incomplete) {
    session.warn(sentence);
  }
  return incomplete.empty() ? Exit::within_threshold : Exit::incomplete;
}

} // namespace

void
tell_of_interruption(Session& session, const Office& office, const std::string& tenant)
{
  const auto run = office.store == nullptr ? Result<std::optional<std::string>>{}
                                           : interrupted_run(*office.store, tenant);
  if (!run) {
    session.tell(run.error().what);
  } else if (*run) {
    session.tell(fmt::format("run {} was interrupted while it wrote into {}: klausur rollback "
                             "{} shows what it had begun",
                             **run, tenant, **run));
  }
}

std::string
to_diff(const Plan& plan, Language language)
{
  std::string text = fmt::format("{} ({}), {}: {} changes\n{}\n", plan.tenant, plan.vendor,
                                 plan.reason, plan.changes.size(), hash_of(plan));
  for (const auto& change : plan.changes) {
    text +=
        fmt::format("\n  {}{}\n- {}\n+ {}\n", change.setting,
                    change.check.empty() ? "" : "  # " + change.check,
                    change.from_absent ? "(absent)" : to_text(change.from), to_text(change.to));
    if (!change.impact.empty()) {
      text += fmt::format("  {}\n", change.impact.in(language));
    }
  }
  for (const auto& each : plan.skipped) {
    text += fmt::format("\n  by hand: {}  # {}\n  {}\n", each.setting, each.check,
                        each.why.in(language));
  }
  return text;
}

void
add_plan(CommandLine& line, Session& session)
{
  auto command =
      line.add("plan", "What would be changed in a tenant, as a diff; writes nothing");
  auto name = std::make_shared<std::string>();
  auto output = std::make_shared<std::string>();
  command.option("tenant", *name, "The tenant", {.required = true});
  command.option("--output", *output, "Write the plan to this file, for klausur apply");
  command.does([&session, name, output] { return plan_tenant(session, *name, *output); });
}

} // namespace klausur
