#pragma once

#include "connectors/base/descriptor.hpp"
#include "connectors/base/result.hpp"

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace klausur {

/// A running child and our end of the line to it; the end of this is the end of both.
class ChildProcess
{
public:
  using Clock = std::chrono::steady_clock;

  /// Start the program that evaluates foreign scripts.
  /// @error `invalid` when it is not there.
  [[nodiscard]] static Result<ChildProcess> start();

  ChildProcess(ChildProcess&& other) noexcept
      : m_pid{std::exchange(other.m_pid, -1)}, m_line{std::move(other.m_line)}
  {
  }
  ChildProcess& operator=(ChildProcess&&) = delete;
  ~ChildProcess();

  /// Send all of it. Whether it arrived shows when an answer comes or does not.
  /// @return false when the time is over.
  [[nodiscard]] bool send(std::string_view bytes, Clock::time_point deadline) const;

  /// Wait for more bytes: 0 at the end of the line, nullopt when the time is over.
  [[nodiscard]] std::optional<std::size_t> receive(std::string& received,
                                                   Clock::time_point deadline) const;

  /// The status, as waitpid tells it, of a child that is about to end by itself, or of one
  /// killed at `deadline`.
  std::optional<int> wait_until(Clock::time_point deadline);

private:
  ChildProcess(pid_t pid, Descriptor line) : m_pid{pid}, m_line{std::move(line)} {}
  std::optional<int> reap(int options);

  pid_t m_pid;
  Descriptor m_line;
};

} // namespace klausur
