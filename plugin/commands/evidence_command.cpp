#include "plugin/commands/commands.hpp"
#include "plugin/evidence/bundle.hpp"
#include "plugin/evidence/export_bundle.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

struct EvidenceOptions
{
  std::string tenant; ///< Or `verify`.
  std::string bundle;
  std::string from;
  std::string to;
  std::string output;
};

Exit
verify(Session& session, const std::string& folder)
{
  const auto verdict = verify_bundle(folder);
  if (!verdict) {
    return session.refuse(verdict.error());
  }
  for (const auto& flaw : verdict->flaws) {
    session.print(flaw + "\n");
  }
  if (!verdict->flaws.empty()) {
    session.warn("the evidence does not hold");
    return Exit::evidence_broken;
  }
  session.print(fmt::format("the evidence holds: {} files, {} places in the journal's chain, "
                            "signed by {}\n",
                            verdict->files, verdict->entries, verdict->key));
  for (const auto& key : verdict->lost_keys) {
    session.print(
        fmt::format("the key {} was said to be lost: no signature ties what it signed "
                    "to what follows\n",
                    key));
  }
  return Exit::within_threshold;
}

Result<EvidenceRequest>
request_of(const EvidenceOptions& options, Time now)
{
  const auto from = parse_time(options.from + "T00:00:00Z");
  const auto to = options.to.empty() ? Result<Time>{now}
                                     : parse_time(options.to + "T00:00:00Z").map([](Time day) {
                                         return day + std::chrono::days{1};
                                       });
  if (!from || !to || *from >= *to) {
    return fail(Failure::invalid, "--from and --to are days, like 2026-11-24, the first before "
                                  "the second");
  }
  return EvidenceRequest{options.tenant, *from,
                         options.to.empty() ? *to + std::chrono::seconds{1} : *to};
}

Exit
work_on_evidence(Session& session, const EvidenceOptions& options)
{
  if (options.tenant == "verify") {
    return verify(session, options.bundle);
  }
  const auto store = session.needed_store();
  if (!store) {
    return session.refuse(store.error());
  }
  if (const auto fault = journal_fault(session, **store)) {
    return *fault;
  }
  const auto request = request_of(options, session.clock());
  if (!request) {
    return session.refuse(request.error());
  }
  const std::string folder =
      options.output.empty()
          ? fmt::format("evidence-{}-{}", options.tenant, day_text(session.clock()))
          : options.output;
  const auto made = export_bundle(**store, *request, folder);
  if (!made) {
    return session.refuse(made.error());
  }
  session.print(folder + "\n");
  session.tell(
      fmt::format("{} files: {} runs, {} entries of the journal; next: klausur evidence "
                  "verify {}",
                  made->files, made->runs, made->entries, folder));
  return Exit::within_threshold;
}

} // namespace

void
add_evidence(CommandLine& line, Session& session)
{
  auto command = line.add("evidence", "Export what was found, decided and written, signed; "
                                      "evidence verify DIRECTORY checks one");
  auto options = std::make_shared<EvidenceOptions>();
  command.option("tenant", options->tenant, "The tenant, or verify", {.required = true});
  command.option("bundle", options->bundle, "With verify: the directory", {.after = "tenant"});
  command.option("--from", options->from, "From this day on (YYYY-MM-DD)");
  command.option("--to", options->to, "To this day, included; left out: until now");
  command.option("--output", options->output, "A directory that is not there yet");
  command.footer(
      "verify needs neither store nor configuration, and exits 5 when something does "
      "not hold.");
  command.does([&session, options] { return work_on_evidence(session, *options); },
               [options]() -> std::optional<Misuse> {
                 const bool verifies = options->tenant == "verify";
                 if (verifies == options->bundle.empty()) {
                   return Misuse{"bundle", "goes with verify, which needs it"};
                 }
                 if (!verifies && options->from.empty()) {
                   return Misuse{"--from", "is needed: from which day on"};
                 }
                 return std::nullopt;
               });
}

} // namespace klausur
