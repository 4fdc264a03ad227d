#pragma once

#include "connectors/model/change.hpp"
#include "connectors/rest/template.hpp"

#include <map>
#include <string>
#include <vector>

namespace klausur {

/// The forms that write the changes of one document, one for each.
/// @param document  As the entry names it, `session_settings/*`.
/// @error `unsupported`: the call does not write one of them.
[[nodiscard]] Result<std::vector<Parameters>>
forms_of(const WriteCall& call, std::string_view document, const std::vector<Change>& changes);

/// Changes of one document with many members as changes of each member's own document, by its
/// name: `boards#/7/prefs/x` for `board/*` is `board/7#/prefs/x`.
/// @error `invalid`: no setting of a member.
[[nodiscard]] Result<std::map<std::string, std::vector<Change>>>
by_member(const std::vector<Change>& changes, std::string_view pattern);

} // namespace klausur
