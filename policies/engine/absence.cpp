#include "policies/engine/absence.hpp"

#include "policies/engine/sight.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

std::vector<std::string>
unread_in(const Manifest& manifest, const Snapshot& snapshot)
{
  std::vector<std::string> unread;
  std::ranges::copy_if(manifest.mandatory, std::back_inserter(unread), [&](const auto& name) {
    const Reading* reading = snapshot.find(name);
    return reading == nullptr || !reading->content;
  });
  return unread;
}

void
judge_gap(Judgement& judgement, const Reading* reading)
{
  judgement.reading = reading;
  judgement.status = Status::unknown;
  judgement.ground = reading == nullptr ? Ground::not_read : Ground::gap;
  if (reading == nullptr) {
    return;
  }
  switch (reading->content.error().kind) {
  case Failure::forbidden:
  case Failure::left_out:
    break;
  case Failure::unsupported:
    judgement.status = Status::not_applicable;
    break;
  default:
    judgement.status = Status::error;
    break;
  }
}

void
judge_unlisted(Judgement& judgement, const Address& each, const Snapshot& snapshot)
{
  const Reading* list = snapshot.find(each.document);
  if (list == nullptr || !list->content) {
    judge_gap(judgement, list);
    return;
  }
  // Where one could be named, null or nothing says that there is none. A member of a list that
  // has no name is one that nobody can look at.
  const bool is_list = std::ranges::find(each.steps, "*") != each.steps.end();
  const auto names_none = [](const Place& place) {
    return place.value->IsNull() || (place.value->IsString() && text_of(*place.value).empty());
  };
  const auto places = places_at(*list->content, each.steps);
  if (places.empty() && !is_told_empty(snapshot, each)) {
    judgement.status = Status::unknown;
    judgement.ground = Ground::not_kept;
    judgement.reading = list;
  }
  for (const auto& place : places) {
    const bool is_none = place.value != nullptr && names_none(place);
    if (place.value == nullptr || (is_none && is_list)) {
      judgement.status = Status::unknown;
      judgement.ground = Ground::not_named;
      judgement.reading = list;
    } else if (!is_none) {
      judge_gap(judgement, nullptr); // it has a name, and nobody looked at it
    }
  }
}

void
doubt_absence(Finding& finding, std::span<const std::string> unread)
{
  if (unread.empty() || finding.status != Status::not_applicable) {
    return;
  }
  const std::string list = fmt::format("{}", fmt::join(unread, ", "));
  finding.status = Status::unknown;
  finding.why = Text{
      fmt::format("{} That does not count while this was not read: {}.", finding.why->en, list),
      fmt::format("{} Das zählt nicht, solange nicht gelesen wurde: {}.", finding.why->de,
                  list)};
}

} // namespace klausur
