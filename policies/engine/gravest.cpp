#include "policies/engine/gravest.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace klausur {

void
sort_gravest_first(std::vector<Finding>& findings)
{
  std::unordered_map<std::string_view, std::size_t> reach; // by check
  for (const auto& finding : findings) {
    reach[finding.id] += is_open(finding) ? 1 : 0;
  }
  const auto order = [&](const Finding& finding) {
    return std::tuple{finding.severity, ~reach.at(finding.id), !finding.remedy.has_value(),
                      finding.id, std::string_view{finding.scope}};
  };
  std::ranges::sort(findings, [&](const Finding& a, const Finding& b) {
    return a.severity != b.severity ? a.severity < b.severity : order(a) < order(b);
  });
}

bool
is_open(const Finding& finding)
{
  return finding.status == Status::fail && !finding.waived;
}

} // namespace klausur
