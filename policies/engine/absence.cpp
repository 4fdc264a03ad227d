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
  const auto is_no_member = [](const Place& place) {
    return place.value->IsNull() || (place.value->IsString() && text_of(*place.value).empty());
  };
  const auto places = places_at(*list->content, each.steps);
  if (places.empty() && !is_told_empty(snapshot, each)) {
    judgement.status = Status::unknown;
    judgement.ground = Ground::not_kept;
    judgement.reading = list;
  }
  for (const auto& place : places) {
    if (place.value == nullptr) {
      judgement.status = Status::unknown;
      judgement.ground = Ground::not_named;
      judgement.reading = list;
    } else if (!is_no_member(place)) {
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
