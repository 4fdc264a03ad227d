#pragma once

#include "connectors/format/source_file.hpp"
#include "policies/engine/policy.hpp"

namespace klausur {

/// Give the `known:` of one check to all others of the same setting: what one of them takes
/// for a value that nobody foresaw no other may judge, and then overwrite.
/// @return What is wrong: two that differ, or one that lacks a value which its check wants.
[[nodiscard]] std::vector<Remark> share_known(std::vector<Check>& checks,
                                              const JsonValue& parameters);

} // namespace klausur
