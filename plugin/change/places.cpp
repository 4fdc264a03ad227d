#include "plugin/change/places.hpp"

#include "connectors/model/setting.hpp"

#include <algorithm>

namespace klausur {

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

Places
places_of(const std::vector<PlannedChange>& changes)
{
  Places places;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    places.add(changes[i].setting, i);
  }
  return places;
}

} // namespace klausur
