#include "plugin/commands/commands.hpp"
#include "plugin/office/waivers.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

struct WaiveOptions
{
  WaiverRequest request;
  std::string end;
  std::string approve;
};

std::string_view
state_of(const Waiver& waiver, Time now)
{
  return waiver.until <= now ? "ended" : waiver.approver.empty() ? "waits" : "live";
}

Exit
list_waivers(Session& session, const Store& store)
{
  const auto all = store.waivers();
  if (!all) {
    return session.refuse(all.error());
  }
  for (const auto& each : *all) {
    session.print(fmt::format("{}  {:<5}  {}  {}{}  accepts {}  until {}  by {}{}: {}\n",
                              each.id, state_of(each, session.clock()), each.tenant, each.check,
                              each.scope.empty() ? "" : " at " + each.scope,
                              to_text(each.accepted), day_text(each.until), each.requested_by,
                              each.approver.empty() || each.approver == each.requested_by
                                  ? ""
                                  : " and " + each.approver,
                              each.reason));
  }
  return Exit::within_threshold;
}

Exit
decide(Session& session, const Office& office, const WaiveOptions& options)
{
  const auto made = waive(office, options.request);
  if (!made) {
    return session.refuse(made.error());
  }
  const Waiver& waiver = made->waiver;
  session.print(fmt::format("{}\n", waiver.id));
  if (made->waits) {
    session.tell(fmt::format("critical: nothing is accepted until a second person says so: "
                             "klausur waive --approve {} --key FILE",
                             waiver.id));
  } else {
    session.tell(fmt::format("accepted until {}, while the value is {}; the check keeps running"
                             "{}",
                             day_text(waiver.until), to_text(waiver.accepted),
                             office.configuration.approvers.size() < 2
                                 ? " (decided by one person: no two approvers are listed)"
                                 : ""));
  }
  return Exit::within_threshold;
}

Exit
work_on_waivers(Session& session, const WaiveOptions& options)
{
  const auto store = session.needed_store();
  if (!store) {
    return session.refuse(store.error());
  }
  if (!options.end.empty()) {
    const auto ended = (*store)->end_waiver(options.end, session.clock(), options.request.by);
    return ended ? Exit::within_threshold : session.refuse(ended.error());
  }
  if (options.request.check.empty() && options.approve.empty()) {
    return list_waivers(session, **store);
  }
  const auto office = session.office();
  if (!office) {
    return session.refuse(office.error());
  }
  if (options.approve.empty()) {
    return decide(session, *office, options);
  }
  const auto approved = approve_waiver(*office, options.approve, options.request.key);
  if (!approved) {
    return session.refuse(approved.error());
  }
  session.tell("approved");
  return Exit::within_threshold;
}

} // namespace

void
add_waive(CommandLine& line, Session& session)
{
  auto command =
      line.add("waive", "Accept a deviation for a time; without arguments: list what "
                        "is accepted");
  auto options = std::make_shared<WaiveOptions>();
  WaiverRequest& request = options->request;
  command.option("check", request.check, "A check, or a control that people answer for");
  command.option("tenant", request.tenant, "The tenant", {.after = "check"});
  command.option("--scope", request.scope, "Only at this place, as the report names it");
  command.option("--value", request.value,
                 "The value that is accepted, as JSON; another one is "
                 "a deviation again");
  command.option("--reason", request.reason, "Why it is accepted");
  command.option("--until", request.until,
                 "Until this day (YYYY-MM-DD): at most 365 days, of a "
                 "critical check 90");
  command.option("--by", request.by, "Who answers for it: name and role");
  command.option("--key", request.key, "Your key, where two persons decide");
  command.option("--approve", options->approve, "Approve this request of another person");
  command.option("--end", options->end, "End this waiver now");
  command.footer("The check keeps running. What is waived is left alone by plans; a value that "
                 "moves away from the accepted one ends the waiver and is told.");
  command.does([&session, options] { return work_on_waivers(session, *options); },
               [options]() -> std::optional<Misuse> {
                 if (!options->approve.empty() && options->request.key.empty()) {
                   return Misuse{"--approve", "needs --key FILE"};
                 }
                 if (!options->request.check.empty() && options->request.tenant.empty()) {
                   return Misuse{"tenant", "is missing"};
                 }
                 return std::nullopt;
               });
}

} // namespace klausur
