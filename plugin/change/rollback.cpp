#include "connectors/model/mask.hpp"
#include "plugin/change/apply.hpp"
#include "plugin/change/bond.hpp"
#include "plugin/change/notes.hpp"
#include "plugin/change/places.hpp"
#include "plugin/change/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

const Text k_absent{"The setting was not there before; no API removes it.",
                    "Die Einstellung war zuvor nicht vorhanden; keine API entfernt sie."};
const Text k_masked{"What stood there before was masked and is not known: set it by hand.",
                    "Was zuvor dort stand, war unkenntlich gemacht und ist nicht bekannt: "
                    "Setzen Sie es von Hand."};

/// The value that one setting had before our writes, and the one we wrote.
struct Written
{
  SettingText setting;
  Shared<Json> before; ///< As first found. Nothing: it was silent.
  bool is_masked = false;
  Shared<Json> now; ///< As last written.
};

/// What the entries of one tenant say was written, first to last.
struct WrittenOf
{
  std::string tenant;
  std::vector<Written> all{};
  Places places{};
};

void
take(WrittenOf& of, const Intent& intent)
{
  const auto address = parse_address(intent.setting);
  if (!address || address->steps.empty()) {
    return; // It says of no setting what was written there.
  }
  const auto place = setting_text(*address);
  if (const auto known = of.places.find(place)) {
    of.all[*known].now = packed_copy_of(intent.to);
    return;
  }
  of.places.add(place, of.all.size());
  of.all.push_back(
      {.setting = place,
       .before = intent.from ? Shared<Json>{packed_copy_of(*intent.from)} : Shared<Json>{},
       .is_masked = intent.masked || (intent.from && holds_mask(*intent.from)),
       .now = packed_copy_of(intent.to)});
}

/// @error `invalid` naming an entry that does not say what was written.
Result<std::vector<WrittenOf>>
writes_in(const std::vector<JournalEntry>& entries)
{
  std::vector<WrittenOf> all;
  for (const auto& entry : entries) {
    if (entry.kind != Intent::k_kind) {
      continue;
    }
    const auto known = typed(entry);
    if (!known) {
      return tl::unexpected(known.error());
    }
    auto of = std::ranges::find(all, entry.tenant, &WrittenOf::tenant);
    if (of == all.end()) {
      all.push_back({.tenant = entry.tenant});
      of = all.end() - 1;
    }
    take(*of, std::get<Intent>(*known));
  }
  return all;
}

/// The way back; last written comes first.
ChangeSet
reversed(const WrittenOf& of)
{
  ChangeSet set;
  std::uint32_t step = 0;
  for (auto written = of.all.rbegin(); written != of.all.rend(); ++written) {
    const Text* why = !written->before ? &k_absent : written->is_masked ? &k_masked : nullptr;
    if (why != nullptr) {
      set.left_out.push_back({written->setting, SharedText{}, *why, /*by_hand=*/true});
      continue;
    }
    const bool same = !set.changes.empty() &&
                      set.changes.back().setting.document == written->setting.document;
    step += set.changes.empty() || same ? 0 : 1;
    set.changes.push_back({.setting = written->setting,
                           .from = written->now,
                           .to = written->before,
                           .check = nullptr,
                           .risks = {},
                           .after = {},
                           .step = step});
  }
  return set;
}

/// The entries of a run of ours, or all since an audit run, of its tenants.
Result<std::vector<JournalEntry>>
entries_of(const Store& store, const std::string& run)
{
  auto entries = store.journal(run);
  if (!entries || !entries->empty()) {
    return entries;
  }
  const auto runs = store.run(run);
  entries = store.journal("");
  if (!runs || !entries) {
    return tl::unexpected(runs ? entries.error() : runs.error());
  }
  std::erase_if(*entries, [&](const JournalEntry& entry) {
    return std::ranges::none_of(*runs, [&](const RunRecord& each) {
      return each.tenant == entry.tenant && each.at <= entry.at;
    });
  });
  return entries;
}

} // namespace

Result<std::vector<ChangeSet>>
ways_back(const Store& store, const std::string& run)
{
  return entries_of(store, run)
      .and_then([](const std::vector<JournalEntry>& entries) { return writes_in(entries); })
      .and_then([&](const std::vector<WrittenOf>& writes) -> Result<std::vector<ChangeSet>> {
        std::vector<ChangeSet> ways;
        for (const auto& of : writes) {
          ways.push_back(reversed(of));
          ways.back().bond = {.tenant = of.tenant, .run = run};
        }
        if (ways.empty()) {
          return fail(Failure::invalid,
                      fmt::format("nothing was written in or since a run \"{}\"", run));
        }
        return ways;
      });
}

Result<bool>
takes_back_a_rollback(const Store& store, const Bond& bond)
{
  if (!bond.is_rollback()) {
    return false;
  }
  return entries_of(store, bond.run).map([&](const std::vector<JournalEntry>& entries) {
    return std::ranges::any_of(entries, [&](const JournalEntry& entry) {
      const auto known = entry.kind == RunBegun::k_kind && entry.tenant == bond.tenant
                             ? typed(entry)
                             : Result<Entry>{Entry{RunBegun{}}};
      return !known || !std::get<RunBegun>(*known).rollback_of.empty();
    });
  });
}

Result<std::vector<ChangeSet>>
plans_back(const Office& office, const std::string& run)
{
  auto ways = ways_back(*office.store, run);
  if (!ways) {
    return ways;
  }
  for (auto& way : *ways) {
    const Tenant* tenant = office.configuration.find(way.bond.tenant);
    if (tenant == nullptr) {
      return fail(
          Failure::invalid,
          fmt::format("the run {} wrote into a tenant \"{}\" that the configuration does "
                      "not have",
                      run, way.bond.tenant));
    }
    auto bond = bond_now(office, *tenant);
    if (!bond) {
      return tl::unexpected(bond.error());
    }
    way.bond = std::move(*bond);
    way.bond.run = run;
    way.bond.basis.clear();
  }
  return ways;
}

} // namespace klausur
