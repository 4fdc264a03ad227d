#include "tests/support/program.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

namespace klausur::test {

namespace {

namespace fs = std::filesystem;

fs::path
new_directory()
{
  static std::atomic<int> count = 0;
  const fs::path path = fs::path{KLAUSUR_BINARY_DIR} / "scratch" /
                        (std::to_string(::getpid()) + "." + std::to_string(count++));
  fs::remove_all(path);
  fs::create_directories(path);
  return path;
}

std::string
text_of(const fs::path& file)
{
  std::ostringstream text;
  text << std::ifstream{file, std::ios::binary}.rdbuf();
  return text.str();
}

/// After which something hangs: no machine is so slow.
constexpr std::chrono::minutes k_hangs{5};

int
wait_for_end(pid_t child)
{
  using namespace std::chrono_literals;
  const auto end = std::chrono::steady_clock::now() + k_hangs;
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > end) {
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
      break;
    }
    std::this_thread::sleep_for(2ms);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

Program::Program() : directory{new_directory()} {}

Program::~Program()
{
  fs::remove_all(directory);
}

Running::Running(pid_t child, fs::path directory, std::string name)
    : m_child{child}, m_directory{std::move(directory)}, m_name{std::move(name)}
{
}

Running::~Running()
{
  if (m_child > 0) {
    ::kill(m_child, SIGKILL);
    ::waitpid(m_child, nullptr, 0);
  }
}

void
Running::signal(int number) const
{
  ::kill(m_child, number);
}

Ended
Running::wait()
{
  Ended ended{.code = wait_for_end(m_child), .out = {}, .err = {}};
  m_child = 0;
  ended.out = out();
  ended.err = err();
  return ended;
}

std::string
Running::out() const
{
  return text_of(m_directory / (m_name + "out"));
}

std::string
Running::err() const
{
  return text_of(m_directory / (m_name + "err"));
}

bool
eventually(const std::function<bool()>& holds)
{
  using namespace std::chrono_literals;
  const auto end = std::chrono::steady_clock::now() + k_hangs;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) {
      return false;
    }
    std::this_thread::sleep_for(5ms);
  }
  return true;
}

std::unique_ptr<Running>
Program::start(std::vector<std::string> arguments, std::vector<std::string> environment,
               const std::string& name) const
{
  const std::string program = KLAUSUR_BINARY_DIR "/klausur";
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (auto& argument : arguments) {
    argv.push_back(argument.data());
  }
  argv.push_back(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto to = [&](const std::string& file, int target) {
      const int opened = ::open((directory / file).c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
      ::dup2(opened, target);
    };
    to(name + "out", STDOUT_FILENO);
    to(name + "err", STDERR_FILENO);
    ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
    if (::chdir(directory.c_str()) != 0) {
      ::_exit(127);
    }
    ::unsetenv("KLAUSUR_CONFIG");
    for (auto& entry : environment) {
      ::putenv(entry.data());
    }
    ::execv(program.c_str(), argv.data());
    ::_exit(127);
  }
  return std::make_unique<Running>(child, directory, name);
}

Ended
Program::run(std::vector<std::string> arguments, std::vector<std::string> environment) const
{
  return start(std::move(arguments), std::move(environment))->wait();
}

void
Program::write(std::string_view file, std::string_view text) const
{
  const fs::path path = directory / file;
  fs::create_directories(path.parent_path());
  std::ofstream{path, std::ios::binary} << text;
}

std::string
Program::read(std::string_view file) const
{
  return text_of(directory / file);
}

} // namespace klausur::test
