#pragma once

#include "connectors/http/loop.hpp"

#include <chrono>
#include <functional>
#include <memory>

namespace klausur {

/// Calls once on a loop when its time has come. It is no job: a loop whose jobs have ended does
/// not wait for it. Lives no longer than its loop, and belongs to the loop's thread.
class Alarm
{
public:
  Alarm(Loop& loop, std::function<void()> on_time);
  ~Alarm();
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

  /// Instead of the time that was set before.
  void set(std::chrono::milliseconds from_now);
  void unset();
  [[nodiscard]] bool is_set() const;

private:
  class Bell;
  std::unique_ptr<Bell> m_bell;
};

} // namespace klausur
