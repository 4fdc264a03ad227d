#include "connectors/rest/spans.hpp"

namespace klausur {

using std::chrono::days;

Parameters
days_of(const Spans& spans, int span, Time now)
{
  const Time last = now - days{spans.days} * span;
  if (spans.exact) {
    return {{spans.from, to_text(last - days{spans.days})}, {spans.to, to_text(last)}};
  }
  const Time first = last - days{spans.days - 1};
  return {{spans.from, day_text(first)}, {spans.to, day_text(last)}};
}

} // namespace klausur
