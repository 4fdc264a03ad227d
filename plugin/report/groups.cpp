#include "plugin/report/groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace klausur {

namespace {

constexpr std::array<Phrase, k_parts> k_titles{{
    {"Not met", "Nicht erfüllt"},
    {"Not met, waived", "Nicht erfüllt, ausgenommen"},
    {"Error", "Fehler"},
    {"Unknown", "Unbekannt"},
    {"Met", "Erfüllt"},
    {"Not applicable", "Nicht anwendbar"},
}};

std::string
text_or_nothing(const Shared<Json>& value)
{
  return value ? canonical_text(*value) : "";
}

/// `7d`, `36h`, as it can be written in the configuration.
std::string
duration_text(std::chrono::seconds duration)
{
  constexpr std::array units{std::pair{86400, 'd'}, std::pair{3600, 'h'}, std::pair{60, 'm'}};
  for (const auto& [seconds, letter] : units) {
    if (duration.count() > 0 && duration.count() % seconds == 0) {
      return fmt::format("{}{}", duration.count() / seconds, letter);
    }
  }
  return fmt::format("{}s", duration.count());
}

/// Equal for findings that can share one explanation.
std::string
key_of(const Finding& finding)
{
  std::string key;
  for (const std::string& part :
       {std::string{finding.id}, std::string{name_of(finding.severity)},
        text_or_nothing(finding.expected), finding.why->en, finding.note->en,
        finding.missing_scope.str(),
        finding.waived ? finding.waived->id + finding.waived->reason : "",
        text_or_nothing(finding.remedy)}) {
    key += part;
    key += '\0';
  }
  return key;
}

} // namespace

Part
part_of(const Finding& finding)
{
  switch (finding.status) {
  case Status::fail:
    return finding.waived ? Part::waived : Part::open;
  case Status::error:
    return Part::error;
  case Status::unknown:
    return Part::unknown;
  case Status::pass:
    return Part::met;
  case Status::not_applicable:
    return Part::not_applicable;
  }
  return Part::unknown;
}

Phrase
title_of(Part part)
{
  return k_titles.at(static_cast<std::size_t>(part));
}

std::vector<Group>
groups_of(const TenantReport& tenant, Part part)
{
  std::vector<Group> groups;
  std::map<std::string, std::size_t> places;
  for (const auto& finding : tenant.findings) {
    if (part_of(finding) != part) {
      continue;
    }
    const auto [place, is_new] = places.emplace(key_of(finding), groups.size());
    if (is_new) {
      groups.emplace_back();
    }
    groups[place->second].findings.push_back(&finding);
  }
  std::ranges::stable_sort(groups, {},
                           [](const Group& group) { return group.first().severity; });
  return groups;
}

std::size_t
Obstacle::findings() const
{
  std::size_t count = 0;
  for (const auto& group : groups) {
    count += group.findings.size();
  }
  return count;
}

std::vector<Obstacle>
obstacles_of(std::vector<Group> groups)
{
  std::vector<Obstacle> obstacles;
  for (auto& group : groups) {
    const std::string& scope = group.first().missing_scope.str();
    const Text& why = *group.first().why;
    const auto same = [&](const Obstacle& each) {
      return each.missing_scope == scope && (!scope.empty() || each.why == why);
    };
    auto found = std::ranges::find_if(obstacles, same);
    if (found == obstacles.end()) {
      found = obstacles.insert(obstacles.end(), {scope, why, {}});
    }
    found->groups.push_back(std::move(group));
  }
  return obstacles;
}

std::vector<Hole>
holes_of(const TenantReport& tenant)
{
  std::vector<Hole> holes;
  for (const auto& gap : tenant.gaps) {
    auto found = std::ranges::find_if(holes, [&](const Hole& each) {
      return each.gap->why == gap.why && each.gap->scope == gap.scope &&
             each.gap->kind == gap.kind;
    });
    if (found == holes.end()) {
      found = holes.insert(holes.end(), {&gap, {}});
    }
    found->documents.push_back(gap.document);
  }
  return holes;
}

std::size_t
count_of(const TenantReport& tenant, Part part)
{
  return static_cast<std::size_t>(std::ranges::count(tenant.findings, part, part_of));
}

std::size_t
count_of(const TenantReport& tenant, Part part, Point point)
{
  return static_cast<std::size_t>(
      std::ranges::count_if(tenant.findings, [&](const Finding& each) {
        return part_of(each) == part && each.control->point == point;
      }));
}

std::string_view
title_of(const Finding& finding, Language language)
{
  if (finding.check != nullptr && !finding.check->title.empty()) {
    return finding.check->title.in(language);
  }
  const std::string& title = finding.control->title.in(language);
  return title.empty() ? finding.id : title;
}

std::string
sentence_of(const Finding& finding, Language language)
{
  const std::string title{title_of(finding, language)};
  if (finding.status != Status::fail) {
    return title;
  }
  if (finding.check != nullptr && !finding.check->deviation.empty()) {
    return finding.check->deviation.in(language);
  }
  constexpr Phrase not_met{"Not met: ", "Nicht erfüllt: "};
  return std::string{not_met.in(language)} + title;
}

std::vector<std::string>
missing_scopes(const TenantReport& tenant)
{
  std::set<std::string> scopes;
  for (const auto& finding : tenant.findings) {
    scopes.insert(finding.missing_scope.str());
  }
  for (const auto& gap : tenant.gaps) {
    scopes.insert(gap.scope);
  }
  scopes.erase("");
  std::erase_if(scopes, [&](const std::string& scope) {
    return std::ranges::any_of(
        tenant.moves, [&](const Text& move) { return move.en.ends_with(" " + scope); });
  });
  return {scopes.begin(), scopes.end()};
}

std::size_t
settable(const TenantReport& tenant)
{
  return static_cast<std::size_t>(
      std::ranges::count_if(tenant.findings, [](const Finding& each) {
        return part_of(each) == Part::open && each.remedy.has_value();
      }));
}

std::string
who_accepted(const Finding& finding, Language language)
{
  const Waiver& waiver = *finding.waived;
  const bool alone =
      finding.severity == Severity::critical && waiver.approver == waiver.requested_by;
  return alone ? fmt::format("{} ({})", waiver.approver, words::one_person.in(language))
               : waiver.approver;
}

int
shown_value(const Exposure& exposure, const Factor& factor)
{
  int sum = 0;
  for (const auto& each : exposure.variant->factors) {
    sum += each.value;
  }
  // Only J can count for more than the manifest says: when the adequacy decision is invalid.
  return factor.name == "J" ? factor.value + exposure.total - sum : factor.value;
}

std::vector<Knob>
knobs_of(const RunReport& report)
{
  constexpr std::array<std::string_view, 3> dpf{"valid", "contested", "invalid"};
  constexpr std::array<std::string_view, 3> need{"normal", "high", "very_high"};
  constexpr std::array<std::string_view, 2> view{"avv_required", "tk_service"};
  const Knobs& knobs = report.knobs;
  return {{"allow_green_for_medium", knobs.allow_green_for_medium ? "true" : "false"},
          {"protection_need",
           std::string{need.at(static_cast<std::size_t>(knobs.protection_need))}},
          {"legal_view", std::string{view.at(static_cast<std::size_t>(knobs.legal_view))}},
          {"dpf_status", std::string{dpf.at(static_cast<std::size_t>(knobs.dpf_status))}},
          {"max_scan_age", duration_text(report.max_scan_age)}};
}

} // namespace klausur
