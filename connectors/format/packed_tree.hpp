#pragma once

#include "connectors/format/json.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace klausur {

/// A JSON value as bytes that are read back many times quicker than its text: a letter for its
/// kind, then its length or count, then itself. Of this machine only: numbers stand in its
/// order of bytes.
[[nodiscard]] std::string packed_tree(const JsonValue& value);

/// The value again, the very same. Nothing where the bytes are no packed tree, or go on after
/// it: any bytes can be given.
[[nodiscard]] std::optional<Json> unpacked_tree(std::string_view bytes);

} // namespace klausur
