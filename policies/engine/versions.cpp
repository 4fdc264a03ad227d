#include "policies/engine/versions.hpp"

#include <algorithm>
#include <charconv>

namespace klausur {

bool
older(std::string_view a, std::string_view b)
{
  const auto next_part = [](std::string_view& text) {
    unsigned part = 0;
    const auto dot = std::min(text.find('.'), text.size());
    std::from_chars(text.data(), text.data() + dot, part); // no digits count as 0
    text.remove_prefix(std::min(dot + 1, text.size()));
    return part;
  };
  while (!a.empty() || !b.empty()) {
    const unsigned left = next_part(a);
    const unsigned right = next_part(b);
    if (left != right) {
      return left < right;
    }
  }
  return false;
}

} // namespace klausur
