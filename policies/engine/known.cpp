#include "policies/engine/known.hpp"

#include "policies/engine/expectation.hpp"

#include <algorithm>

namespace klausur {

KnownValues::KnownValues(const JsonValue& list) : m_list{&list}
{
  for (const auto& each : list.GetArray()) {
    m_types |= kind_of(each);
  }
}

bool
KnownValues::foresees(const JsonValue& value) const
{
  if (value.IsArray()) {
    return std::ranges::all_of(value.GetArray(),
                               [&](const JsonValue& each) { return foresees(each); });
  }
  return (m_types & kind_of(value)) == 0 || names(value);
}

bool
KnownValues::names(const JsonValue& value) const
{
  return std::ranges::any_of(m_list->GetArray(),
                             [&](const JsonValue& each) { return same_value(each, value); });
}

} // namespace klausur
