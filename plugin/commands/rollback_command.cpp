#include "plugin/change/plan.hpp"
#include "plugin/change/plan_file.hpp"
#include "plugin/commands/commands.hpp"
#include "plugin/commands/plan_words.hpp"
#include "plugin/office/output.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

Exit
roll_back(Session& session, const std::string& run, const std::string& output)
{
  const auto store = session.needed_store();
  if (!store) {
    return session.refuse(store.error());
  }
  const auto office = session.office();
  if (!office) {
    return session.refuse(office.error());
  }
  if (const auto fault = journal_fault(session, **store)) {
    return *fault;
  }
  auto plans = plans_back(*office, run);
  if (!plans) {
    return session.refuse(plans.error());
  }
  for (auto& plan : *plans) {
    const auto relapses = look_ahead(*office, plan);
    if (!relapses) {
      return session.refuse(relapses.error());
    }
    say_plan(plan, hash_of(plan), office->configuration.language,
             [&](std::string_view piece) { session.print(piece); });
    for (const auto& each : *relapses) {
      session.print(fmt::format("  deviates again: {}  # {}\n",
                                shown_address(each.setting.text()), each.check));
    }
    if (output.empty()) {
      continue;
    }
    const std::string path = plans->size() == 1 ? output : output + "." + plan.bond.tenant;
    const auto written =
        write_or_print(session, path, [&](const TextSink& sink) { write_plan(plan, sink); });
    if (!written) {
      return session.refuse(written.error());
    }
    session.tell(fmt::format("written to {}; {}", path, next_step(*office, plan, path)));
  }
  return Exit::within_threshold;
}

} // namespace

void
add_rollback(CommandLine& line, Session& session)
{
  auto command =
      line.add("rollback", "A plan back to what a run found; klausur apply writes it");
  auto run = std::make_shared<std::string>();
  auto output = std::make_shared<std::string>();
  command.option("run", *run, "A run, as apply and history name it", {.required = true});
  command.option("--output", *output, "Write the plan to this file");
  command.does([&session, run, output] { return roll_back(session, *run, *output); });
}

} // namespace klausur
