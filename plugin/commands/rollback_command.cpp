#include "plugin/change/change.hpp"
#include "plugin/commands/commands.hpp"
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
  const auto plans = plan_back(*office, run);
  if (!plans) {
    return session.refuse(plans.error());
  }
  for (const auto& plan : *plans) {
    session.print(to_diff(plan, office->configuration.language));
    if (output.empty()) {
      continue;
    }
    const std::string path = plans->size() == 1 ? output : output + "." + plan.tenant;
    const auto written = write_file(path, to_pretty_text(to_json(plan)));
    if (!written) {
      return session.refuse(written.error());
    }
    session.tell(fmt::format("written to {}; next: klausur apply {}", path, path));
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
