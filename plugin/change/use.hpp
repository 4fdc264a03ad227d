#pragma once

#include "connectors/base/clock.hpp"
#include "plugin/store/store.hpp"

#include <string>
#include <string_view>

namespace klausur {

/// How a plan may be used now.
struct Use
{
  std::string run;   ///< Under which it is written.
  std::string spent; ///< The run that has used it up, or empty.
};

/// A plan is used once; an interrupted use may be gone on with.
/// @param plan  Its hash.
/// @error `invalid`: nothing to resume, or something that has to be resumed; `conflict`:
/// another
///        process is just writing it.
[[nodiscard]] Result<Use> use_of(const Store& store, std::string_view tenant,
                                 std::string_view plan, bool resume, const Clock& clock);

} // namespace klausur
