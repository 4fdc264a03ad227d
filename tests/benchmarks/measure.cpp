// How long a command takes and how much memory at most: measure ROUNDS COMMAND [ARGUMENT...]
// -> the median of its wall times in milliseconds, the highest peak in kilobytes, its exit
// code.

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <vector>

namespace {

struct Run
{
  double milliseconds = 0;
  long kilobytes = 0;
  int code = 0;
};

/// What the command prints goes nowhere.
[[noreturn]] void
become(char** command)
{
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  ::dup2(nowhere, STDOUT_FILENO);
  ::dup2(nowhere, STDERR_FILENO);
  ::execv(command[0], command);
  ::_exit(127);
}

Run
run(char** command)
{
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    become(command);
  }
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  const std::chrono::duration<double, std::milli> took =
      std::chrono::steady_clock::now() - begin;
  return {took.count(), usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128};
}

} // namespace

int
main(int argc, char** argv)
{
  const int rounds = argc > 2 ? std::atoi(argv[1]) : 0;
  if (rounds < 1) {
    fmt::print(stderr, "usage: measure ROUNDS COMMAND [ARGUMENT...]\n");
    return 2;
  }
  std::vector<Run> runs;
  for (int i = 0; i < rounds; ++i) {
    runs.push_back(run(argv + 2));
  }
  std::ranges::sort(runs, {}, &Run::milliseconds);
  const auto largest = std::ranges::max_element(runs, {}, &Run::kilobytes);
  fmt::print("{:.1f} {} {}\n", runs[runs.size() / 2].milliseconds, largest->kilobytes,
             runs.front().code);
  return 0;
}
