#include "connectors/base/letters.hpp"

#include <algorithm>

namespace klausur {

std::string
in_lower_case(std::string_view text)
{
  std::string lower{text};
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

} // namespace klausur
