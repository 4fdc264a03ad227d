#include "plugin/change/derive.hpp"

#include "plugin/change/chosen.hpp"
#include "plugin/change/places.hpp"
#include "plugin/change/wanted.hpp"
#include "policies/engine/bindings.hpp"

#include <algorithm>

namespace klausur {

namespace {

class Documents
{
public:
  Documents(const Judge& judge, std::set<std::string>& names)
      : m_manifest{judge.policy().manifest}, m_names{names}
  {
  }

  void add(const Check& check, const Address& place)
  {
    const auto stars = stars_of(check, place);
    add(place.document);
    for (const auto* conditions : {&check.when, &check.confirm, &check.remedy.when}) {
      add(*conditions, stars);
    }
    for (const auto& risk : check.remedy.risks) {
      add(risk.when, stars);
      if (risk.counts) {
        add(bound(*risk.counts, stars).document);
      }
    }
  }

  void add(std::string document)
  {
    if (document.find('*') != std::string::npos || !m_names.insert(document).second) {
      return;
    }
    const DocumentEntry* entry = m_manifest.entry_of(document);
    if (entry == nullptr) {
      return;
    }
    if (entry->write.where) {
      add(entry->write.where->document);
    }
    for (const auto& holder : entry->write.held_by) {
      add(bound(holder.at, stars_in(entry->name, document)).document);
    }
  }

private:
  void add(const std::vector<Condition>& conditions, const std::vector<std::string>& stars)
  {
    for (const auto& each : conditions) {
      add(bound(each.setting, stars).document);
    }
  }

  const Manifest& m_manifest;
  std::set<std::string>& m_names;
};

} // namespace

std::set<std::string>
documents_about(const std::vector<PlannedChange>& changes, const Judge& judge)
{
  std::set<std::string> names;
  Documents documents{judge, names};
  const Places places = places_of(changes);
  for (const auto& change : changes) {
    documents.add(change.setting.document.str());
    const auto place = parse_address(change.setting.text());
    if (place && change.check != nullptr &&
        matches(change.check->setting.document, place->document)) {
      documents.add(*change.check, *place);
    }
  }
  for (const auto& prepared : judge.checks()) {
    const auto& lock = prepared.check->remedy.lock;
    if (lock && !has_star(*lock) && !prepared.starred && places.contains(setting_text(*lock))) {
      documents.add(*prepared.check, prepared.check->setting);
    }
  }
  if (const auto version = parse_address(judge.policy().manifest.version)) {
    documents.add(version->document);
  }
  return names;
}

Result<ChangeSet>
derived(const ChangeSet& given, const Snapshot& now, const Judge& judge, const Examine& examine,
        const Beside& beside)
{
  const Snapshot found = with_origins(now, given.changes);
  const Places places = places_of(given.changes);
  const WhyLeft why = [&](const PlannedChange& change) -> std::optional<Shared<Text>> {
    return places.contains(change.setting) ? why_left(given.choice, change, judge.catalogue())
                                           : std::optional{Shared<Text>{}};
  };
  Conditions conditions{judge, &beside};
  // Its report is large, and gone before the next one is made.
  auto set = examine(found).map([&](const TenantReport& report) {
    return wanted(report, found, judge, conditions, why);
  });
  if (!set) {
    return set;
  }
  std::erase_if(set->changes,
                [&](const PlannedChange& change) { return why(change).has_value(); });
  set->bond = given.bond;
  set->choice = given.choice;
  return settled(
      std::move(*set), found,
      {.judge = judge, .conditions = conditions, .examine = examine, .why_left = why});
}

} // namespace klausur
