#include "plugin/change/chosen.hpp"

#include "connectors/model/setting.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

const Shared<Text>&
why_of(Danger danger)
{
  static const Shared<Text> k_own_access{Text{
      "It would end the credential that Klausur uses; it is planned with --risk own_access.",
      "Sie würde die Zugangsdaten beenden, die Klausur verwendet; geplant wird sie mit "
      "--risk own_access."}};
  static const Shared<Text> k_deletes{
      Text{"It deletes what no rollback brings back; it is planned with --risk deletes.",
           "Sie löscht, was kein Zurückrollen wiederbringt; geplant wird sie mit --risk "
           "deletes."}};
  return danger == Danger::own_access ? k_own_access : k_deletes;
}

bool
names(const std::vector<std::string>& list, std::string_view name)
{
  return std::ranges::find(list, name) != list.end();
}

bool
names_setting(const std::vector<std::string>& patterns, const SettingText& setting)
{
  return std::ranges::any_of(patterns, [&](const std::string& pattern) {
    const auto hash = std::min(pattern.find('#'), pattern.size());
    return matches(std::string_view{pattern}.substr(0, hash), setting.document.str()) &&
           (hash == pattern.size() ||
            matches(std::string_view{pattern}.substr(hash), setting.pointer.str()));
  });
}

/// Whether one list, where it says anything, names the change.
bool
allows(const std::vector<std::string>& list, std::string_view name)
{
  return list.empty() || names(list, name);
}

bool
is_chosen(const Choice& choice, const PlannedChange& change, const Control& control)
{
  const Check& check = *change.check;
  const auto point = name_of(control.point);
  const auto severity = name_of(severity_of(check, control));
  const auto& except = choice.except;
  const bool excepted = names(except, check.id) || names(except, control.id) ||
                        names(except, point) || names(except, severity) ||
                        names_setting(except, change.setting);
  return !excepted && allows(choice.checks, check.id) && allows(choice.controls, control.id) &&
         allows(choice.points, point) && allows(choice.severities, severity) &&
         (choice.settings.empty() || names_setting(choice.settings, change.setting));
}

} // namespace

std::optional<Shared<Text>>
why_left(const Choice& choice, const PlannedChange& change, const Catalogue& catalogue)
{
  const Control* control = catalogue.find(change.check->control);
  if (control == nullptr || !is_chosen(choice, change, *control)) {
    return Shared<Text>{};
  }
  for (const Danger danger : {Danger::own_access, Danger::deletes}) {
    if (risk_of(change, danger) != nullptr && !names(choice.risks, name_of(danger))) {
      return why_of(danger);
    }
  }
  return std::nullopt;
}

ChangeSet
chosen(ChangeSet set, const Choice& choice, const Catalogue& catalogue)
{
  std::erase_if(set.changes, [&](const PlannedChange& change) {
    auto why = why_left(choice, change, catalogue);
    if (why && !(*why)->empty()) {
      set.left_out.push_back(
          {change.setting, SharedText{change.check->id}, std::move(*why), /*by_hand=*/false});
    }
    return why.has_value();
  });
  set.choice = choice;
  return set;
}

Result<void>
check_choice(const Choice& choice)
{
  for (const auto& point : choice.points) {
    if (!point_named(point)) {
      return fail(
          Failure::invalid,
          fmt::format("--point: there is no point \"{}\"; there are ENC, LIC, CON, RET, "
                      "PRO, AVV, EUR and SET",
                      point));
    }
  }
  for (const auto& severity : choice.severities) {
    if (!severity_named(severity)) {
      return fail(Failure::invalid,
                  fmt::format("--severity: \"{}\" is none of critical, high, medium and low",
                              severity));
    }
  }
  for (const auto& risk : choice.risks) {
    if (!danger_named(risk)) {
      return fail(Failure::invalid,
                  fmt::format("--risk: \"{}\" is none of own_access, sign_in, restart, deletes "
                              "and people",
                              risk));
    }
  }
  return {};
}

} // namespace klausur
