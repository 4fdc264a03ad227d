#include "plugin/change/grounds.hpp"

#include "plugin/change/bond.hpp"
#include "plugin/change/derive.hpp"
#include "plugin/change/ordered.hpp"
#include "plugin/change/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

Result<void>
all_follow(const ChangeSet& given, const std::vector<PlannedChange>& anew,
           std::string_view from)
{
  const auto forged = baseless(given.changes, anew);
  return forged.empty()
             ? Result<void>{}
             : fail(Failure::invalid,
                    fmt::format(
                        "{} of {} changes do not follow from {}: {}{}; nothing was written. "
                        "Plan again.",
                        forged.size(), given.changes.size(), from, forged.front().text(),
                        forged.size() > 1 ? " and others" : ""));
}

} // namespace

Result<ChangeSet>
grounded(const ChangeSet& given, const Snapshot& now, const Judge& judge,
         const Examine& examine, const Beside& beside)
{
  return derived(given, now, judge, examine, beside).and_then([&](ChangeSet anew) {
    return all_follow(given, anew.changes, "the policies and what the tenant says").map([&] {
      return ordered(std::move(anew), judge.policy().manifest);
    });
  });
}

Result<ChangeSet>
grounded_rollback(const ChangeSet& given, const Store& store)
{
  return ways_back(store, given.bond.run)
      .and_then([&](const std::vector<ChangeSet>& ways) {
        const auto mine = std::ranges::find_if(
            ways, [&](const ChangeSet& each) { return each.bond.tenant == given.bond.tenant; });
        return all_follow(given,
                          mine == ways.end() ? std::vector<PlannedChange>{} : mine->changes,
                          "what the journal says was written");
      })
      .map([&] { return given; });
}

} // namespace klausur
