#include "plugin/commands/interrupt.hpp"

#include <chrono>
#include <csignal>

namespace klausur {

namespace {

/// All that a signal may touch.
volatile std::sig_atomic_t g_interrupted = 0;

extern "C" void
note_interruption(int signal)
{
  g_interrupted = 1;
  std::signal(signal, SIG_DFL); // the second one ends the program
}

} // namespace

Interrupt::Interrupt(Stop& stop) : m_stop{stop}
{
  g_interrupted = 0;
  std::signal(SIGINT, note_interruption);
  std::signal(SIGTERM, note_interruption);
  m_watcher = std::jthread{[this](const std::stop_token& end) { watch(end); }};
}

Interrupt::~Interrupt()
{
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

void
Interrupt::watch(const std::stop_token& end)
{
  constexpr std::chrono::milliseconds k_often{50};
  while (!end.stop_requested()) {
    if (g_interrupted != 0) {
      m_stop.request();
      return;
    }
    std::this_thread::sleep_for(k_often);
  }
}

} // namespace klausur
