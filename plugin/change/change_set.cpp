#include "plugin/change/change_set.hpp"

#include "connectors/model/mask.hpp"

#include <algorithm>
#include <array>

namespace klausur {

std::string_view
name_of(Outcome outcome)
{
  constexpr std::array<std::string_view, 8> names{"applied",   "already", "conflict",
                                                  "refused",   "failed",  "not verified",
                                                  "held back", "left out"};
  return names.at(static_cast<std::size_t>(outcome));
}

const Risk*
risk_of(const PlannedChange& change, Danger danger)
{
  const auto found = std::ranges::find(*change.risks, danger, &Risk::danger);
  return found == change.risks->end() ? nullptr : &*found;
}

std::string_view
check_of(const PlannedChange& change)
{
  return change.check == nullptr ? std::string_view{} : change.check->id;
}

bool
has_way_back(const PlannedChange& change)
{
  return !change.from || !holds_mask(*change.from);
}

} // namespace klausur
