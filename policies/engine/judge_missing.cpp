#include "connectors/model/setting.hpp"
#include "policies/engine/absence.hpp"
#include "policies/engine/judge.hpp"
#include "policies/engine/sight.hpp"

#include <algorithm>

namespace klausur {

void
Judge::judge_missing(std::uint32_t index, std::size_t met, const Snapshot& snapshot,
                     Docket& docket) const
{
  const Check& check = *m_checks[index].check;
  const bool too_few = check.at_least > 0;
  Judgement none{.check = index,
                 .status = too_few ? Status::unknown : Status::not_applicable,
                 .ground = too_few ? Ground::too_few : Ground::nothing_there};
  Judgement unmet{none};
  if (blocked(unmet, m_checks[index], snapshot, docket, /*of_all=*/true) &&
      unmet.status == Status::not_applicable) {
    none = unmet;
  } else if (met == 0) {
    judge_unmet(none, check.setting, snapshot);
  }
  docket.judgements.push_back(none);
}

/// Nothing matched: nothing is there, if what would list it was read and says so.
void
Judge::judge_unmet(Judgement& none, const Address& setting, const Snapshot& snapshot) const
{
  const std::string& pattern = setting.document;
  const Reading* list = snapshot.find(pattern);
  const bool any_read = std::ranges::any_of(
      snapshot.readings, [&](const auto& each) { return matches(pattern, each.document); });
  if (list != nullptr && !list->content) {
    judge_gap(none, list);
  } else if (!any_read) {
    const DocumentEntry* entry = m_policy->manifest.entry_of(pattern);
    const bool is_listed = entry != nullptr && entry->read.each;
    is_listed ? judge_unlisted(none, *entry->read.each, snapshot) : judge_gap(none, nullptr);
  } else if (!is_told_empty(snapshot, setting)) {
    none.status = Status::unknown;
    none.ground = Ground::not_kept;
  }
}

} // namespace klausur
