#pragma once

#include "connectors/format/json.hpp"
#include "connectors/model/setting.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace klausur {

/// The pointer that stands under `name`; no steps when nothing stands there.
/// @error `invalid`: it is none.
[[nodiscard]] Result<Pointer> pointer_in(const JsonValue& object, std::string_view name);

/// The pointers of the list under `name`.
[[nodiscard]] Result<std::vector<Pointer>> pointers_in(const JsonValue& object,
                                                       std::string_view name);

using PointersAndTexts = std::vector<std::pair<Pointer, std::string>>;

/// The members of the object under `name`, `{/status: available}`: pointers and texts.
[[nodiscard]] Result<PointersAndTexts> wanted_texts_in(const JsonValue& object,
                                                       std::string_view name);

} // namespace klausur
