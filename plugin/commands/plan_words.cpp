#include "plugin/commands/plan_words.hpp"

#include "connectors/base/plain_text.hpp"
#include "plugin/change/approval.hpp"
#include "plugin/change/plan.hpp"
#include "plugin/report/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur {

namespace {

constexpr Phrase k_audit{"audit", "Audit"};
constexpr Phrase k_rollback{"rollback of", "Zurückrollen von"};
constexpr Phrase k_changes{"changes", "Änderungen"};
constexpr Phrase k_requests{"requests", "Anfragen"};
constexpr Phrase k_account{"account", "Konto"};
constexpr Phrase k_by_vendor{"as the vendor names it", "wie der Anbieter es nennt"};
constexpr Phrase k_by_address{
    "by its address: the vendor is not asked who it is",
    "nach seiner Adresse: Der Anbieter wird nicht gefragt, wer es ist"};
constexpr Phrase k_until{"may be applied until", "anwendbar bis"};
constexpr Phrase k_absent{"(absent)", "(nicht vorhanden)"};
constexpr Phrase k_risk{"risk", "Risiko"};
constexpr Phrase k_after{"after", "nach"};
constexpr Phrase k_no_way_back{
    "Cannot be taken back: what stands there now was masked and is not known.",
    "Nicht umkehrbar: Was jetzt dort steht, wurde unkenntlich gemacht und ist nicht bekannt."};
constexpr Phrase k_by_hand{"by hand", "von Hand"};
constexpr Phrase k_left_out{"left out", "ausgelassen"};
constexpr Phrase k_afterwards{"afterwards", "danach"};
constexpr Phrase k_open{"deviations open", "offene Abweichungen"};

constexpr std::array<Phrase, 5> k_dangers{{
    {"own_access (ends the credential in use)",
     "own_access (beendet die verwendeten Zugangsdaten)"},
    {"sign_in (people can no longer log in)", "sign_in (Anmeldungen werden unmöglich)"},
    {"restart (shows after a restart only)", "restart (wirkt erst nach einem Neustart)"},
    {"deletes (no rollback brings it back)", "deletes (kein Zurückrollen bringt es wieder)"},
    {"people (everybody notices)", "people (alle bemerken es)"},
}};

std::string
value_text(const Shared<Json>& value, Language language)
{
  return value ? to_text(*value) : std::string{k_absent.in(language)};
}

class Speaker
{
public:
  Speaker(const ChangeSet& set, Language language, const Say& say)
      : m_set{set}, m_language{language}, m_say{say}
  {
  }

  void head(std::string_view hash) const
  {
    const Bond& bond = m_set.bond;
    const std::size_t steps = m_set.changes.empty() ? 0 : m_set.changes.back().step + 1;
    say("{} ({}), {}: {} {}, {} {}\n", bond.tenant, bond.vendor,
        bond.is_rollback() ? fmt::format("{} {}", in(k_rollback), bond.run)
                           : std::string{in(k_audit)},
        m_set.changes.size(), in(k_changes), steps, in(k_requests));
    if (!hash.empty()) {
      say("{}\n", hash);
    }
    say("{}: {} ({})\n", in(k_account), printable(bond.identity.account),
        in(bond.identity.by_vendor ? k_by_vendor : k_by_address));
    say("{}: {}\n", in(k_until), to_text(bond.ends_at));
  }

  void change(const PlannedChange& change) const
  {
    const auto check = check_of(change);
    say("\n  {}{}\n- {}\n+ {}\n", shown_address(change.setting.text()),
        check.empty() ? "" : fmt::format("  # {}", check), value_text(change.from, m_language),
        value_text(change.to, m_language));
    if (change.check != nullptr && !change.check->impact.empty()) {
      say("  {}\n", change.check->impact.in(m_language));
    }
    for (const auto& risk : *change.risks) {
      say("  {}: {}{}: {}\n", in(k_risk),
          in(k_dangers.at(static_cast<std::size_t>(risk.danger))),
          risk.reach ? fmt::format(", {}", *risk.reach) : "", risk.says.in(m_language));
    }
    if (!has_way_back(change)) {
      say("  {}\n", in(k_no_way_back));
    }
    for (const auto& need : change.after) {
      say("  {}: {}\n", in(k_after), shown_address(need.text()));
    }
  }

  void left_out(const LeftOut& left) const
  {
    say("\n  {}: {}{}\n  {}\n", in(left.by_hand ? k_by_hand : k_left_out),
        shown_address(left.setting.text()),
        left.check.empty() ? "" : fmt::format("  # {}", left.check), left.why->in(m_language));
  }

  void outlook() const
  {
    if (const auto light = light_named(m_set.outlook.light)) {
      say("\n{}: {}, {} {}\n", in(k_afterwards), in(word_for(*light)), m_set.outlook.open,
          in(k_open));
    }
  }

private:
  [[nodiscard]] std::string_view in(Phrase phrase) const { return phrase.in(m_language); }

  template<typename... Values>
  void say(fmt::format_string<Values...> format, Values&&... values) const
  {
    m_say(fmt::format(format, std::forward<Values>(values)...));
  }

  const ChangeSet& m_set;
  Language m_language;
  const Say& m_say;
};

} // namespace

std::string
shown_address(std::string_view address)
{
  std::string shown;
  while (!address.empty()) {
    const char32_t character = take_character(address);
    constexpr char32_t k_last_plain = 0x7E;
    shown += character > k_last_plain || character < U' '
                 ? fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(character))
                 : std::string(1, static_cast<char>(character));
  }
  return shown;
}

std::string
next_step(const Office& office, const ChangeSet& set, std::string_view file)
{
  const Tenant* tenant = office.configuration.find(set.bond.tenant);
  const auto again = office.store == nullptr ? Result<bool>{false}
                                             : takes_back_a_rollback(*office.store, set.bond);
  const bool two = tenant != nullptr && can_take_two(office.configuration) &&
                   (takes_two(set, *tenant) || again.value_or(true));
  return two ? fmt::format("next: klausur approve {0} --key FILE, by a second person, and then "
                           "klausur apply {0} --key FILE",
                           file)
             : fmt::format("next: klausur apply {}", file);
}

void
say_plan(const ChangeSet& set, std::string_view hash, Language language, const Say& say)
{
  const Speaker speaker{set, language, say};
  speaker.head(hash);
  for (const auto& change : set.changes) {
    speaker.change(change);
  }
  for (const auto& each : set.left_out) {
    speaker.left_out(each);
  }
  speaker.outlook();
}

void
say_change(const PlannedChange& change, const ChangeSet& of, Language language, const Say& say)
{
  Speaker{of, language, say}.change(change);
}

void
say_results(const ApplyReport& report, const Say& say)
{
  for (std::size_t i = 0; i < report.results.size(); ++i) {
    const ChangeResult& each = report.results[i];
    say(fmt::format("{:<13} {}{}\n", name_of(each.outcome),
                    shown_address(report.set.changes[i].setting.text()),
                    each.why.empty() ? "" : ": " + printable(each.why)));
  }
}

} // namespace klausur
