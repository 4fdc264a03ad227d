#pragma once

#include "connectors/base/text.hpp"
#include "plugin/store/records.hpp"

#include <string>
#include <vector>

namespace klausur {

struct SummaryEntry
{
  std::int64_t number = 0;
  Time at{};
  std::string kind;
  std::string body;
};

/// What a bundle's page shows; all of it outlives the call.
struct Summary
{
  const std::string& tenant;
  Time from;
  Time to;
  const std::vector<RunRecord>& runs;
  const std::vector<SummaryEntry>& entries;
  const Json& waivers;      ///< As in waivers.json.
  const Json& attestations; ///< As in attestations.json.
};

/// A page to print, without anything from elsewhere.
[[nodiscard]] std::string summary_html(const Summary& summary, Language language);

} // namespace klausur
