#pragma once

#include "connectors/base/time.hpp"
#include "connectors/model/manifest.hpp"
#include "connectors/rest/template.hpp"

namespace klausur {

/// The query parameters of one stretch of time, 0 the newest; none where the entry has no
/// spans. The stretches meet: every day is asked for once.
[[nodiscard]] Parameters days_of(const Spans& spans, int span, Time now);

} // namespace klausur
