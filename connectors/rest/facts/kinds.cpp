#include "connectors/rest/facts/kinds.hpp"

#include <array>

namespace klausur {

std::span<const FactKind>
fact_kinds()
{
  static constexpr std::array k_kinds{
      FactKind{"age", &make_age},
      FactKind{"count", &make_count},
      FactKind{"durations", &make_durations},
      FactKind{"effective", &make_effective},
      FactKind{"newest", &make_newest},
  };
  return k_kinds;
}

} // namespace klausur
