#include "policies/engine/confirmed.hpp"

#include "policies/engine/absence.hpp"
#include "policies/engine/sight.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

void
contradict(Finding& finding, const std::string& place, const JsonValue& seen)
{
  finding.status = Status::fail;
  finding.observed = copy_of(seen);
  finding.why = Text{fmt::format("{} What is there shows otherwise: {} is {}.", finding.why->en,
                                 place, to_text(seen)),
                     fmt::format("{} Der Bestand zeigt das Gegenteil: {} ist {}.",
                                 finding.why->de, place, to_text(seen))};
}

void
doubt(Finding& finding, const std::string& place, const std::string& scope)
{
  finding.status = Status::unknown;
  finding.missing_scope = scope;
  finding.why =
      Text{fmt::format("{} What is there could not be seen: {}.", finding.why->en, place),
           fmt::format("{} Der Bestand war nicht einsehbar: {}.", finding.why->de, place)};
}

/// Everything in one reading that the condition is about.
void
confirm(Finding& finding, const Judge::PreparedCondition& prepared, const Snapshot& snapshot,
        const Reading& reading, bool believed)
{
  if (!reading.content) {
    const bool has_none = believed && reading.content.error().kind == Failure::unsupported;
    if (!has_none && finding.status == Status::pass) {
      doubt(finding, reading.document.str(), reading.content.error().scope);
    }
    return;
  }
  const Address& setting = prepared.condition->setting;
  const auto places = places_at(*reading.content, setting.steps);
  if (places.empty() && finding.status == Status::pass &&
      !can_tell(snapshot, {setting.document, {}}, {&setting.steps, 1}, *reading.content)) {
    doubt(finding, reading.document.str(), "");
  }
  for (const auto& place : places) {
    const auto shown = to_text(Address{reading.document.str(), place.steps});
    const bool told =
        place.value != nullptr && can_tell(snapshot, setting, prepared.inner, *place.value);
    const auto match = prepared.match(told ? place.value : nullptr);
    if (match == Match::no && finding.status != Status::fail) {
      contradict(finding, shown, *place.value);
    } else if (match == Match::other_type && finding.status == Status::pass) {
      doubt(finding, shown, "");
    }
  }
}

} // namespace

void
confirm_attestations(std::vector<Finding>& findings, const Judge& judge,
                     const Snapshot& snapshot)
{
  const bool believed = unread_in(judge.policy().manifest, snapshot).empty();
  for (auto& finding : findings) {
    const bool asked = finding.check != nullptr && finding.status == Status::pass &&
                       !finding.check->attest.empty();
    const auto prepared =
        std::ranges::find(judge.checks(), finding.check, &Judge::PreparedCheck::check);
    if (!asked || prepared == judge.checks().end()) {
      continue;
    }
    for (const auto& condition : prepared->confirm) {
      bool any = false;
      for (const auto& reading : snapshot.readings) {
        if (matches(condition.condition->setting.document, reading.document)) {
          any = true;
          confirm(finding, condition, snapshot, reading, believed);
          reading.content.drop_tree();
        }
      }
      if (!any && finding.status == Status::pass) {
        doubt(finding, condition.condition->setting.document, "");
      }
    }
  }
}

} // namespace klausur
