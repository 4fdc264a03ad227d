#pragma once

#include "connectors/base/result.hpp"

#include <cstddef>
#include <cstdint>

namespace klausur::inside {

struct Confinement
{
  std::uint64_t processor = 0; ///< Seconds.
  std::size_t memory = 0;      ///< Bytes beyond what the process has now.
  int line = 3;                ///< The descriptor that may be read and written.
};

/// What has to be true from the first instruction on: nobody looks into this process, and it
/// ends with who started it.
void begin_alone();

/// From here on the process, with all its threads, may compute, get memory up to the limit,
/// and read and write its line. It opens nothing, starts nothing, reaches no network, maps
/// no memory that can be executed, and leaves no core. Whatever else it asks of the system
/// ends it (SIGSYS).
/// @error `unexpected` when the system cannot do that: then nothing foreign may be evaluated.
[[nodiscard]] Result<void> confine(const Confinement& wanted);

} // namespace klausur::inside
