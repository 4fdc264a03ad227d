#include "plugin/commands/commands.hpp"
#include "plugin/office/output.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

Exit
write_snapshot(Session& session, const std::string& name, const std::string& output)
{
  const auto office = session.office();
  if (!office) {
    return session.refuse(office.error());
  }
  const auto tenants = select_tenants(office->configuration, std::vector{name});
  if (!tenants) {
    return session.refuse(tenants.error());
  }
  Stop stop;
  const auto snapshots = read_tenants(*office, *tenants, stop);
  if (!snapshots) {
    return session.refuse(snapshots.error());
  }
  const Snapshot& snapshot = snapshots->front();
  const auto written = write_or_print(
      session, output, [&](const TextSink& sink) { write_json(snapshot, sink); });
  if (!written) {
    return session.refuse(written.error());
  }
  bool complete = true;
  for (const auto& reading : snapshot.readings) {
    if (is_missing(reading)) {
      complete = false;
      session.warn(
          fmt::format("{}: not read: {}", reading.document, reading.content.error().what));
    }
  }
  return complete ? Exit::within_threshold : Exit::incomplete;
}

} // namespace

void
add_snapshot(CommandLine& line, Session& session)
{
  auto command =
      line.add("snapshot", "Read one tenant and write what was read as JSON, secrets masked");
  auto name = std::make_shared<std::string>();
  auto output = std::make_shared<std::string>();
  command.option("tenant", *name, "The tenant", {.required = true});
  command.option("--output", *output, "A file instead of stdout");
  command.footer("klausur audit --offline FILE judges it again without network or secret.");
  command.does([&session, name, output] { return write_snapshot(session, *name, *output); });
}

} // namespace klausur
