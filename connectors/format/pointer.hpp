#pragma once

#include <string>
#include <string_view>

namespace klausur {

/// A member's name as a step of a JSON Pointer: `~` is `~0`, `/` is `~1`.
[[nodiscard]] inline std::string
encoded_step(std::string_view name)
{
  std::string step;
  for (const char c : name) {
    step += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return step;
}

} // namespace klausur
