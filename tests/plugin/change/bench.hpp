#pragma once

#include "plugin/change/chosen.hpp"
#include "plugin/change/ordered.hpp"
#include "plugin/change/places.hpp"
#include "plugin/change/settled.hpp"
#include "plugin/change/wanted.hpp"
#include "tests/policies/engine/sample.hpp"

#include <algorithm>

namespace klausur::test {

inline const Time k_now = *parse_time("2026-11-24T09:00:00Z");

/// A policy, a tenant and everything that planning takes, all in memory.
struct Bench
{
  Policy law{.vendor = "v"};
  Catalogue catalogue = sample::catalogue();
  Snapshot snapshot{.tenant = "t", .vendor = "v", .taken_at = k_now};
  Choice choice;
  std::vector<Waiver> waivers;

  Check& check(std::string id, std::string_view setting, std::string_view expect,
               std::string_view set)
  {
    auto made = sample::check(setting, expect);
    made.id = std::move(id);
    made.remedy.set = sample::json(set);
    law.checks.push_back(std::move(made));
    return law.checks.back();
  }
  DocumentEntry& document(std::string name, std::string_view content = "")
  {
    law.manifest.documents.push_back(
        {.name = name, .read = {.method = "GET"}, .write = {.method = "PATCH"}});
    if (!content.empty()) {
      reading(std::move(name), content);
    }
    return law.manifest.documents.back();
  }
  void reading(std::string name, std::string_view content)
  {
    snapshot.readings.push_back({std::move(name), "GET /x", k_now, parse_json(content)});
    snapshot.seal();
  }

  [[nodiscard]] TenantReport report(const Judge& judge, const Snapshot& of) const
  {
    return examine(judge, of, {.now = k_now, .waivers = waivers});
  }

  /// As `klausur plan` makes it, without its bond.
  [[nodiscard]] Result<ChangeSet> plan() const
  {
    const auto judge = Judge::prepare(law, catalogue, sample::json("{}")).value();
    Conditions conditions{judge};
    const Examine examine = [&](const Snapshot& of) -> Result<TenantReport> {
      return report(judge, of);
    };
    const WhyLeft why = [&](const PlannedChange& change) {
      return why_left(choice, change, catalogue);
    };
    auto set = chosen(wanted(report(judge, snapshot), snapshot, judge, conditions, why), choice,
                      catalogue);
    return settled(std::move(set), snapshot, {judge, conditions, examine, why})
        .map([&](ChangeSet whole) { return ordered(std::move(whole), law.manifest); });
  }
};

/// The addresses in the order of writing, `a#/x; b#/y`.
inline std::string
order_of(const ChangeSet& set)
{
  std::string text;
  for (const auto& change : set.changes) {
    text += (text.empty() ? "" : "; ") + change.setting.text();
  }
  return text;
}

inline std::string
left_of(const ChangeSet& set, std::string_view setting)
{
  const auto found = std::ranges::find_if(
      set.left_out, [&](const LeftOut& each) { return each.setting.text() == setting; });
  return found == set.left_out.end() ? "" : found->why->en;
}

inline PlannedChange
change(std::string_view setting, std::string_view from, std::string_view to)
{
  return {.setting = setting_text(setting),
          .from = from.empty() ? Shared<Json>{} : Shared<Json>{parse_json(from).value()},
          .to = parse_json(to).value(),
          .check = nullptr,
          .risks = {},
          .after = {}};
}

} // namespace klausur::test
