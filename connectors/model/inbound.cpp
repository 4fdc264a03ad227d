#include "connectors/model/inbound.hpp"

#include <algorithm>

namespace klausur {

std::string_view
Inbound::header(std::string_view name) const
{
  const auto found = std::ranges::find(
      headers, name, [](const auto& header) { return std::string_view{header.first}; });
  return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

} // namespace klausur
