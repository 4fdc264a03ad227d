#include "connectors/format/suggest.hpp"
#include "plugin/commands/commands.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

Exit
list_checks(Session& session, const std::vector<std::string>& wanted)
{
  const auto library = session.library();
  if (!library) {
    return session.refuse(library.error());
  }
  const auto known = vendors_with_policies((*library)->data_dir());
  for (const auto& vendor : wanted) {
    if (std::ranges::find(known, vendor) == known.end()) {
      return session.refuse({Failure::invalid,
                             fmt::format("there are no checks of a vendor \"{}\"{}", vendor,
                                         did_you_mean(vendor, known)),
                             ""});
    }
  }
  for (const auto& vendor : wanted.empty() ? known : wanted) {
    const auto policy = (*library)->policy(vendor);
    if (!policy) {
      return session.refuse(policy.error());
    }
    for (const auto& check : (*policy)->checks) {
      const Control& control = *(*library)->catalogue().find(check.control);
      session.print(fmt::format("{:<52} {:<10} {:<8} {}\n", check.id, control.id,
                                name_of(severity_of(check, control)),
                                check.attest.empty() ? to_text(check.setting) : "attestation"));
    }
  }
  return Exit::within_threshold;
}

} // namespace

void
add_checks(CommandLine& line, Session& session)
{
  auto command = line.add("checks", "List the checks of all vendors, or of some");
  auto wanted = std::make_shared<std::vector<std::string>>();
  command.option("vendor", *wanted, "Vendors (default: all)");
  command.does([&session, wanted] { return list_checks(session, *wanted); });
}

} // namespace klausur
