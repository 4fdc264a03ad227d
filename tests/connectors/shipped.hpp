#pragma once

#include "policies/engine/load.hpp"
#include "policies/engine/looked_at.hpp"

#include <string_view>

namespace klausur::test {

/// What the shipped policy of a vendor looks at.
inline Kept
shipped_kept(std::string_view vendor)
{
  const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
  return looked_at(load_policy(KLAUSUR_SOURCE_DIR, vendor, catalogue).value());
}

} // namespace klausur::test
