#pragma once

#include "connectors/format/json.hpp"

#include <string_view>

namespace klausur::trello {

/// The plan of a workspace by its `premiumFeatures`, else by its `offering`: `free`,
/// `standard`, `premium` (which was called Business Class until 2021) or `enterprise`. Empty:
/// features or an offering that nobody foresaw, or none at all, which is silence and not the
/// free plan.
[[nodiscard]] std::string_view plan_of(const JsonValue& workspace);

} // namespace klausur::trello
