#pragma once

#include "connectors/base/text.hpp"
#include "connectors/format/json.hpp"

#include <string>
#include <vector>

namespace klausur {

/// One setting to be written.
struct Change
{
  std::string setting; ///< `document#/pointer`, without `*`.
  Json from;           ///< What the plan found; a Null when `from_absent`.
  bool from_absent = false;
  Json to;
  std::string check; ///< The check that asks for it; empty in a rollback.
  Text impact;       ///< What people will notice; may be empty.
};

} // namespace klausur
