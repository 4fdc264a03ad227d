#pragma once

#include <optional>
#include <string>

namespace klausur::test {

/// What libcpp-hocon, which is nobody's relative of ours, reads of the same text, as JSON with
/// sorted members; nullopt where it refuses.
[[nodiscard]] std::optional<std::string> oracle_reading(const std::string& text);

/// What our reader makes of it, likewise; what it says where it refuses stands in `why`.
[[nodiscard]] std::optional<std::string> our_reading(const std::string& text, std::string& why);

} // namespace klausur::test
