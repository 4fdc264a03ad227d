#include "plugin/change/places.hpp"

#include "connectors/model/setting.hpp"

#include <algorithm>
#include <bit>
#include <functional>

namespace klausur {

namespace {

constexpr std::size_t k_fewest_slots = 8;

std::size_t
hash_of(const SettingText& setting)
{
  const std::hash<std::string_view> of{};
  return of(setting.document.str()) * 31U + of(setting.pointer.str());
}

} // namespace

SettingText
setting_text(const Address& address)
{
  return {SharedText{address.document}, SharedText{"#" + pointer_text(address.steps)}};
}

SettingText
setting_text(std::string_view address)
{
  const auto hash = std::min(address.find('#'), address.size());
  return {SharedText{address.substr(0, hash)}, SharedText{address.substr(hash)}};
}

void
Places::add(const SettingText& setting, std::size_t at)
{
  // At most three of four slots are taken.
  if ((m_entries.size() + 1) * 4 > m_slots.size() * 3) {
    spread(std::max(k_fewest_slots, m_slots.size() * 2));
  }
  const std::size_t slot = slot_of(setting);
  if (m_slots[slot] == 0) {
    m_entries.push_back({setting, static_cast<std::uint32_t>(at)});
    m_slots[slot] = static_cast<std::uint32_t>(m_entries.size());
  }
}

std::optional<std::size_t>
Places::find(const SettingText& setting) const
{
  if (m_slots.empty()) {
    return std::nullopt;
  }
  const std::uint32_t entry = m_slots[slot_of(setting)];
  return entry == 0 ? std::nullopt : std::optional<std::size_t>{m_entries[entry - 1].at};
}

void
Places::reserve(std::size_t settings)
{
  m_entries.reserve(settings);
  const std::size_t slots = std::bit_ceil(settings + settings / 3 + 1);
  if (slots > m_slots.size()) {
    spread(std::max(k_fewest_slots, slots));
  }
}

std::size_t
Places::slot_of(const SettingText& setting) const
{
  const std::size_t mask = m_slots.size() - 1;
  std::size_t slot = hash_of(setting) & mask;
  while (m_slots[slot] != 0 && !same_place(m_entries[m_slots[slot] - 1].setting, setting)) {
    slot = (slot + 1) & mask;
  }
  return slot;
}

void
Places::spread(std::size_t slots)
{
  m_slots.assign(slots, 0);
  for (std::size_t i = 0; i < m_entries.size(); ++i) {
    m_slots[slot_of(m_entries[i].setting)] = static_cast<std::uint32_t>(i + 1);
  }
}

Places
places_of(const std::vector<PlannedChange>& changes)
{
  Places places;
  places.reserve(changes.size());
  for (std::size_t i = 0; i < changes.size(); ++i) {
    places.add(changes[i].setting, i);
  }
  return places;
}

} // namespace klausur
