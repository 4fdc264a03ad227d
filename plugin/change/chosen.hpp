#pragma once

#include "plugin/change/change_set.hpp"

#include <optional>

namespace klausur {

/// Why a change is not taken; an empty text: it was not chosen. Nothing: it is taken.
/// `own_access` and `deletes` are left out unless they are asked for by name.
/// @param catalogue  Knows the controls' points.
[[nodiscard]] std::optional<Shared<Text>>
why_left(const Choice& choice, const PlannedChange& change, const Catalogue& catalogue);

/// Only narrows.
[[nodiscard]] ChangeSet chosen(ChangeSet set, const Choice& choice, const Catalogue& catalogue);

/// What a choice names has to be there.
/// @error `invalid` for a point, a severity or a risk that does not exist, or an address that
///        is none.
[[nodiscard]] Result<void> check_choice(const Choice& choice);

} // namespace klausur
