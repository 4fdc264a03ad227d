#include "policies/engine/moves.hpp"

#include "policies/engine/evidence.hpp"
#include "policies/engine/explained.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

using States = std::vector<const ControlState*>;
using Level = Open ControlState::*;

bool
is_counted(const ControlState& state)
{
  return state.control->point != Point::SET;
}

/// What no light better than red can live with.
States
criticals(std::span<const ControlState> states, Level level)
{
  States list;
  for (const auto& state : states) {
    if (is_counted(state) && state.*level == Open::critical) {
      list.push_back(&state);
    }
  }
  return list;
}

/// What has to be closed in one point until it is green at that level.
States
to_close(std::span<const ControlState> states, Point point, Level level)
{
  States list;
  States mediums;
  const ControlState* unseen = nullptr;
  bool any_seen = false;
  for (const auto& state : states) {
    if (state.control->point != point || state.applicable == 0) {
      continue;
    }
    any_seen = any_seen || state.evaluated > 0;
    unseen = unseen == nullptr && state.evaluated == 0 ? &state : unseen;
    if (state.*level >= Open::high) {
      list.push_back(&state);
    } else if (state.*level == Open::medium) {
      mediums.push_back(&state);
    }
  }
  if (mediums.size() >= 2) {
    list.insert(list.end(), mediums.begin(), mediums.end() - 1); // one may stay open
  }
  if (list.empty() && !any_seen && unseen != nullptr && level == &ControlState::at_worst) {
    list.push_back(unseen); // of a grey point something has to be seen
  }
  return list;
}

/// The smallest set whose closure leaves no red point and at most so many yellow ones.
States
smallest(std::span<const ControlState> states, Level level, std::size_t yellows)
{
  States chosen = criticals(states, level);
  std::vector<States> points;
  for (const Point point : k_counted) {
    auto rest = to_close(states, point, level);
    std::erase_if(rest, [&](const auto* each) {
      return std::ranges::find(chosen, each) != chosen.end();
    });
    if (!rest.empty()) {
      points.push_back(std::move(rest));
    }
  }
  std::ranges::stable_sort(points, {}, [](const States& list) { return list.size(); });
  for (std::size_t i = 0; i < points.size() && points.size() - i > yellows; ++i) {
    chosen.insert(chosen.end(), points[i].begin(), points[i].end());
  }
  return chosen;
}

Text
step_for(const ControlState& state, Level level)
{
  const Control& control = *state.control;
  const bool open = state.proven != Open::nothing && state.proven == state.*level;
  return open
             ? Text{fmt::format("Close {}: {}", control.id, control.title.en),
                    fmt::format("Schließen Sie {}: {}", control.id, control.title.de)}
             : Text{fmt::format("Give evidence for {}: {}", control.id, control.title.en),
                    fmt::format("Nachweis erbringen für {}: {}", control.id, control.title.de)};
}

Moves
by_closing(const States& chosen, Level level, std::string_view en, std::string_view de)
{
  Moves moves;
  std::string ids;
  for (const auto* state : chosen) {
    moves.steps.push_back(step_for(*state, level));
    ids += (ids.empty() ? "" : ", ") + state->control->id;
  }
  const std::size_t count = chosen.size();
  moves.outlook = {
      fmt::format("{} {} {}: {}.", count, count == 1 ? "step" : "steps", en, ids),
      fmt::format("{} {} {}: {}.", count, count == 1 ? "Schritt" : "Schritte", de, ids)};
  return moves;
}

Moves
no_move()
{
  return {.outlook = {"No setting can do more: the exposure of this product and plan stands.",
                      "Mehr ist durch Einstellungen nicht zu erreichen: Das Grundrisiko von "
                      "Produkt und Tarif bleibt."},
          .steps = {}};
}

int
lowest_total(const Exposure& exposure)
{
  return exposure.variant != nullptr ? exposure.total : exposure.lowest;
}

int
highest_total(const Exposure& exposure)
{
  return exposure.variant != nullptr ? exposure.total : exposure.highest;
}

/// The light when all of `closed` pass.
Light
light_after(const TenantReport& report, std::span<const ControlState> states,
            const States& closed, const Knobs& knobs)
{
  std::vector<ControlState> after{states.begin(), states.end()};
  for (const auto* state : closed) {
    ControlState& passed = after[static_cast<std::size_t>(state - states.data())];
    passed.proven = passed.at_worst = Open::nothing;
    passed.evaluated = passed.passed = passed.applicable;
    passed.failed = 0;
  }
  return rating_of(after, report.exposure, report.unread.empty() && !report.is_too_old, knobs)
      .light;
}

Moves
from_red(const TenantReport& report, std::span<const ControlState> states, const Knobs& knobs)
{
  constexpr auto level = &ControlState::proven;
  const auto band = band_of(lowest_total(report.exposure));
  const auto most = most_yellows(band, Light::yellow, knobs.allow_green_for_medium);
  const States chosen = smallest(states, level, most.value_or(0));
  const Light after = light_after(report, states, chosen, knobs);
  if (after == Light::red) {
    return {.outlook = {"Only another product or version moves this light.",
                        "Nur ein anderes Produkt oder eine andere Version ändert diese Ampel."},
            .steps = {}};
  }
  if (after == Light::grey) {
    return by_closing(chosen, level, "out of red, though not to a rating",
                      "aus Rot heraus, doch noch ohne Bewertung");
  }
  const Text to = words_for(after);
  return by_closing(chosen, level, "to " + to.en, "bis " + as_sentence({"", to.de}).de);
}

/// Yellow: to green if the exposure allows it; not settled: to what is proven.
Moves
from_yellow(const TenantReport& report, std::span<const ControlState> states,
            const Knobs& knobs)
{
  constexpr auto level = &ControlState::at_worst;
  const auto band = band_of(highest_total(report.exposure));
  const Light wanted = report.settled ? Light::green : report.proven;
  const auto most = most_yellows(band, wanted, knobs.allow_green_for_medium);
  const bool only_variant = !report.settled && report.exposure.variant == nullptr &&
                            smallest(states, level, most.value_or(0)).empty();
  if (!most || only_variant) {
    return report.settled ? no_move() : variant_to_tell(report);
  }
  const States chosen = smallest(states, level, *most);
  const Text to = words_for(wanted);
  const std::string german = as_sentence({"", to.de}).de;
  return report.settled ? by_closing(chosen, level, "to " + to.en, "bis " + german)
                        : by_closing(chosen, level, "to a settled " + to.en,
                                     "bis zu gesichertem " + german);
}

} // namespace

Moves
moves_of(const TenantReport& report, std::span<const ControlState> states, const Knobs& knobs)
{
  switch (report.light) {
  case Light::red:
    return from_red(report, states, knobs);
  case Light::yellow:
    return from_yellow(report, states, knobs);
  case Light::grey:
    return evidence_needed(report, states, knobs);
  case Light::green:
    return {};
  }
  return {};
}

} // namespace klausur
