#include "plugin/change/approval.hpp"
#include "plugin/change/bond.hpp"
#include "plugin/change/plan_file.hpp"
#include "plugin/commands/commands.hpp"
#include "plugin/commands/plan_words.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

Exit
approve_plan(Session& session, const std::string& file, const std::string& key)
{
  const auto store = session.needed_store();
  const auto office = session.office();
  if (!store || !office) {
    return session.refuse(store ? office.error() : store.error());
  }
  auto given = read_plan_file(file);
  if (!given) {
    return session.refuse(given.error());
  }
  const std::string hash = given->hash;
  const Bond bond = given->set.bond;
  if (const auto why = out_of_time(bond, office->clock())) {
    return session.refuse({Failure::invalid, fmt::format("{}: {}", file, *why), ""});
  }
  const auto policy = office->library.policy(bond.vendor);
  if (!policy) {
    return session.refuse(policy.error());
  }
  const auto set = with_checks(std::move(*given), **policy);
  const auto signer = signer_with(office->configuration, key);
  if (!set || !signer) {
    return session.refuse(set ? signer.error() : set.error());
  }
  say_plan(*set, hash, office->configuration.language,
           [&](std::string_view piece) { session.print(piece); });
  const auto kept = approval_by(*signer, hash, bond).and_then([&](const Approval& approval) {
    return (*store)->append(bond.tenant, Entry{approval}, office->clock());
  });
  if (!kept) {
    return session.refuse(kept.error());
  }
  session.tell(fmt::format("approved by {} until {}; next, with another key: klausur apply {} "
                           "--key FILE",
                           signer->person.name, to_text(bond.ends_at), file));
  return Exit::within_threshold;
}

} // namespace

void
add_approve(CommandLine& line, Session& session)
{
  auto command = line.add("approve", "Sign a plan that takes a second person");
  auto file = std::make_shared<std::string>();
  auto key = std::make_shared<std::string>();
  command.option("plan", *file, "A file that klausur plan --output wrote", {.required = true});
  command.option("--key", *key, "Your key, which approvers: in the configuration lists",
                 {.required = true});
  command.footer("The approval is signed, stands in the journal, and ends with the plan.");
  command.does([&session, file, key] { return approve_plan(session, *file, *key); });
}

} // namespace klausur
