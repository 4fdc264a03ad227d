#include "plugin/commands/commands.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

Exit
show_history(Session& session, const std::string& tenant, std::size_t limit)
{
  const auto store = session.needed_store();
  if (!store) {
    return session.refuse(store.error());
  }
  const auto runs = (*store)->runs(tenant, limit);
  if (!runs) {
    return session.refuse(runs.error());
  }
  if (runs->empty()) {
    session.tell("no run is on record");
  }
  for (const auto& run : *runs) {
    session.print(fmt::format("{}  {}  {:<24} {:<6}  score {:5.1f}  coverage {:5.1f}  fail {:3}"
                              "  not read {:2}\n",
                              to_text(run.at), run.id, run.tenant, name_of(run.light),
                              run.score, run.coverage, run.failed, run.gaps));
  }
  return Exit::within_threshold;
}

} // namespace

void
add_history(CLI::App& app, Session& session)
{
  auto* command = app.add_subcommand("history", "Past runs, newest first");
  auto tenant = std::make_shared<std::string>();
  auto limit = std::make_shared<std::size_t>(20);
  command->add_option("tenant", *tenant, "Only this tenant");
  command->add_option("--limit", *limit, "At most so many lines")->capture_default_str();
  command->callback([&session, tenant, limit] {
    session.command = [&session, tenant, limit] {
      return show_history(session, *tenant, *limit);
    };
  });
}

} // namespace klausur
