#pragma once

#include "connectors/base/result.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace klausur {

/// What evaluating a foreign program may cost before it is ended.
struct EvaluationLimits
{
  std::chrono::seconds processor{2};           ///< Processor time.
  std::chrono::milliseconds wall{10000};       ///< Time on the clock, waiting included.
  std::size_t memory = std::size_t{256} << 20; ///< Bytes beyond what the program has already.
  std::size_t answer = std::size_t{8} << 20;   ///< Bytes of the answer.
  std::size_t files = std::size_t{16} << 20;   ///< Bytes of all files read, for read_prosody.
};

/// Run `work` in a forked child that can neither write files nor keep running, and hand its
/// answer over. The child has a copy of everything, so `work` should capture what it needs
/// and touch nothing that another thread may have locked. malloc is safe, because glibc sees
/// to it; under a sanitizer, whose malloc is not, a child may wait until `wall` is over when
/// other threads allocate during the fork.
/// Always ends and reaps the child before it returns.
/// @error What `work` answered; else `unexpected` with the cause: "took longer than 2 s of
///        processor time", "needed more than 256 MB", "crashed with signal 11".
[[nodiscard]] Result<std::string> run_limited(const EvaluationLimits& limits,
                                              const std::function<Result<std::string>()>& work);

/// The error for a memory limit, for allocators that stop before the system does.
[[nodiscard]] Error memory_exceeded(const EvaluationLimits& limits);

} // namespace klausur
