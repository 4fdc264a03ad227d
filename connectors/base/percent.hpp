#pragma once

#include <string>
#include <string_view>

namespace klausur {

/// With every byte but letters, digits and `-._~` as `%41`.
[[nodiscard]] std::string percent_encoded(std::string_view text);

} // namespace klausur
