#include "connectors/script/child_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace klausur {

namespace {

namespace fs = std::filesystem;

constexpr const char* k_program = "klausur-script";
constexpr int k_childs_end = 3; // as inside/parent_line.cpp has it

/// Beside the program as it was built (or beside the build tree's root, for the tests), or
/// where `cmake --install` puts it.
Result<std::string>
program_file()
{
  std::error_code problem; // what cannot be looked at is not there
  const fs::path here = fs::read_symlink("/proc/self/exe", problem).parent_path();
  for (const auto& place : {here, here / "../..", here / "../lib/klausur"}) {
    if (fs::exists(place / k_program, problem)) {
      return (place / k_program).string();
    }
  }
  return fail(Failure::invalid,
              fmt::format("{} was not found beside {} nor in ../lib/klausur: install the whole "
                          "program",
                          k_program, here.string()));
}

/// How the child begins: three standard descriptors that lead nowhere, its end of the line,
/// no signal handled or blocked, and nothing else of ours.
class Beginning
{
public:
  explicit Beginning(int line)
  {
    ::posix_spawn_file_actions_init(&m_files);
    ::posix_spawnattr_init(&m_attributes);
    // The line first: it may be one of the standard ones, if we have none.
    note(::posix_spawn_file_actions_adddup2(&m_files, line, k_childs_end));
    for (int standard = 0; standard < k_childs_end; ++standard) {
      note(::posix_spawn_file_actions_addopen(&m_files, standard, "/dev/null", O_RDWR, 0));
    }
    note(::posix_spawn_file_actions_addclosefrom_np(&m_files, k_childs_end + 1));
    sigset_t signals;
    ::sigemptyset(&signals);
    note(::posix_spawnattr_setsigmask(&m_attributes, &signals));
    ::sigfillset(&signals);
    note(::posix_spawnattr_setsigdefault(&m_attributes, &signals));
    note(::posix_spawnattr_setflags(&m_attributes,
                                    POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
  }
  Beginning(const Beginning&) = delete;
  Beginning& operator=(const Beginning&) = delete;
  ~Beginning()
  {
    ::posix_spawnattr_destroy(&m_attributes);
    ::posix_spawn_file_actions_destroy(&m_files);
  }

  /// @return 0, or why not as errno.
  int spawn(const std::string& file, pid_t& pid)
  {
    std::string name = k_program;
    const std::array<char*, 2> arguments{name.data(), nullptr};
    const std::array<char*, 1> environment{nullptr};
    return m_problem != 0 ? m_problem
                          : ::posix_spawn(&pid, file.c_str(), &m_files, &m_attributes,
                                          arguments.data(), environment.data());
  }

private:
  void note(int problem) { m_problem = m_problem != 0 ? m_problem : problem; }

  posix_spawn_file_actions_t m_files{};
  posix_spawnattr_t m_attributes{};
  int m_problem = 0;
};

/// Whether the line became ready before the time was over; an end of it counts as ready.
bool
wait_for(int line, short events, ChildProcess::Clock::time_point deadline)
{
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - ChildProcess::Clock::now());
    if (left.count() <= 0) {
      return false;
    }
    pollfd waiting{line, events, 0};
    if (::poll(&waiting, 1, static_cast<int>(left.count())) > 0) {
      return true;
    }
  }
}

} // namespace

Result<ChildProcess>
ChildProcess::start()
{
  const auto file = program_file();
  if (!file) {
    return tl::unexpected(file.error());
  }
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return fail(Failure::unexpected,
                fmt::format("no line to a child: {}", std::strerror(errno)));
  }
  Descriptor ours{ends[0]};
  const Descriptor childs{ends[1]};
  pid_t pid = -1;
  if (const int problem = Beginning{childs.number()}.spawn(*file, pid); problem != 0) {
    return fail(Failure::unexpected,
                fmt::format("{} could not be started: {}", *file, std::strerror(problem)));
  }
  return ChildProcess{pid, std::move(ours)};
}

ChildProcess::~ChildProcess()
{
  if (m_pid > 0) {
    ::kill(m_pid, SIGKILL);
    reap(0);
  }
}

bool
ChildProcess::send(std::string_view bytes, Clock::time_point deadline) const
{
  while (!bytes.empty()) {
    if (!wait_for(m_line.number(), POLLOUT, deadline)) {
      return false;
    }
    const ssize_t sent =
        ::send(m_line.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EINTR && errno != EAGAIN) {
      return true; // the child is gone: its end says why
    }
    bytes.remove_prefix(sent > 0 ? static_cast<std::size_t>(sent) : 0);
  }
  return true;
}

std::optional<std::size_t>
ChildProcess::receive(std::string& received, Clock::time_point deadline) const
{
  std::array<char, 65536> buffer; // NOLINT: written before it is read
  for (;;) {
    if (!wait_for(m_line.number(), POLLIN, deadline)) {
      return std::nullopt;
    }
    const ssize_t size = ::read(m_line.number(), buffer.data(), buffer.size());
    if (size >= 0) {
      received.append(buffer.data(), static_cast<std::size_t>(size));
      return static_cast<std::size_t>(size);
    }
    if (errno != EINTR) {
      return 0;
    }
  }
}

std::optional<int>
ChildProcess::wait_until(Clock::time_point deadline)
{
  while (m_pid > 0 && Clock::now() < deadline) {
    if (const auto status = reap(WNOHANG)) {
      return status;
    }
    ::poll(nullptr, 0, 1);
  }
  if (m_pid > 0) {
    ::kill(m_pid, SIGKILL);
  }
  return reap(0);
}

std::optional<int>
ChildProcess::reap(int options)
{
  int status = 0;
  pid_t ended = 0;
  do {
    ended = m_pid > 0 ? ::waitpid(m_pid, &status, options) : -1;
  } while (ended < 0 && m_pid > 0 && errno == EINTR);
  if (ended != 0) {
    m_pid = -1;
  }
  return ended > 0 ? std::optional{status} : std::nullopt;
}

} // namespace klausur
