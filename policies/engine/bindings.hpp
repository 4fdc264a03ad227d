#pragma once

#include "connectors/model/setting.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// True when the address stands for more than one place.
[[nodiscard]] bool has_star(const Address& address);

/// `pattern` with each `*` replaced by the next binding; a `*` beyond the last stays.
[[nodiscard]] Address bound(const Address& pattern, const std::vector<std::string>& bindings);

/// What each `*` of the pattern stands for in `name`, which matches it.
[[nodiscard]] std::vector<std::string> stars_in(std::string_view pattern,
                                                std::string_view name);

} // namespace klausur
