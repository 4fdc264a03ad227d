#include "tests/support/terminal.hpp"

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>

namespace klausur::test {

namespace {

constexpr std::chrono::minutes k_hangs{5};

[[noreturn]] void
become(const Program& program, std::vector<std::string>& arguments)
{
  const std::string path = KLAUSUR_BINARY_DIR "/klausur";
  std::vector<char*> argv{const_cast<char*>(path.c_str())};
  for (auto& argument : arguments) {
    argv.push_back(argument.data());
  }
  argv.push_back(nullptr);
  ::unsetenv("KLAUSUR_CONFIG");
  if (::chdir(program.directory.c_str()) == 0) {
    ::execv(path.c_str(), argv.data());
  }
  ::_exit(127);
}

/// All that is shown until the program has ended.
std::string
watch(int terminal)
{
  std::string shown;
  std::array<char, 4096> piece{};
  const auto end = std::chrono::steady_clock::now() + k_hangs;
  while (std::chrono::steady_clock::now() < end) {
    pollfd ready{.fd = terminal, .events = POLLIN, .revents = 0};
    constexpr int k_wait = 1000;
    if (::poll(&ready, 1, k_wait) == 0) {
      continue;
    }
    const auto length = ::read(terminal, piece.data(), piece.size());
    if (length <= 0) { // EIO: nobody holds the other end any more.
      break;
    }
    shown.append(piece.data(), static_cast<std::size_t>(length));
  }
  return shown;
}

} // namespace

Ended
on_terminal(const Program& program, std::vector<std::string> arguments, std::string_view typed)
{
  int terminal = -1;
  const winsize size{.ws_row = 50, .ws_col = 120, .ws_xpixel = 0, .ws_ypixel = 0};
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &size);
  if (child == 0) {
    become(program, arguments);
  }
  // It waits in the terminal until the program reads it.
  const bool sent =
      ::write(terminal, typed.data(), typed.size()) == static_cast<ssize_t>(typed.size());
  Ended ended{.code = -1, .out = watch(terminal), .err = sent ? "" : "nothing could be typed"};
  ::close(terminal);
  ::kill(child, SIGKILL); // It has ended, or hangs.
  int status = 0;
  ::waitpid(child, &status, 0);
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ended;
}

} // namespace klausur::test
