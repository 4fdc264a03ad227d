#pragma once

#include "connectors/base/result.hpp"

#include <chrono>
#include <cstddef>

namespace klausur {

/// What evaluating a foreign program may cost before it is ended.
struct EvaluationLimits
{
  std::chrono::seconds processor{2};           ///< Processor time.
  std::chrono::milliseconds wall{10000};       ///< Time on the clock, waiting included.
  std::size_t memory = std::size_t{256} << 20; ///< Bytes beyond what the engine itself has.
  std::size_t answer = std::size_t{8} << 20;   ///< Bytes of one message of the child's.
  std::size_t files = std::size_t{16} << 20;   ///< Bytes of all files read for it.
};

/// The error for a memory limit.
[[nodiscard]] Error memory_exceeded(std::size_t memory);

/// With this the child exits when there is no memory left to say so.
inline constexpr int k_exit_without_memory = 12;

} // namespace klausur
