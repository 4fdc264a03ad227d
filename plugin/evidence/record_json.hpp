#pragma once

#include "connectors/format/json.hpp"
#include "plugin/store/records.hpp"

#include <initializer_list>
#include <string>
#include <utility>

namespace klausur {

// Records of the store as a bundle shows them: every member a text.

/// These members in this order.
[[nodiscard]] Json
object_of(std::initializer_list<std::pair<const char*, std::string>> members);

[[nodiscard]] Json finding_json(const FindingRecord& finding);
[[nodiscard]] Json run_json(const RunRecord& run);
[[nodiscard]] Json waiver_json(const Waiver& waiver);
[[nodiscard]] Json attestation_json(const Attestation& attestation);

} // namespace klausur
