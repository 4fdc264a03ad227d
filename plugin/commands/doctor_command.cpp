#include "connectors/http/secret.hpp"
#include "plugin/commands/commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace klausur {

namespace {

/// How one thing stands, as a line.
void
line(Session& session, bool good, std::string_view what, std::string_view detail)
{
  session.print(fmt::format("  {} {:<28} {}\n", good ? "ok  " : "FAIL", what, detail));
}

/// Every secret reference of the tenant leads to a secret.
bool
secrets_resolve(Session& session, const Tenant& tenant)
{
  bool all = true;
  for (const auto& [name, value] : tenant.auth) {
    if (is_secret_reference(value)) {
      const auto secret = resolve_secret(value, session.redactor);
      line(session, secret.has_value(), "secret " + name, secret ? value : secret.error().what);
      all = all && secret.has_value();
    }
  }
  return all;
}

/// What could be read, and which permissions are missing for the rest.
bool
documents_readable(Session& session, const Snapshot& snapshot, const Manifest& manifest)
{
  std::map<std::string, std::string> missing;
  bool all = true;
  std::size_t read = 0;
  for (const auto& reading : snapshot.readings) {
    if (reading.content) {
      ++read;
      continue;
    }
    const Error& error = reading.content.error();
    if (error.kind == Failure::forbidden) {
      missing[error.scope]
          .append(missing[error.scope].empty() ? "" : ", ")
          .append(reading.document);
    } else if (error.kind == Failure::unsupported) {
      line(session, true, reading.document, "not available here: " + error.what);
    } else {
      line(session, false, reading.document, error.what);
      all = false;
    }
  }
  line(session, read > 0, "documents",
       fmt::format("{} of {} read; the manifest lists {}", read, snapshot.readings.size(),
                   manifest.documents.size()));
  for (const auto& [scope, documents] : missing) {
    line(session, false, "missing permission",
         fmt::format("{} (for {})", scope.empty() ? "not named by the vendor" : scope,
                     documents));
    all = false;
  }
  return all && read > 0;
}

Exit
examine_health(Session& session, const std::vector<std::string>& names)
{
  const auto office = session.office();
  if (!office) {
    return session.refuse(office.error());
  }
  const auto tenants = select_tenants(office->configuration, names);
  if (!tenants) {
    return session.refuse(tenants.error());
  }
  session.print(fmt::format("configuration {}: sound\nclock {}\n",
                            office->configuration.file.string(), to_text(session.clock())));
  bool healthy = true;
  for (const Tenant* tenant : *tenants) {
    session.print(fmt::format("{} ({})\n", tenant->name, tenant->vendor));
    if (!secrets_resolve(session, *tenant)) {
      healthy = false;
      continue;
    }
    Stop stop;
    const auto snapshots = read_tenants(*office, std::vector{tenant}, stop);
    if (!snapshots) {
      return session.refuse(snapshots.error());
    }
    const auto policy = office->library.policy(tenant->vendor);
    healthy = documents_readable(session, snapshots->front(), (*policy)->manifest) && healthy;
  }
  return healthy ? Exit::within_threshold : Exit::incomplete;
}

} // namespace

void
add_doctor(CLI::App& app, Session& session)
{
  auto* command = app.add_subcommand(
      "doctor", "Check configuration, reachability, secrets and permissions");
  auto names = std::make_shared<std::vector<std::string>>();
  command->add_option("tenant", *names, "Tenants (default: all of them)");
  command->callback([&session, names] {
    session.command = [&session, names] { return examine_health(session, *names); };
  });
}

} // namespace klausur
