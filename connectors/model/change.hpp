#pragma once

#include "connectors/format/json.hpp"

#include <string>

namespace klausur {

/// A new value of one setting, as a tenant is told it.
struct Change
{
  std::string setting; ///< `document#/pointer`, without `*`.
  Json to;
};

} // namespace klausur
