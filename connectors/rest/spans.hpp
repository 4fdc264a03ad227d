#pragma once

#include "connectors/base/time.hpp"
#include "connectors/model/document_entry.hpp"
#include "connectors/rest/template.hpp"

namespace klausur {

/// The query parameters of one stretch of time, 0 the newest. The stretches meet: every day is
/// asked for once.
[[nodiscard]] Parameters days_of(const Spans& spans, int span, Time now);

} // namespace klausur
