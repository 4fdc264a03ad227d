#pragma once

#include "connectors/format/source_file.hpp"
#include "policies/engine/policy.hpp"

namespace klausur {

/// The references under `name` of a control or a check.
[[nodiscard]] std::vector<BenchmarkReference>
benchmarks_in(const JsonValue& json, std::string_view name = "benchmarks");

/// Read the checks of a file that its schema has accepted into `policy`, whose manifest is
/// there already. Errors: see load_policy().
[[nodiscard]] Result<void> read_checks(const SourceFile& file, const Catalogue& catalogue,
                                       Policy& policy);

} // namespace klausur
