#pragma once

#include <string>
#include <string_view>

namespace klausur {

/// As RFC 4648 section 4 writes bytes, padded with `=`.
[[nodiscard]] std::string base64(std::string_view bytes);

/// As its section 5 does, which may stand in an address, without padding.
[[nodiscard]] std::string base64url(std::string_view bytes);

} // namespace klausur
