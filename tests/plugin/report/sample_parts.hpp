#pragma once

#include "tests/plugin/report/sample_run.hpp"

#include <string>
#include <string_view>

namespace klausur::sample {

inline constexpr std::string_view k_time = "2026-11-24T08:59:30Z";

[[nodiscard]] Json json(std::string_view text);

Control& control(SampleRun& run, std::string id, Point point, Severity severity, Text title,
                 Text reason);
Check& check(SampleRun& run, std::string id, const Control& control);

/// @param check    nullptr: the control's own.
/// @param setting  Empty: of an attestation.
[[nodiscard]] Finding finding(const Check* check, const Control& control, Status status,
                              std::string_view setting);
[[nodiscard]] Finding failed(const Check* check, const Control& control,
                             std::string_view setting, std::string_view observed,
                             std::string_view expected);

/// @param values  A digit for each of the factors J H C P E O B.
const Variant& variant(SampleRun& run, Text title, std::string_view values, bool verified);

/// @param points  A letter for each point: `r`, `y`, `g` settled; `?` yellow and not settled;
///                anything else grey.
TenantReport& tenant(SampleRun& run, std::string name, std::string vendor, Light light,
                     Text reason, std::string_view points);

} // namespace klausur::sample
