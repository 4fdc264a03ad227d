#include "connectors/format/source_file.hpp"
#include "plugin/change/change.hpp"
#include "plugin/commands/commands.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

namespace klausur {

namespace {

/// Ask on the terminal; without one the answer is no.
bool
approved(Session& session)
{
  if (::isatty(STDIN_FILENO) != 1) {
    session.tell("nothing was written: without a terminal, approve with --yes");
    return false;
  }
  std::fputs("Write these changes? [y/N] ", stderr);
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "j" || answer == "J";
}

Exit
apply_plan(Session& session, const std::string& file, bool yes)
{
  const auto office = session.office();
  if (!office) {
    return session.refuse(office.error());
  }
  const auto plan = read_file(file)
                        .and_then([](const std::string& text) { return parse_json(text); })
                        .and_then([](const Json& json) { return plan_from_json(json); });
  if (!plan) {
    const std::string& what = plan.error().what;
    return session.refuse({Failure::invalid,
                           what.starts_with(file) ? what : fmt::format("{}: {}", file, what),
                           ""});
  }
  tell_of_interruption(session, *office, plan->tenant);
  session.print(to_diff(*plan, office->configuration.language));
  if (plan->changes.empty()) {
    session.tell("nothing to do");
    return Exit::within_threshold;
  }
  if (!yes && !approved(session)) {
    return Exit::usage;
  }
  const auto report = apply(*office, *plan);
  if (!report) {
    return session.refuse(report.error());
  }
  session.print(fmt::format("\nrun {}\n", report->run));
  for (const auto& each : report->results) {
    session.print(fmt::format("{:<13} {}{}\n", name_of(each.outcome), each.setting,
                              each.why.empty() ? "" : ": " + each.why));
  }
  session.tell(fmt::format("back: klausur rollback {}", report->run));
  return report->succeeded() ? Exit::within_threshold : Exit::remediation_failed;
}

} // namespace

void
add_apply(CommandLine& line, Session& session)
{
  auto command = line.add(
      "apply", "Write a plan: preconditions checked, every write read back and journalled");
  auto file = std::make_shared<std::string>();
  auto yes = std::make_shared<bool>(false);
  command.option("plan", *file, "A file that klausur plan --output wrote", {.required = true});
  command.flag("--yes", *yes, "Approve without being asked");
  command.footer("Exits 4 when a change failed or the tenant is no longer as planned; on a "
                 "conflict nothing is written.");
  command.does([&session, file, yes] { return apply_plan(session, *file, *yes); });
}

} // namespace klausur
