#pragma once

#include "plugin/change/change_set.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace klausur {

/// The text is split where the pointer begins, so that equal addresses are equal in both parts.
[[nodiscard]] SettingText setting_text(const Address& address);
[[nodiscard]] SettingText setting_text(std::string_view address);

[[nodiscard]] inline bool
same_place(const SettingText& a, const SettingText& b)
{
  return a.document == b.document && a.pointer == b.pointer;
}

/// By name: document first.
[[nodiscard]] inline bool
stands_before(const SettingText& a, const SettingText& b)
{
  return a.document == b.document ? a.pointer < b.pointer : a.document < b.document;
}

/// Where in a list the entry about a setting is. A plan may have a hundred thousand: an entry
/// takes 32 bytes, and no text of its own.
class Places
{
public:
  /// The first place of a setting counts.
  void add(const SettingText& setting, std::size_t at);
  [[nodiscard]] std::optional<std::size_t> find(const SettingText& setting) const;
  [[nodiscard]] bool contains(const SettingText& setting) const
  {
    return find(setting).has_value();
  }
  void reserve(std::size_t settings);

private:
  struct Entry
  {
    SettingText setting;
    std::uint32_t at;
  };
  /// The slot that names the setting, or the free one where it belongs.
  [[nodiscard]] std::size_t slot_of(const SettingText& setting) const;
  void spread(std::size_t slots);

  std::vector<Entry> m_entries;
  std::vector<std::uint32_t> m_slots; ///< A power of two; 0: free, otherwise an entry, from 1.
};

/// The places of all changes of a set.
[[nodiscard]] Places places_of(const std::vector<PlannedChange>& changes);

} // namespace klausur
