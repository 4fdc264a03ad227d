#pragma once

#include "plugin/change/apply.hpp"
#include "plugin/change/change_set.hpp"
#include "plugin/office/audit.hpp"

#include <functional>
#include <string>

namespace klausur {

/// Takes a text piece by piece.
using Say = std::function<void(std::string_view piece)>;

/// A plan as people read it, whole and in the order of writing, for plan, apply and rollback.
/// @param hash  Of the plan as it was made; empty: it has none yet.
void say_plan(const ChangeSet& set, std::string_view hash, Language language, const Say& say);

/// One of its changes.
void say_change(const PlannedChange& change, const ChangeSet& of, Language language,
                const Say& say);

/// How each change ended, one line each.
void say_results(const ApplyReport& report, const Say& say);

/// An address of which no letter can be taken for another one.
[[nodiscard]] std::string shown_address(std::string_view address);

/// What to do with a plan that was written to a file: who has to sign it is said.
[[nodiscard]] std::string next_step(const Office& office, const ChangeSet& set,
                                    std::string_view file);

} // namespace klausur
