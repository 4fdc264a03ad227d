#include "plugin/change/conditions.hpp"

#include "policies/engine/bindings.hpp"
#include "policies/engine/fill.hpp"

#include <algorithm>

namespace klausur {

namespace {

/// Of pairs of days and numbers those beyond `days`; nothing: they are no such pairs.
std::optional<std::int64_t>
older_than(const JsonValue& by_age, std::int64_t days)
{
  if (!by_age.IsArray()) {
    return std::nullopt;
  }
  std::int64_t all = 0;
  for (const auto& pair : by_age.GetArray()) {
    if (!pair.IsArray() || pair.Size() != 2 || !pair[0].IsInt64() || !pair[1].IsInt64()) {
      return std::nullopt;
    }
    all += pair[0].GetInt64() > days ? pair[1].GetInt64() : 0;
  }
  return all;
}

} // namespace

const JsonValue*
value_in(const Snapshot& snapshot, const Address& address)
{
  const Reading* reading = snapshot.find(address.document);
  return reading == nullptr || !reading->content ? nullptr
                                                 : value_at(*reading->content, address.steps);
}

std::vector<std::string>
stars_of(const Check& check, const Address& place)
{
  auto stars = stars_in(check.setting.document, place.document);
  const auto& steps = check.setting.steps;
  for (std::size_t i = 0; i < std::min(steps.size(), place.steps.size()); ++i) {
    if (steps[i] == "*") {
      stars.push_back(place.steps[i]);
    }
  }
  return stars;
}

Match
Conditions::of(const Condition& condition, const std::vector<std::string>& stars,
               const Snapshot& snapshot)
{
  const auto [known, is_new] = m_compiled.try_emplace(&condition);
  if (is_new) {
    auto compiled = compile_filled(condition.expect, m_judge.parameters());
    if (compiled) { // Loading has made sure that it can be.
      known->second = std::move(*compiled);
    }
  }
  const Address place = bound(condition.setting, stars);
  const JsonValue* value = value_in(snapshot, place);
  const Reading* reading = snapshot.find(place.document);
  if (value == nullptr && condition.absent_means && reading != nullptr && reading->content) {
    value = &*condition.absent_means;
  }
  return value == nullptr || !known->second ? Match::other_type : known->second->match(*value);
}

Match
Conditions::of(std::span<const Condition> all, const std::vector<std::string>& stars,
               const Snapshot& snapshot)
{
  Match together = Match::yes;
  for (const auto& each : all) {
    const Match match = of(each, stars, snapshot);
    if (match == Match::no) {
      return match;
    }
    together = match == Match::yes ? together : match;
  }
  return together;
}

Match
Conditions::of_other(std::span<const Condition> all, const std::vector<std::string>& stars)
{
  const bool is_there = m_beside != nullptr && !m_beside->by_other.readings.empty();
  return is_there ? of(all, stars, m_beside->by_other) : Match::no;
}

std::optional<std::int64_t>
Conditions::reach_of(const RiskRule& rule, const std::vector<std::string>& stars,
                     const Snapshot& snapshot) const
{
  const JsonValue* count =
      rule.counts ? value_in(snapshot, bound(*rule.counts, stars)) : nullptr;
  if (count == nullptr || !rule.over) {
    return count != nullptr && count->IsInt64() ? std::optional{count->GetInt64()}
                                                : std::nullopt;
  }
  const auto over = fill(*rule.over, m_judge.parameters());
  return over && over->IsInt64() ? older_than(*count, over->GetInt64()) : std::nullopt;
}

const LegalHold*
Conditions::hold_over(const Check& check) const
{
  const Control* control = m_judge.catalogue().find(check.control);
  const bool deletes = std::ranges::any_of(
      check.remedy.risks, [](const RiskRule& rule) { return rule.danger == Danger::deletes; });
  if (m_beside == nullptr || (!deletes && (control == nullptr || !control->contradicts_hold))) {
    return nullptr;
  }
  const auto& holds = m_beside->holds;
  const auto found = std::ranges::find_if(holds, [&](const LegalHold& each) {
    return each.controls.empty() ||
           std::ranges::find(each.controls, check.control) != each.controls.end();
  });
  return found == holds.end() ? nullptr : &*found;
}

} // namespace klausur
