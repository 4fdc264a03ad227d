#include "connectors/format/digest.hpp"
#include "connectors/format/source_file.hpp"
#include "plugin/commands/commands.hpp"
#include "plugin/office/attestation_record.hpp"

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
  std::string record;
  std::string like; ///< The type of an empty record.
  bool denied = false;
  bool end = false;
};

/// How it stands: it ends within 60 days (`due`), another took its place, and so on.
std::string_view
state_of(const Attestation& attestation, std::span<const Attestation> all, Time now)
{
  constexpr std::chrono::days k_due{60};
  const bool replaced = std::ranges::any_of(all, [&](const Attestation& other) {
    return other.tenant == attestation.tenant && other.check == attestation.check &&
           other.from <= now &&
           (other.from > attestation.from || (other.from == attestation.from &&
                                              &other > &attestation)); // As they were recorded.
  });
  return replaced                           ? "superseded"
         : attestation.until <= now         ? "expired"
         : attestation.from > now           ? "to come"
         : attestation.until - now <= k_due ? "due"
                                            : "valid";
}

Exit
list_attestations(Session& session, const Store& store)
{
  const auto all = store.attestations();
  if (!all) {
    return session.refuse(all.error());
  }
  for (const auto& each : *all) {
    session.print(fmt::format(
        "{:<24} {:<40} {:<10} {} {}until {}  by {}  {}{}\n", each.tenant, each.check,
        state_of(each, *all, session.clock()), each.holds ? "holds" : "denied",
        each.type.empty() ? "" : each.type + " ", day_text(each.until), each.by, each.statement,
        each.id.empty() ? "" : fmt::format("  ({})", each.id)));
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
  if (const auto known = can_be_attested(*office, *tenants->front(), options.check); !known) {
    return tl::unexpected(known.error());
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
                     .until = *until,
                     .id = "a-" + new_run_id(office->clock())};
}

/// What is to be recorded: from a record, or from the options.
Result<std::vector<Attestation>>
asked_for(Session& session, const AttestOptions& options)
{
  if (options.record.empty()) {
    return attestation_from(session, options).map([](Attestation one) {
      return std::vector{std::move(one)};
    });
  }
  const auto office = session.office();
  const auto tenants = office
                           ? select_tenants(office->configuration, std::vector{options.tenant})
                           : tl::unexpected(office.error());
  return tenants ? attestations_in(*office, *tenants->front(), options.record)
                 : tl::unexpected(tenants.error());
}

Exit
show_template(Session& session, const std::string& type)
{
  const auto text = find_data_dir(session.options.data_dir).and_then([&](const auto& folder) {
    return empty_record(folder, type);
  });
  if (!text) {
    return session.refuse(text.error());
  }
  session.print(*text);
  return Exit::within_threshold;
}

Exit
attest(Session& session, const AttestOptions& options)
{
  if (!options.like.empty()) {
    return show_template(session, options.like);
  }
  const auto store = session.needed_store();
  if (!store) {
    return session.refuse(store.error());
  }
  if (options.tenant.empty()) {
    return list_attestations(session, **store);
  }
  if (options.end) {
    const auto ended =
        (*store)->end_attestation(options.tenant, options.check, session.clock(), options.by);
    if (!ended) {
      return session.refuse(ended.error());
    }
    session.tell("ended");
    return Exit::within_threshold;
  }
  const auto made = asked_for(session, options);
  const auto kept = made ? (*store)->add(*made, session.clock()) : tl::unexpected(made.error());
  if (!kept) {
    return session.refuse(kept.error());
  }
  session.print(made->front().id + "\n");
  session.tell(fmt::format("recorded, until {}", day_text(made->front().until)));
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
  command.option(
      "--record", options->record,
      "A record with all fields of its type, in the place of check, statement and so "
      "on; --template shows an empty one");
  command.option("--template", options->like,
                 "Print an empty record of this type: ATT-DPA ...");
  command.flag("--denied", options->denied, "State that it does not hold");
  command.flag("--end", options->end, "End the attestations of this check now");
  command.does([&session, options] { return attest(session, *options); },
               [options]() -> std::optional<Misuse> {
                 if (!options->record.empty() &&
                     (options->tenant.empty() || !options->check.empty())) {
                   return Misuse{"--record", "needs the tenant, and says the controls itself"};
                 }
                 return std::nullopt;
               });
}

} // namespace klausur
