#include "plugin/change/change.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

/// The value that one setting had before our writes, and the one we wrote.
struct Written
{
  std::string tenant;
  Change change; ///< `from` as first found, `to` as last written.
};

/// Every setting that entries of the journal say was written, first to last.
std::vector<Written>
writes_in(const std::vector<JournalEntry>& entries)
{
  std::vector<Written> all;
  for (const auto& entry : entries) {
    if (entry.kind != "write") {
      continue;
    }
    const std::string setting{member_text(entry.body, "setting")};
    const auto known = std::ranges::find_if(all, [&](const Written& each) {
      return each.tenant == entry.tenant && each.change.setting == setting;
    });
    const JsonValue* absent = member(entry.body, "from_absent");
    if (known != all.end()) {
      known->change.to = copy_of(*member(entry.body, "to"));
      continue;
    }
    all.push_back({entry.tenant,
                   {.setting = setting,
                    .from = copy_of(*member(entry.body, "from")),
                    .from_absent = absent != nullptr && absent->IsTrue(),
                    .to = copy_of(*member(entry.body, "to"))}});
  }
  return all;
}

void
add_reverse(Plan& plan, const Written& written)
{
  const Change& change = written.change;
  if (change.from_absent) {
    plan.skipped.push_back({change.check,
                            change.setting,
                            {"The setting was not there before; no API removes it.",
                             "Die Einstellung war zuvor nicht vorhanden; keine API entfernt "
                             "sie."}});
    return;
  }
  plan.changes.push_back(
      {.setting = change.setting, .from = copy_of(change.to), .to = copy_of(change.from)});
}

} // namespace

Result<std::optional<std::string>>
interrupted_run(const Store& store, std::string_view tenant)
{
  return store.journal("").map([&](const std::vector<JournalEntry>& entries) {
    std::optional<std::string> open;
    for (const auto& entry : entries) {
      if (entry.tenant != tenant) {
        continue;
      }
      if (entry.kind == "apply") {
        open = std::string{member_text(entry.body, "run")};
      } else if (entry.kind == "applied" || entry.kind == "not applied") {
        open.reset();
      }
    }
    return open;
  });
}

Result<std::vector<Plan>>
plan_back(const Office& office, std::string_view run)
{
  auto entries = office.store->journal(run);
  if (!entries) {
    return tl::unexpected(entries.error());
  }
  if (entries->empty()) { // not a run of ours that wrote: an audit run, perhaps
    const auto runs = office.store->run(run);
    entries = office.store->journal("");
    if (!runs || !entries) {
      return tl::unexpected(runs ? entries.error() : runs.error());
    }
    std::erase_if(*entries, [&](const JournalEntry& entry) {
      return std::ranges::none_of(*runs, [&](const RunRecord& each) {
        return each.tenant == entry.tenant && each.at <= entry.at;
      });
    });
  }
  std::vector<Plan> plans;
  for (const auto& written : writes_in(*entries)) {
    auto plan = std::ranges::find(plans, written.tenant, &Plan::tenant);
    if (plan == plans.end()) {
      const Tenant* tenant = office.configuration.find(written.tenant);
      plans.push_back({.tenant = written.tenant,
                       .vendor = tenant == nullptr ? "" : tenant->vendor,
                       .reason = fmt::format("rollback of {}", run),
                       .created_at = office.clock()});
      plan = plans.end() - 1;
    }
    add_reverse(*plan, written);
  }
  if (plans.empty()) {
    return fail(Failure::invalid,
                fmt::format("nothing was written in or since a run \"{}\"", run));
  }
  return plans;
}

} // namespace klausur
