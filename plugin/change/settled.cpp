#include "plugin/change/settled.hpp"

#include "plugin/change/places.hpp"
#include "plugin/change/wanted.hpp"
#include "policies/engine/gravest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace klausur {

namespace {

constexpr int k_rounds = 8;

const Text k_undone{"Other changes of this plan would undo it.",
                    "Andere Änderungen dieses Plans würden sie aufheben."};
const Text k_groundless{
    "Its value is not as wanted and not planned either: a lock would keep it so for everybody.",
    "Ihr Wert ist nicht wie gewünscht und wird auch nicht geändert: Eine Sperre würde ihn für "
    "alle so festhalten."};

class Settler
{
public:
  Settler(ChangeSet set, const Snapshot& found, const Settling& with)
      : m_set{std::move(set)}, m_found{found}, m_with{with}
  {
  }

  [[nodiscard]] Result<ChangeSet> run()
  {
    yield_to_milder();
    for (int round = 0; round < k_rounds; ++round) {
      const Snapshot then = with_values(m_found, m_set.changes);
      const auto report = m_with.examine(then);
      if (!report) {
        return tl::unexpected(report.error());
      }
      if (!improve(*report, then)) {
        m_set.outlook = {std::string{name_of(report->light)},
                         std::ranges::count_if(report->findings, is_open)};
        std::ranges::move(m_left, std::back_inserter(m_set.left_out));
        return std::move(m_set);
      }
    }
    return fail(Failure::invalid,
                fmt::format("no set of changes holds: the remedies of {} undo each other; plan "
                            "with --except one of them",
                            fmt::join(m_restless, ", ")));
  }

private:
  /// Of alternatives the milder one.
  void yield_to_milder()
  {
    std::set<std::string_view> planned;
    for (const auto& change : m_set.changes) {
      planned.insert(check_of(change));
    }
    drop([&](const PlannedChange& change) {
      return std::ranges::any_of(change.check->remedy.yields_to,
                                 [&](const std::string& id) { return planned.contains(id); });
    });
  }

  /// One round. True: something has changed.
  bool improve(const TenantReport& after, const Snapshot& then)
  {
    m_restless.clear();
    m_locks = locked_values(after);
    const bool added = add_followers(after, then);
    const bool lost = drop_groundless_locks();
    const bool needless = !added && drop_needless(after);
    tie_locks();
    return added || lost || needless;
  }

  /// What fails then and can be put right as well.
  bool add_followers(const TenantReport& after, const Snapshot& then)
  {
    auto more = wanted(after, then, m_with.judge, m_with.conditions, m_with.why_left);
    m_set.left_out = std::move(more.left_out);
    const Places mine = places_of(m_set.changes);
    bool added = false;
    std::set<std::string> contradicted;
    for (auto& change : more.changes) {
      if (m_banned.contains(change.setting)) {
        continue;
      }
      if (const auto at = mine.find(change.setting)) {
        contradict(m_set.changes[*at], change);
        contradicted.insert(change.setting.text());
        continue;
      }
      if (auto why = m_with.why_left(change)) {
        leave(change, std::move(*why));
        continue;
      }
      m_restless.insert(std::string{check_of(change)});
      m_kept.add(change.setting, 0); // It was needless, and is not: it stays from now on.
      m_set.changes.push_back(std::move(change));
      added = true;
    }
    drop([&](const PlannedChange& change) {
      return contradicted.contains(change.setting.text());
    });
    return added || !contradicted.empty();
  }

  void contradict(const PlannedChange& mine, const PlannedChange& other)
  {
    m_banned.add(mine.setting, 0);
    m_restless.insert(std::string{check_of(mine)});
    for (const auto id : {check_of(mine), check_of(other)}) {
      m_left.push_back({mine.setting, SharedText{id}, k_undone, true});
    }
  }

  void leave(const PlannedChange& change, Shared<Text> why)
  {
    if (!why->empty()) {
      m_set.left_out.push_back(
          {change.setting, SharedText{check_of(change)}, std::move(why), /*by_hand=*/false});
    }
  }

  /// A lock whose value will not be as wanted.
  bool drop_groundless_locks()
  {
    Places groundless;
    for (const auto& each : m_locks) {
      if (!each.confirmed) {
        groundless.add(each.lock, 0);
      }
    }
    return drop([&](const PlannedChange& change) {
      const bool is_lock = groundless.contains(change.setting);
      if (is_lock) {
        m_banned.add(change.setting, 0);
        m_left.push_back(
            {change.setting, SharedText{check_of(change)}, m_why_groundless, false});
      }
      return is_lock;
    });
  }

  /// What other changes have made a matter of indifference.
  bool drop_needless(const TenantReport& after)
  {
    const Places mine = places_of(m_set.changes);
    Places off;
    for (const auto& finding : after.findings) {
      const auto at =
          finding.status == Status::not_applicable ? mine.find(finding.setting) : std::nullopt;
      if (at && m_set.changes[*at].check == finding.check &&
          !m_kept.contains(finding.setting)) {
        off.add(finding.setting, *at);
      }
    }
    return drop([&](const PlannedChange& change) { return off.contains(change.setting); });
  }

  /// A lock is written after its value.
  void tie_locks()
  {
    const Places mine = places_of(m_set.changes);
    for (auto& change : m_set.changes) {
      change.after.clear();
    }
    for (const auto& each : m_locks) {
      const auto lock = mine.find(each.lock);
      if (lock && mine.contains(each.value)) {
        m_set.changes[*lock].after.push_back(each.value);
      }
    }
  }

  template<typename Goes> bool drop(Goes goes)
  {
    return std::erase_if(m_set.changes, goes) > 0;
  }

  ChangeSet m_set;
  const Snapshot& m_found;
  const Settling& m_with;
  std::vector<LockedValue> m_locks;
  std::vector<LeftOut> m_left; ///< What was taken out for good.
  Places m_banned;             ///< Not added again.
  Places m_kept;               ///< Not taken out again.
  std::set<std::string> m_restless;
  const Shared<Text> m_why_groundless{k_groundless};
};

} // namespace

Result<ChangeSet>
settled(ChangeSet set, const Snapshot& found, const Settling& with)
{
  return Settler{std::move(set), found, with}.run();
}

} // namespace klausur
