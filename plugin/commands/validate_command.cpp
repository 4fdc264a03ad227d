#include "plugin/commands/commands.hpp"
#include "plugin/office/tenant_faults.hpp"
#include "policies/engine/vocabulary.hpp"

#include <fmt/format.h>

namespace klausur {

namespace {

/// Print what may stand in a file, for those who write one.
Exit
print_schema(Session& session, const std::string& name)
{
  if (name != "expect") {
    return session.refuse(
        {Failure::invalid,
         fmt::format("there is no schema \"{}\"; write --schema expect", name), ""});
  }
  session.print(vocabulary_text());
  return Exit::within_threshold;
}

/// Load all that can be loaded and tell every problem, not only the first.
Exit
validate(Session& session)
{
  const auto library = session.library();
  if (!library) {
    return session.refuse(library.error());
  }
  Exit result = Exit::within_threshold;
  std::size_t checks = 0;
  const auto vendors = vendors_with_policies((*library)->data_dir());
  for (const auto& vendor : vendors) {
    const auto policy = (*library)->policy(vendor);
    if (!policy) {
      result = session.refuse(policy.error());
      continue;
    }
    checks += (*policy)->checks.size();
  }
  const auto configuration = session.configuration(/*needed=*/!session.options.config.empty());
  if (!configuration) {
    return session.refuse(configuration.error());
  }
  if (!(*configuration)->file.empty() && (*configuration)->tenants.empty()) {
    result = session.refuse({Failure::invalid,
                             fmt::format("{}: no tenants: write what is to be examined under "
                                         "tenants: (klausur checks lists the vendors)",
                                         (*configuration)->file.string()),
                             ""});
  }
  if (const auto store = session.store(); !store) {
    result = session.refuse(store.error());
  }
  for (const auto& sentence : readable_secrets(**configuration)) {
    session.warn(sentence);
  }
  for (const auto& sentence : missing_secrets(**configuration)) {
    session.warn(sentence); // The configuration may be meant for another machine.
  }
  for (const auto& tenant : (*configuration)->tenants) {
    const auto policy = (*library)->policy(tenant.vendor);
    for (const auto& error : policy ? refusals(**configuration, tenant, (*policy)->manifest,
                                               (*library)->catalogue())
                                    : std::vector<Error>{}) {
      result = session.refuse(error);
    }
    if (const auto misplaced = misplaced_files(**configuration, tenant)) {
      result = session.refuse(*misplaced);
    }
    const auto judge = policy ? (*library)->judge(tenant) // its own mistakes were told above
                              : Result<const Judge*>{nullptr};
    if (!judge) {
      result = session.refuse(judge.error());
    }
  }
  if (result == Exit::within_threshold) {
    session.print(fmt::format("{} controls, {} checks of {} vendors, {} tenants: sound\n",
                              (*library)->catalogue().controls.size(), checks, vendors.size(),
                              (*configuration)->tenants.size()));
  }
  return result;
}

} // namespace

void
add_validate(CommandLine& line, Session& session)
{
  auto command =
      line.add("validate", "Check the configuration and the policies; reads no tenant");
  auto schema = std::make_shared<std::string>();
  command.option("--schema", *schema, "Print the words that an expectation is made of: expect");
  command.footer(
      "Exits 0 when all is sound, 2 on a mistake. Secrets that this machine does not "
      "have are told and are none.");
  command.does([&session, schema] {
    return schema->empty() ? validate(session) : print_schema(session, *schema);
  });
}

} // namespace klausur
