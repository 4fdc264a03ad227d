#include "plugin/commands/commands.hpp"
#include "plugin/office/drift.hpp"
#include "plugin/report/words.hpp"

#include <fmt/format.h>

#include <array>

namespace klausur {

namespace {

Phrase
words_of(Verdict verdict)
{
  constexpr std::array<Phrase, 4> words{
      Phrase{"worse", "schlechter"}, Phrase{"better", "besser"}, Phrase{"neutral", "neutral"},
      Phrase{"not judged", "nicht bewertet"}};
  return words.at(static_cast<std::size_t>(verdict));
}

std::string
text_of(const std::optional<Json>& value)
{
  return value ? to_text(*value) : "-";
}

void
show(Session& session, const Drift& drift, const std::string& tenant, Language language)
{
  const auto either = [&](std::string_view en, std::string_view de) {
    return Phrase{en, de}.in(language);
  };
  const std::size_t unseen = drift.unseen ? drift.unseen->size() : 0;
  session.print(fmt::format("{}: {} {} ({} {})\n", tenant, drift.items.size() + unseen,
                            either("changed since", "geändert seit"),
                            to_text(drift.baseline.at), either("run", "Lauf"),
                            drift.baseline.run));
  for (const auto& item : drift.items) {
    std::string checks;
    for (const auto& check : item.checks) {
      checks += (checks.empty() ? "  # " : ", ") + check;
    }
    session.print(fmt::format(
        "  {}: {}: {} -> {}{}{}\n", words_of(item.verdict).in(language), item.setting,
        text_of(item.before), text_of(item.after),
        item.since
            ? fmt::format("  {} {}", either("seen since", "gesehen seit"), to_text(*item.since))
            : "",
        checks));
  }
  for (const auto& place : drift.unseen.value_or(std::vector<std::string>{})) {
    session.print(
        fmt::format("  {}: {}: {}\n", words_of(Verdict::not_judged).in(language), place,
                    either("changed; no check looks at it, its value is not kept",
                           "geändert; keine Prüfung sieht es an, sein Wert wird nicht "
                           "aufbewahrt")));
  }
  if (!drift.unseen) {
    session.print(
        fmt::format("  {}\n", either("settings outside of the checks: cannot be compared",
                                     "Einstellungen außerhalb der Prüfungen: nicht "
                                     "vergleichbar")));
  }
  for (const auto& document : drift.not_compared) {
    session.print(
        fmt::format("  {}: {}\n", either("not compared", "nicht verglichen"), document));
  }
}

Exit
show_drift(Session& session, const std::vector<std::string>& names)
{
  const auto store = session.needed_store();
  const auto office = store ? session.office() : tl::unexpected(store.error());
  const auto tenants =
      office ? select_tenants(office->configuration, names) : tl::unexpected(office.error());
  if (!tenants) {
    return session.refuse(tenants.error());
  }
  Stop stop;
  const auto found = examine_and_keep(*office, *tenants, stop);
  if (!found || !found->kept) {
    return session.refuse(found ? found->kept.error() : found.error());
  }
  bool changed = false;
  bool whole = true;
  for (const Tenant* tenant : *tenants) {
    const auto policy = office->library.policy(tenant->vendor);
    const auto drift = policy ? drift_of(**store, tenant->name, (*policy)->manifest)
                              : tl::unexpected(policy.error());
    if (!drift) {
      return session.refuse(drift.error());
    }
    show(session, *drift, tenant->name, office->configuration.language);
    changed = changed || !drift->items.empty() || (drift->unseen && !drift->unseen->empty());
    whole = whole && drift->not_compared.empty();
  }
  return changed ? Exit::deviations : whole ? Exit::within_threshold : Exit::incomplete;
}

} // namespace

void
add_drift(CommandLine& line, Session& session)
{
  auto command =
      line.add("drift", "Read tenants and show what has changed since their baseline");
  auto names = std::make_shared<std::vector<std::string>>();
  command.option("tenants", *names, "These only");
  command.footer("Exits 1 when something changed, 3 when something could not be compared.");
  command.does([&session, names] { return show_drift(session, *names); });
}

} // namespace klausur
