#include "connectors/rest/sample.hpp"

#include "connectors/format/json.hpp"

#include <algorithm>

namespace klausur {

std::optional<std::size_t>
sample_of(const DocumentEntry& entry, const Tenant& tenant)
{
  const auto& sample = entry.read.sample;
  if (!sample) {
    return std::nullopt;
  }
  const auto* said = member(tenant.parameters, sample->parameter);
  if (said != nullptr && said->IsString()) {
    return std::nullopt; // `all`
  }
  const int size = said != nullptr && said->IsInt() ? said->GetInt() : sample->size;
  return static_cast<std::size_t>(std::max(size, 0));
}

} // namespace klausur
