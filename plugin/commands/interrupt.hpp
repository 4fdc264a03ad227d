#pragma once

#include "plugin/office/stop.hpp"

#include <thread>

namespace klausur {

/// Ctrl-C and SIGTERM as a wish to end, while this lives: what is under way comes to its end,
/// and nothing more begins. A second one ends the program as always. One at a time.
class Interrupt
{
public:
  explicit Interrupt(Stop& stop);
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

private:
  void watch(const std::stop_token& end);

  Stop& m_stop;
  std::jthread m_watcher;
};

} // namespace klausur
