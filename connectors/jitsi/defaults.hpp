#pragma once

#include "connectors/format/json.hpp"

#include <span>
#include <string_view>

namespace klausur {

/// One value that a program uses when its file is silent.
struct HoconDefault
{
  std::string_view path; ///< Dotted, as in the file: "videobridge.cryptex.endpoint".
  std::string_view json; ///< The value as JSON text.
};

/// Which programs there is a table for: "jicofo", "jvb", "jibri".
struct HoconDefaults
{
  std::string_view program;
  std::string_view source; ///< Repository, commit and the day it was read.
  std::span<const HoconDefault> values;
};

[[nodiscard]] std::span<const HoconDefaults> hocon_defaults();

/// The defaults of one program as a nested object, to be merged under its own file; keys
/// without a default are absent. An empty object for a program without a table.
[[nodiscard]] Json default_values(std::string_view program);

} // namespace klausur
