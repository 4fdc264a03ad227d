#include "plugin/office/drift.hpp"

#include "connectors/model/fact.hpp"
#include "connectors/model/setting.hpp"
#include "plugin/office/identity.hpp"
#include "policies/engine/expectation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

/// The value with lists in one order and texts that are numbers or flags as such.
Json
plain(const JsonValue& value)
{
  if (value.IsString()) {
    auto read = parse_json(text_of(value));
    const bool scalar = read && (read->IsNumber() || read->IsBool());
    return scalar ? std::move(*read) : copy_of(value);
  }
  Json made;
  if (value.IsArray()) {
    std::vector<std::string> members;
    for (const auto& each : value.GetArray()) {
      members.push_back(canonical_text(plain(each)));
    }
    std::ranges::sort(members);
    made.SetArray();
    for (const auto& each : members) {
      made.PushBack(JsonValue{json_string(each), made.GetAllocator()}, made.GetAllocator());
    }
    return made;
  }
  if (value.IsObject()) {
    made.SetObject();
    for (const auto& each : value.GetObject()) {
      if (!each.value.IsNull()) {
        set_member(made, text_of(each.name), plain(each.value), made.GetAllocator());
      }
    }
    return made;
  }
  return copy_of(value);
}

bool
says_nothing(const std::optional<Json>& value)
{
  return !value || value->IsNull();
}

/// One of both addresses is the other, or stands within it.
bool
overlap(std::string_view a, std::string_view b)
{
  const auto [shorter, longer] = a.size() < b.size() ? std::pair{a, b} : std::pair{b, a};
  return longer.starts_with(shorter) &&
         (longer.size() == shorter.size() || longer[shorter.size()] == '/' ||
          longer[shorter.size()] == '#');
}

const FindingRecord*
same_finding(std::span<const FindingRecord> findings, const FindingRecord& wanted)
{
  const auto found = std::ranges::find_if(findings, [&](const FindingRecord& each) {
    return each.check == wanted.check && each.scope == wanted.scope;
  });
  return found == findings.end() ? nullptr : &*found;
}

Verdict
verdict_of(std::string_view before, std::string_view after)
{
  const auto known = [](std::string_view status) {
    return status == "pass" || status == "fail" || status == "not_applicable";
  };
  if (!known(before) || !known(after)) {
    return Verdict::not_judged;
  }
  return (before == "fail") == (after == "fail") ? Verdict::neutral
         : after == "fail"                       ? Verdict::worse
                                                 : Verdict::better;
}

/// The worst that any check says of it.
void
judge(Drifted& item, std::span<const FindingRecord> before,
      std::span<const FindingRecord> after)
{
  for (const auto& now : after) {
    if (now.setting.empty() || !overlap(item.setting, now.setting)) {
      continue;
    }
    const auto* old = same_finding(before, now);
    item.checks.push_back(now.check);
    item.verdict = std::min(item.verdict, old == nullptr ? Verdict::not_judged
                                                         : verdict_of(old->status, now.status));
  }
  std::ranges::sort(item.checks);
  item.checks.erase(std::unique(item.checks.begin(), item.checks.end()), item.checks.end());
}

/// Whether a snapshot has the item's new value.
bool
is_so_in(const Snapshot& snapshot, const Drifted& item)
{
  const auto address = parse_address(item.setting);
  const Reading* reading = address ? snapshot.find(address->document) : nullptr;
  if (reading == nullptr || !reading->content) {
    return false;
  }
  const JsonValue* value = value_at(*reading->content, address->steps);
  return means_the_same(value == nullptr ? std::nullopt : std::optional{copy_of(*value)},
                        item.after);
}

/// Go back in time from the newest run until every item has its beginning.
Result<void>
date(const Store& store, Drift& drift, std::string_view tenant)
{
  constexpr std::size_t k_most_runs = 1000;
  const auto runs = store.runs(tenant, k_most_runs);
  if (!runs) {
    return tl::unexpected(runs.error());
  }
  std::vector<bool> found(drift.items.size(), false);
  for (const auto& run : *runs) {
    if (run.id == drift.baseline.run || std::ranges::count(found, false) == 0) {
      break;
    }
    const auto snapshot = store.snapshot(run.id, tenant);
    if (!snapshot) {
      return tl::unexpected(snapshot.error());
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
      found[i] = found[i] || !*snapshot || !is_so_in(**snapshot, drift.items[i]);
      if (!found[i]) {
        drift.items[i].since = run.at;
      }
    }
  }
  return {};
}

std::vector<std::string>
not_compared(const Snapshot& before, const Snapshot& after)
{
  std::vector<std::string> names;
  for (const auto& reading : before.readings) {
    const Reading* now = after.find(reading.document);
    if (!reading.content || (now != nullptr && !now->content)) {
      names.push_back(reading.document.str());
    }
  }
  return names;
}

} // namespace

bool
means_the_same(const std::optional<Json>& before, const std::optional<Json>& after)
{
  if (says_nothing(before) || says_nothing(after)) {
    return says_nothing(before) && says_nothing(after);
  }
  return same_value(plain(*before), plain(*after));
}

bool
is_age(const Manifest& manifest, std::string_view setting)
{
  const auto address = parse_address(setting);
  const DocumentEntry* entry = address ? manifest.entry_of(address->document) : nullptr;
  return entry != nullptr && std::ranges::any_of(entry->facts, [&](const auto& fact) {
           return std::ranges::any_of(fact->gives(), [&](const Fact::Field& field) {
             return field.ages && overlap(field.at, address->steps);
           });
         });
}

std::vector<Drifted>
drift_between(const Snapshot& before, const Snapshot& after,
              std::span<const FindingRecord> findings_before,
              std::span<const FindingRecord> findings_after)
{
  std::vector<Drifted> items;
  for (auto& each : differences(before, after)) {
    if (means_the_same(each.before, each.after)) {
      continue;
    }
    Drifted item{.setting = std::move(each.setting),
                 .before = std::move(each.before),
                 .after = std::move(each.after)};
    judge(item, findings_before, findings_after);
    const bool is_new = says_nothing(item.before) && item.verdict != Verdict::worse;
    if (!item.checks.empty() && !is_new) {
      items.push_back(std::move(item));
    }
  }
  std::ranges::stable_sort(items, {}, &Drifted::verdict);
  return items;
}

Result<Drift>
drift_of(const Store& store, std::string_view tenant, const Manifest& manifest)
{
  const auto baseline = known_account(store, tenant).and_then([&](const std::string& account) {
    return store.baseline(account);
  });
  if (!baseline || !*baseline) {
    return baseline ? fail(Failure::invalid, fmt::format("nothing was accepted for {}: klausur "
                                                         "baseline accept {}",
                                                         tenant, tenant))
                    : tl::unexpected(baseline.error());
  }
  Drift drift{.baseline = **baseline};
  const auto newest = store.runs(tenant, 1);
  const auto before = store.snapshot(drift.baseline.run, tenant);
  const auto after = store.snapshot("", tenant);
  const auto found_before = store.findings(drift.baseline.run, tenant);
  const auto found_after = store.findings("", tenant);
  for (const auto* error :
       {newest ? nullptr : &newest.error(), before ? nullptr : &before.error(),
        after ? nullptr : &after.error(), found_before ? nullptr : &found_before.error(),
        found_after ? nullptr : &found_after.error()}) {
    if (error != nullptr) {
      return tl::unexpected(*error);
    }
  }
  if (!*before || !*after || newest->empty()) {
    return fail(Failure::invalid, fmt::format("run {}, which was accepted for {}, is not kept "
                                              "any more: klausur baseline accept {}",
                                              drift.baseline.run, tenant, tenant));
  }
  drift.run = newest->front().id;
  drift.items = drift_between(**before, **after, *found_before, *found_after);
  std::erase_if(drift.items, [&](const Drifted& item) {
    return item.verdict == Verdict::neutral && is_age(manifest, item.setting);
  });
  drift.unseen = unseen_changes(**before, **after);
  drift.not_compared = not_compared(**before, **after);
  return date(store, drift, tenant).map([&] { return std::move(drift); });
}

} // namespace klausur
