#include "connectors/format/digest.hpp"
#include "connectors/format/source_file.hpp"
#include "plugin/commands/commands.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

struct AttestOptions
{
  std::string tenant;
  std::string check;
  std::string statement;
  std::string by;
  std::string until;
  std::string document;
  bool denied = false;
  bool end = false;
};

Exit
list_attestations(Session& session, const Store& store)
{
  const auto all = store.attestations();
  if (!all) {
    return session.refuse(all.error());
  }
  for (const auto& each : *all) {
    session.print(fmt::format("{:<24} {:<40} {} until {}  by {}  {}\n", each.tenant, each.check,
                              each.holds ? "holds" : "denied", to_text(each.until), each.by,
                              each.statement));
  }
  return Exit::within_threshold;
}

/// The attestation that the options describe.
/// @error `invalid`: something is missing, the check is unknown, the day is none or past.
Result<Attestation>
attestation_from(Session& session, const AttestOptions& options)
{
  const auto office = session.office();
  if (!office) {
    return tl::unexpected(office.error());
  }
  const auto tenants = select_tenants(office->configuration, std::vector{options.tenant});
  if (!tenants) {
    return tl::unexpected(tenants.error());
  }
  const auto policy = office->library.policy(tenants->front()->vendor);
  if (!policy) {
    return tl::unexpected(policy.error());
  }
  const bool known = office->library.catalogue().find(options.check) != nullptr ||
                     std::ranges::any_of((*policy)->checks, [&](const Check& each) {
                       return each.id == options.check && !each.attest.empty();
                     });
  if (!known) {
    return fail(
        Failure::invalid,
        fmt::format("\"{}\" is no control, and no check that is attested", options.check));
  }
  const auto until = parse_time(options.until + "T00:00:00Z");
  if (!until || *until <= office->clock()) {
    return fail(Failure::invalid, "--until needs a day to come, like 2027-11-24");
  }
  if (options.by.empty() || options.statement.empty()) {
    return fail(Failure::invalid, "an attestation needs --by NAME and --statement TEXT");
  }
  std::string document;
  if (!options.document.empty()) {
    const auto text = read_file(options.document);
    if (!text) {
      return tl::unexpected(text.error());
    }
    document = sha256(*text);
  }
  return Attestation{.tenant = options.tenant,
                     .check = options.check,
                     .holds = !options.denied,
                     .statement = options.statement,
                     .by = options.by,
                     .document = document,
                     .from = office->clock(),
                     .until = *until};
}

Exit
attest(Session& session, const AttestOptions& options)
{
  const auto store = session.needed_store();
  if (!store) {
    return session.refuse(store.error());
  }
  if (options.tenant.empty()) {
    return list_attestations(session, **store);
  }
  const auto done =
      options.end ? (*store)->end_attestation(options.tenant, options.check, session.clock())
                  : attestation_from(session, options).and_then([&](const Attestation& made) {
                      return (*store)->add(made);
                    });
  if (!done) {
    return session.refuse(done.error());
  }
  session.tell(options.end ? "ended" : "recorded");
  return Exit::within_threshold;
}

} // namespace

void
add_attest(CommandLine& line, Session& session)
{
  auto command = line.add(
      "attest", "Record what a person answers for; without arguments: list what is recorded");
  auto options = std::make_shared<AttestOptions>();
  command.option("tenant", options->tenant, "The tenant");
  command.option("check", options->check, "A control or an attested check",
                 {.after = "tenant"});
  command.option("--statement", options->statement, "What is attested, in a sentence");
  command.option("--by", options->by, "Who answers for it: name and role");
  command.option("--until", options->until, "Valid until this day (YYYY-MM-DD)");
  command.option("--document", options->document,
                 "The document; only its SHA-256 is kept, never the file");
  command.flag("--denied", options->denied, "State that it does not hold");
  command.flag("--end", options->end, "End the attestations of this check now");
  command.does([&session, options] { return attest(session, *options); });
}

} // namespace klausur
