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

/// Tells every problem as it is found, not only the first.
class Validation
{
public:
  Validation(Session& session, Library& library) : m_session{session}, m_library{library} {}

  void look_at_policies()
  {
    for (const auto& vendor : vendors_with_policies(m_library.data_dir())) {
      const auto policy = m_library.policy(vendor);
      if (!policy) {
        refuse(policy.error());
        continue;
      }
      m_checks += (*policy)->checks.size();
    }
  }

  void look_at(const Configuration& configuration)
  {
    if (!configuration.file.empty() && configuration.tenants.empty()) {
      refuse({Failure::invalid,
              fmt::format("{}: no tenants: write what is to be examined under tenants: "
                          "(klausur checks lists the vendors)",
                          configuration.file.string()),
              ""});
    }
    if (const auto store = m_session.store(); !store) {
      refuse(store.error());
    }
    for (const auto& sentence : readable_secrets(configuration)) {
      m_session.warn(sentence);
    }
    for (const auto& sentence : missing_secrets(configuration)) {
      m_session.warn(sentence); // The configuration may be meant for another machine.
    }
    for (const auto& tenant : configuration.tenants) {
      look_at(configuration, tenant);
    }
  }

  [[nodiscard]] Exit result(const Configuration& configuration) const
  {
    if (m_result == Exit::within_threshold) {
      m_session.print(fmt::format("{} controls, {} checks of {} vendors, {} tenants: sound\n",
                                  m_library.catalogue().controls.size(), m_checks,
                                  vendors_with_policies(m_library.data_dir()).size(),
                                  configuration.tenants.size()));
    }
    return m_result;
  }

private:
  void look_at(const Configuration& configuration, const Tenant& tenant)
  {
    if (const auto misplaced = misplaced_files(configuration, tenant)) {
      refuse(*misplaced);
    }
    const auto policy = m_library.policy(tenant.vendor);
    if (!policy) {
      return; // Its own mistakes were told above.
    }
    for (const auto& error :
         refusals(configuration, tenant, (*policy)->manifest, m_library.catalogue())) {
      refuse(error);
    }
    if (const auto judge = m_library.judge(tenant); !judge) {
      refuse(judge.error());
    }
  }

  void refuse(const Error& error) { m_result = m_session.refuse(error); }

  Session& m_session;
  Library& m_library;
  Exit m_result = Exit::within_threshold;
  std::size_t m_checks = 0;
};

Exit
validate(Session& session)
{
  const auto library = session.library();
  if (!library) {
    return session.refuse(library.error());
  }
  Validation validation{session, **library};
  validation.look_at_policies();
  const auto configuration = session.configuration(/*needed=*/!session.options.config.empty());
  if (!configuration) {
    return session.refuse(configuration.error());
  }
  validation.look_at(**configuration);
  return validation.result(**configuration);
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
