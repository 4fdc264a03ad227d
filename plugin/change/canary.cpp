#include "plugin/change/canary.hpp"

#include "plugin/change/derive.hpp"
#include "plugin/change/places.hpp"
#include "plugin/change/wanted.hpp"

#include <fmt/format.h>

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

Result<void>
check_canary(const ChangeSet& set, const Manifest& manifest, std::string_view canary)
{
  const auto named = [&](const PlannedChange& change) {
    return member_of(change, manifest) == canary;
  };
  if (canary.empty() || std::ranges::any_of(set.changes, named)) {
    return {};
  }
  return fail(Failure::invalid,
              fmt::format("--canary: the plan changes nothing of \"{}\"; name a member as its "
                          "addresses do, {}",
                          canary, member_of(set.changes.front(), manifest)));
}

} // namespace klausur
