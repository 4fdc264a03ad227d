#pragma once

#include "connectors/model/kept.hpp"
#include "policies/engine/policy.hpp"

#include <string>
#include <vector>

namespace klausur {

/// Where an expectation looks, below the setting that it is about: `/siteUrl` for
/// `{required: [siteUrl]}`, `/*/type` for a type that each item must have. The setting itself
/// is not among them.
[[nodiscard]] std::vector<Pointer> looked_into(const JsonValue& expect);

/// Every address that somebody looks at: checks with their conditions, confirmations and
/// locks, the vendor's variants, the version, the plan, and what decides where the vendor lets
/// write. What is not among them is not kept, so whoever adds something that looks at a
/// setting adds it here.
[[nodiscard]] Kept looked_at(const Policy& policy);

} // namespace klausur
