#include "plugin/change/ordered.hpp"

#include "connectors/model/write_order.hpp"
#include "plugin/change/places.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>

namespace klausur {

namespace {

const Text k_ring{"It and other changes each need the other to be written first.",
                  "Sie und andere Änderungen setzen einander voraus."};

/// What goes out in one request as soon as its needs are met.
struct Unit
{
  std::string name;
  bool is_last = false; ///< It ends the credential in use.
  std::size_t rank = 0;
  std::size_t waiting = 0;
  std::vector<std::uint32_t> ready{};
};

class Ordering
{
public:
  Ordering(ChangeSet& set, const Manifest& manifest)
      : m_set{set}, m_manifest{manifest}, m_ranks{ranks_of(manifest).value_or(
                                              std::map<std::string, std::size_t>{})}
  {
    std::ranges::sort(m_set.changes, stands_before, &PlannedChange::setting);
    collect_units();
    collect_needs();
  }

  void run()
  {
    for (std::uint32_t i = 0; i < m_set.changes.size(); ++i) {
      if (m_needs[i] == 0) {
        make_ready(i);
      }
    }
    while (!m_queue.empty()) {
      const auto unit = std::get<std::uint32_t>(*m_queue.begin());
      m_queue.erase(m_queue.begin());
      write(m_units[unit]);
    }
    rearrange();
  }

private:
  using Turn = std::tuple<bool, std::size_t, bool, std::string_view, std::uint32_t>;

  [[nodiscard]] Turn turn_of(std::uint32_t unit) const
  {
    const Unit& of = m_units[unit];
    return {of.is_last, of.rank, of.waiting > 0, of.name, unit};
  }

  void collect_units()
  {
    std::unordered_map<std::string, std::uint32_t> known;
    for (const auto& change : m_set.changes) {
      const auto document = written_as(change.setting, m_manifest).document;
      const bool is_last = risk_of(change, Danger::own_access) != nullptr;
      const auto [at, is_new] = known.try_emplace(document.str() + (is_last ? "!" : ""),
                                                  static_cast<std::uint32_t>(m_units.size()));
      if (is_new) {
        const auto* entry = m_manifest.entry_of(change.setting.document.str());
        const auto rank = entry == nullptr ? m_ranks.end() : m_ranks.find(entry->name);
        m_units.push_back({document.str(), is_last, rank == m_ranks.end() ? 0 : rank->second});
      }
      m_unit_of.push_back(at->second);
      ++m_units[at->second].waiting;
    }
  }

  void collect_needs()
  {
    const Places places = places_of(m_set.changes);
    m_needs.assign(m_set.changes.size(), 0);
    for (std::uint32_t i = 0; i < m_set.changes.size(); ++i) {
      for (const auto& need : m_set.changes[i].after) {
        if (const auto at = places.find(need); at && *at != i) {
          m_dependents.emplace(static_cast<std::uint32_t>(*at), i);
          ++m_needs[i];
        }
      }
    }
  }

  void make_ready(std::uint32_t change)
  {
    const std::uint32_t unit = m_unit_of[change];
    Unit& of = m_units[unit];
    if (!of.ready.empty()) {
      m_queue.erase(turn_of(unit));
    }
    of.ready.push_back(change);
    --of.waiting;
    m_queue.insert(turn_of(unit));
  }

  /// Its ready changes are one step.
  void write(Unit& unit)
  {
    auto ready = std::move(unit.ready);
    unit.ready.clear();
    std::ranges::sort(ready);
    for (const std::uint32_t change : ready) {
      m_set.changes[change].step = m_steps;
      m_order.push_back(change);
    }
    ++m_steps;
    for (const std::uint32_t change : ready) {
      const auto [begin, end] = m_dependents.equal_range(change);
      for (auto at = begin; at != end; ++at) {
        if (--m_needs[at->second] == 0) {
          make_ready(at->second);
        }
      }
    }
  }

  void rearrange()
  {
    std::vector<PlannedChange> sorted;
    sorted.reserve(m_order.size());
    for (const std::uint32_t at : m_order) {
      sorted.push_back(std::move(m_set.changes[at]));
      m_set.changes[at].check = nullptr;
      m_set.changes[at].to.reset();
    }
    for (auto& rest : m_set.changes) {
      if (rest.to) { // Never ready: it waits for itself.
        m_set.left_out.push_back(
            {rest.setting, SharedText{check_of(rest)}, k_ring, /*by_hand=*/true});
      }
    }
    m_set.changes = std::move(sorted);
  }

  ChangeSet& m_set;
  const Manifest& m_manifest;
  const std::map<std::string, std::size_t> m_ranks;
  std::vector<Unit> m_units;
  std::vector<std::uint32_t> m_unit_of; ///< By change.
  std::vector<std::uint32_t> m_needs;   ///< By change: how many are not met yet.
  std::unordered_multimap<std::uint32_t, std::uint32_t> m_dependents;
  std::set<Turn> m_queue;
  std::vector<std::uint32_t> m_order;
  std::uint32_t m_steps = 0;
};

} // namespace

SettingText
written_as(const SettingText& setting, const Manifest& manifest)
{
  const DocumentEntry* entry = manifest.entry_of(setting.document.str());
  if (entry == nullptr || entry->write.each.empty()) {
    return setting;
  }
  const auto steps = parse_pointer(std::string_view{setting.pointer}.substr(1));
  if (!steps || steps->empty()) {
    return setting;
  }
  const auto star = entry->write.each.find('*');
  Address member{.document = entry->write.each, .steps = {steps->begin() + 1, steps->end()}};
  member.document.replace(star, 1, steps->front());
  return setting_text(member);
}

ChangeSet
ordered(ChangeSet set, const Manifest& manifest)
{
  Ordering{set, manifest}.run();
  return set;
}

} // namespace klausur
