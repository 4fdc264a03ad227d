#pragma once

#include "plugin/change/change_set.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>

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

/// Where in a list the entry about a setting is. Holds no text of its own.
class Places
{
public:
  void add(const SettingText& setting, std::size_t at)
  {
    m_at.emplace(setting, static_cast<std::uint32_t>(at));
  }
  [[nodiscard]] std::optional<std::size_t> find(const SettingText& setting) const
  {
    const auto found = m_at.find(setting);
    return found == m_at.end() ? std::nullopt : std::optional<std::size_t>{found->second};
  }
  [[nodiscard]] bool contains(const SettingText& setting) const
  {
    return m_at.contains(setting);
  }
  void clear() { m_at.clear(); }

private:
  struct Hash
  {
    std::size_t operator()(const SettingText& setting) const
    {
      const std::hash<std::string_view> of{};
      return of(setting.document.str()) * 31U + of(setting.pointer.str());
    }
  };
  struct Same
  {
    bool operator()(const SettingText& a, const SettingText& b) const
    {
      return same_place(a, b);
    }
  };
  std::unordered_map<SettingText, std::uint32_t, Hash, Same> m_at;
};

/// The places of all changes of a set.
[[nodiscard]] Places places_of(const std::vector<PlannedChange>& changes);

} // namespace klausur
