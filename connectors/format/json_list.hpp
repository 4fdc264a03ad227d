#pragma once

#include "connectors/format/json.hpp"

#include <functional>
#include <istream>
#include <string_view>

namespace klausur {

/// Parse an object of which one list is too long to be in memory, and hand over the items of
/// that list one after the other.
/// @param list  The name of the member of the outermost object.
/// @return The object with the list empty. Anything else than an object, or another list, is
///         parsed as it is.
/// @error As parse_json(); `take` may have been called before.
[[nodiscard]] Result<Json> parse_list(std::istream& in, std::string_view list,
                                      const std::function<void(Json item)>& take);

} // namespace klausur
