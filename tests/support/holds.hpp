#pragma once

#include <string_view>

namespace klausur::test {

/// Whether `what` stands somewhere in the text.
[[nodiscard]] inline bool
holds(std::string_view text, std::string_view what)
{
  return text.find(what) != std::string_view::npos;
}

} // namespace klausur::test
