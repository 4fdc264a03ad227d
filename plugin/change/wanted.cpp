#include "plugin/change/wanted.hpp"

#include "plugin/change/places.hpp"
#include "policies/engine/bindings.hpp"
#include "policies/engine/expectation.hpp"
#include "policies/engine/gravest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace klausur {

namespace {

/// The lock for the same member as the setting; nothing when it is about more than that: a
/// group's finding does not lock the whole account.
std::optional<Address>
lock_of(const Check& check, const Address& place)
{
  if (!check.remedy.lock || has_star(*check.remedy.lock) != has_star(check.setting)) {
    return std::nullopt;
  }
  return bound(*check.remedy.lock, stars_of(check, place));
}

/// Whether `true` stands in the document above at the pointer, or above it.
bool
is_held(const JsonValue& above, const Pointer& pointer)
{
  const JsonValue* at = &above;
  for (const auto& step : pointer) {
    at = at->IsObject() ? member(*at, step) : nullptr;
    if (at == nullptr || at->IsTrue()) {
      return at != nullptr;
    }
  }
  return false;
}

/// What people do about it.
Text
way_without_api(const Check& check)
{
  if (!check.remedy.steps.empty()) {
    return check.remedy.steps;
  }
  return check.remedy.set
             ? Text{"No value that the vendor takes is as wanted.",
                    "Kein Wert, den der Anbieter annimmt, entspricht dem Sollwert."}
             : Text{"No API writes this setting.", "Keine API schreibt diese Einstellung."};
}

const Text k_other_token{"An API exists, but not for this token. ",
                         "Es gibt eine API, aber nicht für dieses Token. "};
const Text k_beside{"The setting is as wanted; what stands beside it has to be put right.",
                    "Die Einstellung ist wie gewünscht; zu ändern ist, was daneben steht."};
const Text k_contradiction{
    "Two checks want different values for this setting.",
    "Zwei Prüfungen verlangen für diese Einstellung verschiedene Werte."};
const Text k_accepted{
    "Its value is accepted: another check of this setting is waived.",
    "Ihr Wert ist akzeptiert: Für eine andere Prüfung dieser Einstellung gilt "
    "eine Ausnahme."};

Text
held(const LegalHold& hold)
{
  return {fmt::format("A legal hold stands ({}): nothing that deletes or ends keeping is "
                      "planned before it is lifted.",
                      hold.reason),
          fmt::format("Es gilt eine Löschsperre ({}): Bis zu ihrer Aufhebung wird nichts "
                      "geplant, was löscht oder die Aufbewahrung beendet.",
                      hold.reason)};
}

Text
unread(const Address& where)
{
  return {
      fmt::format("An API exists, but {} was not read: nobody knows whether it is for this "
                  "one. ",
                  to_text(where)),
      fmt::format("Es gibt eine API, aber {} wurde nicht gelesen: ob sie dies hier schreibt, "
                  "ist nicht bekannt. ",
                  to_text(where))};
}

class Wanting
{
public:
  Wanting(const Snapshot& found, const Judge& judge, Conditions& conditions,
          const WhyLeft& why_left)
      : m_found{found}, m_manifest{judge.policy().manifest}, m_conditions{conditions},
        m_why_left{why_left}
  {
    for (const auto& prepared : judge.checks()) {
      m_expect.emplace(prepared.check, prepared.expect);
    }
  }

  /// How many findings are taken, at most.
  void expect(std::size_t findings)
  {
    m_set.changes.reserve(findings);
    m_places.reserve(findings);
  }

  /// Nothing that is taken writes the setting of this finding: its value is accepted, or has to
  /// stay.
  void spare(const Finding& finding)
  {
    const LegalHold* hold =
        finding.check == nullptr ? nullptr : m_conditions.hold_over(*finding.check);
    if (finding.setting.empty() || (!finding.waived && hold == nullptr)) {
      return;
    }
    m_spared.add(finding.setting, m_why_spared.size());
    m_why_spared.push_back(shared(finding.waived ? k_accepted : held(*hold)));
  }

  void take(const Finding& finding)
  {
    const Check* check = finding.check;
    if (check == nullptr || finding.setting.empty()) {
      return;
    }
    const auto place = parse_address(finding.setting.text());
    if (!place) {
      return;
    }
    if (const LegalHold* hold = m_conditions.hold_over(*check)) {
      leave(finding.setting, *check, shared(held(*hold)), /*by_hand=*/false);
      return;
    }
    if (const auto why = why_not(finding, *place)) {
      leave(finding.setting, *check, *why, /*by_hand=*/true);
      return;
    }
    add({.setting = finding.setting,
         .from = finding.observed,
         .to = finding.remedy,
         .check = check,
         .risks = risks(*check, *place),
         .after = {}});
    take_lock(*check, *place);
  }

  [[nodiscard]] ChangeSet result()
  {
    for (const auto& [at, check] : m_joined) {
      if (m_contradicted[at]) {
        leave(m_set.changes[at].setting, *check, shared(k_contradiction), /*by_hand=*/true);
      }
    }
    // In place: a second list of a hundred thousand would be as large as all the rest.
    std::size_t i = 0;
    std::erase_if(m_set.changes, [&](const PlannedChange& change) {
      const bool goes = m_contradicted[i++];
      if (goes) {
        leave(change.setting, *change.check, shared(k_contradiction), /*by_hand=*/true);
      }
      return goes;
    });
    return std::move(m_set);
  }

private:
  /// Why no API may write it here; nothing: it may.
  std::optional<Shared<Text>> why_not(const Finding& finding, const Address& place)
  {
    const Check& check = *finding.check;
    const DocumentEntry* entry = m_manifest.entry_of(place.document);
    if (!finding.remedy || entry == nullptr || !entry->is_written_by_api() ||
        !is_written_here(*entry, place)) {
      return shared(by_hand(check, entry, place));
    }
    if (finding.observed && is_as_wanted(check, *finding.observed)) {
      return shared(k_beside);
    }
    if (const HeldBy* holder = holder_of(*entry, place)) {
      return shared(holder->says);
    }
    if (m_conditions.of(check.remedy.when, stars_of(check, place), m_found) != Match::yes) {
      return shared(check.remedy.otherwise);
    }
    return std::nullopt;
  }

  /// A right value that something beside it contradicts.
  bool is_as_wanted(const Check& check, const JsonValue& observed) const
  {
    const auto expect = m_expect.find(&check);
    return expect != m_expect.end() && expect->second != nullptr &&
           expect->second->match(observed) == Match::yes;
  }

  /// Whether the entry's `where` holds for the member that the document is of; nothing: nobody
  /// knows.
  std::optional<bool> where_holds(const DocumentEntry& entry, const Address& place) const
  {
    if (!entry.write.where) {
      return true;
    }
    const Address& where = *entry.write.where;
    const Reading* reading = m_found.find(where.document);
    if (reading == nullptr || !reading->content) {
      return std::nullopt;
    }
    const std::string_view id = std::string_view{place.document}.substr(
        std::min(entry.name.find('*'), place.document.size()));
    const JsonValue* value = value_for(*reading->content, where, id);
    return value != nullptr && value->IsTrue();
  }

  bool is_written_here(const DocumentEntry& entry, const Address& place) const
  {
    return where_holds(entry, place).value_or(false);
  }

  /// What people do, and why an API that there is does not serve.
  Text by_hand(const Check& check, const DocumentEntry* entry, const Address& place) const
  {
    const Text way = way_without_api(check);
    if (entry == nullptr || !entry->is_written_by_api() || is_written_here(*entry, place)) {
      return way;
    }
    const Text why = where_holds(*entry, place) ? k_other_token : unread(*entry->write.where);
    return check.remedy.steps.empty() ? why : Text{why.en + way.en, why.de + way.de};
  }

  const HeldBy* holder_of(const DocumentEntry& entry, const Address& place) const
  {
    const auto holds = [&](const HeldBy& each) {
      const Address at = bound(each.at, stars_in(entry.name, place.document));
      const JsonValue* above = value_in(m_found, at);
      return above != nullptr && is_held(*above, place.steps);
    };
    const auto found = std::ranges::find_if(entry.write.held_by, holds);
    return found == entry.write.held_by.end() ? nullptr : &*found;
  }

  Shared<std::vector<Risk>> risks(const Check& check, const Address& place)
  {
    if (check.remedy.risks.empty()) {
      return {};
    }
    const auto stars = stars_of(check, place);
    std::vector<Risk> found;
    for (const auto& rule : check.remedy.risks) {
      const bool own = rule.danger == Danger::own_access;
      if (m_conditions.of(rule.when, stars, m_found) == Match::no &&
          !(own && m_conditions.of_other(rule.when, stars) != Match::no)) {
        continue;
      }
      found.push_back({rule.danger, m_conditions.reach_of(rule, stars, m_found), rule.says});
    }
    return found.empty() ? Shared<std::vector<Risk>>{}
                         : Shared<std::vector<Risk>>{std::move(found)};
  }

  void add(PlannedChange change)
  {
    if (const auto spared = m_spared.find(change.setting)) {
      leave(change.setting, *change.check, m_why_spared[*spared], /*by_hand=*/false);
      return;
    }
    const auto same = m_places.find(change.setting);
    if (!same) {
      m_places.add(change.setting, m_set.changes.size());
      m_set.changes.push_back(std::move(change));
      m_contradicted.push_back(false);
      return;
    }
    PlannedChange& other = m_set.changes[*same];
    if (!same_setting(*other.to, *change.to)) {
      m_contradicted[*same] = true;
    }
    if (goes_before(change, other)) {
      std::swap(other, change);
    }
    m_joined.emplace_back(*same, change.check);
  }

  /// What was chosen, of that what is too dangerous to be taken, and then by name: the order of
  /// findings hangs on all that was read, which is less when a plan is applied.
  [[nodiscard]] bool goes_before(const PlannedChange& a, const PlannedChange& b) const
  {
    const auto rank = [&](const PlannedChange& change) {
      const auto why = m_why_left ? m_why_left(change) : std::nullopt;
      return std::tuple{why && (*why)->empty(), !why, std::string_view{change.check->id}};
    };
    return rank(a) < rank(b);
  }

  void leave(const SettingText& setting, const Check& check, Shared<Text> why, bool by_hand)
  {
    m_set.left_out.push_back({setting, m_checks.keep(check.id), std::move(why), by_hand});
  }

  void take_lock(const Check& check, const Address& place)
  {
    const auto lock = lock_of(check, place);
    const DocumentEntry* entry = lock ? m_manifest.entry_of(lock->document) : nullptr;
    if (entry == nullptr || !entry->is_written_by_api()) {
      return;
    }
    const JsonValue* now = value_in(m_found, *lock);
    if (now != nullptr && now->IsFalse()) { // Anything else nobody foresaw, and it stays.
      add({.setting = setting_text(*lock),
           .from = m_false,
           .to = m_true,
           .check = &check,
           .risks = {},
           .after = {}});
    }
  }

  /// Equal reasons are one.
  Shared<Text> shared(const Text& text)
  {
    return m_whys.try_emplace(text.en, text).first->second;
  }

  const Snapshot& m_found;
  const Manifest& m_manifest;
  Conditions& m_conditions;
  const WhyLeft& m_why_left;
  std::map<const Check*, const Expectation*> m_expect;
  ChangeSet m_set;
  std::vector<bool> m_contradicted; ///< By change: two checks want different values.
  std::vector<std::pair<std::size_t, const Check*>>
      m_joined; ///< Who asks for a change as well.
  Places m_places;
  Places m_spared;
  std::vector<Shared<Text>> m_why_spared;
  TextPool m_checks;
  std::map<std::string, Shared<Text>> m_whys;
  const Shared<Json> m_true{copy_of(JsonValue{true})};
  const Shared<Json> m_false{copy_of(JsonValue{false})};
};

} // namespace

ChangeSet
wanted(const TenantReport& report, const Snapshot& found, const Judge& judge,
       Conditions& conditions, const WhyLeft& why_left)
{
  Wanting wanting{found, judge, conditions, why_left};
  wanting.expect(static_cast<std::size_t>(std::ranges::count_if(report.findings, is_open)));
  for (const auto& finding : report.findings) {
    if (finding.status == Status::fail) {
      wanting.spare(finding);
    }
  }
  for (const auto& finding : report.findings) {
    if (is_open(finding)) {
      wanting.take(finding);
    }
  }
  return wanting.result();
}

std::vector<LockedValue>
locked_values(const TenantReport& report)
{
  std::vector<LockedValue> all;
  for (const auto& finding : report.findings) {
    if (finding.check == nullptr || !finding.check->remedy.lock || finding.setting.empty()) {
      continue;
    }
    const auto place = parse_address(finding.setting.text());
    const auto lock = place ? lock_of(*finding.check, *place) : std::nullopt;
    if (lock) {
      all.push_back(
          {setting_text(*lock), setting_text(*place),
           finding.status == Status::pass || finding.status == Status::not_applicable});
    }
  }
  return all;
}

} // namespace klausur
