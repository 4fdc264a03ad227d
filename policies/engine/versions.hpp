#pragma once

#include <string_view>

namespace klausur {

/// True when version `a` is older than `b`; parts compare as numbers (`9.1` < `10.0`).
[[nodiscard]] bool older(std::string_view a, std::string_view b);

} // namespace klausur
