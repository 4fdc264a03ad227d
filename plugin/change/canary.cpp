#include "plugin/change/canary.hpp"

#include "plugin/change/derive.hpp"
#include "plugin/change/places.hpp"
#include "plugin/change/wanted.hpp"

#include <algorithm>

namespace klausur {

std::string
member_of(const PlannedChange& change, const Manifest& manifest)
{
  const auto* entry = manifest.entry_of(change.setting.document.str());
  const auto place = parse_address(change.setting.text());
  const bool in_list = entry != nullptr && !entry->write.each.empty() && place;
  return in_list ? place->document + "/" + place->steps.front() : change.setting.document.str();
}

std::optional<std::string>
fault_of(const std::vector<PlannedChange>& written, Talk& talk, const Judge& judge,
         const Examine& examine)
{
  const Snapshot now = talk.read(documents_about(written, judge));
  const auto report = examine(now);
  if (!report) {
    return report.error().what;
  }
  Conditions conditions{judge};
  const auto open = wanted(*report, now, judge, conditions);
  const Places places = places_of(written);
  const bool is_open = std::ranges::any_of(open.changes, [&](const PlannedChange& change) {
    return places.contains(change.setting);
  });
  return is_open ? std::optional<std::string>{"what came first did not stay as it was written"}
                 : std::nullopt;
}

} // namespace klausur
