#include "connectors/jitsi/limited_child.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <exception>
#include <new>
#include <optional>
#include <string_view>

namespace klausur {

namespace {

using Clock = std::chrono::steady_clock;

// A frame is one byte that says what it is, the size of the text, and the text.
constexpr char k_value = 'V';
constexpr char k_error = 'A'; // plus the number of the Failure
constexpr std::size_t k_frame_head = 1 + sizeof(std::uint64_t);
constexpr int k_answer_descriptor = 3;

// The sanitizers reserve terabytes of address space, so it cannot be limited there.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool k_sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool k_sanitized = true;
#else
constexpr bool k_sanitized = false;
#endif
#else
constexpr bool k_sanitized = false;
#endif

/// Bytes of address space that the process has already: arenas of the parent's threads are
/// reserved in the child too, and must not count as its own.
std::size_t
address_space()
{
  std::array<char, 64> text{};
  const int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return 0;
  }
  const ssize_t size = read(file, text.data(), text.size() - 1);
  close(file);
  const auto pages = size > 0 ? std::strtoull(text.data(), nullptr, 10) : 0;
  return static_cast<std::size_t>(pages) * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

bool
limit(__rlimit_resource resource, rlim_t soft, rlim_t hard)
{
  const rlimit wanted{soft, hard};
  return setrlimit(resource, &wanted) == 0;
}

bool
set_limits(const EvaluationLimits& limits)
{
  const auto seconds = static_cast<rlim_t>(limits.processor.count());
  const std::size_t space = address_space();
  const rlim_t memory = space + limits.memory;
  return limit(RLIMIT_CPU, seconds, seconds + 1) && limit(RLIMIT_NOFILE, 256, 256) &&
         limit(RLIMIT_FSIZE, 0, 0) && limit(RLIMIT_CORE, 0, 0) &&
         (k_sanitized || (space != 0 && limit(RLIMIT_AS, memory, memory)));
}

/// The pipe is descriptor 3; the standard ones lead nowhere.
bool
keep_only(int pipe_end)
{
  const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nowhere < 0) {
    return false;
  }
  if (pipe_end != k_answer_descriptor && dup2(pipe_end, k_answer_descriptor) < 0) {
    return false;
  }
  // `nowhere` can be descriptor 3 only if that one was free, and then it is the pipe by now.
  const int source = nowhere == k_answer_descriptor ? open("/dev/null", O_RDWR) : nowhere;
  for (int standard = 0; standard < k_answer_descriptor; ++standard) {
    dup2(source, standard);
  }
  return true;
}

/// Handlers of the parent reach for what belongs to the parent.
void
forget_signals()
{
  for (int each = 1; each < NSIG; ++each) {
    std::signal(each, each == SIGPIPE ? SIG_IGN : SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

void
write_all(std::string_view text)
{
  while (!text.empty()) {
    const ssize_t written = write(k_answer_descriptor, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return;
    }
    text.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
  }
}

void
write_frame(char what, std::string_view text)
{
  std::array<char, k_frame_head> head{what};
  const std::uint64_t size = text.size();
  std::memcpy(head.data() + 1, &size, sizeof size);
  write_all({head.data(), head.size()});
  write_all(text);
}

Result<std::string>
guarded(const std::function<Result<std::string>()>& work, const EvaluationLimits& limits)
{
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return tl::unexpected(memory_exceeded(limits));
  } catch (const std::exception& problem) {
    return fail(Failure::unexpected, problem.what());
  }
}

[[noreturn]] void
be_the_child(int pipe_end, const EvaluationLimits& limits,
             const std::function<Result<std::string>()>& work)
{
  forget_signals();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (!keep_only(pipe_end) || !set_limits(limits)) {
    _exit(1);
  }
  const Result<std::string> answer = guarded(work, limits);
  if (answer) {
    write_frame(k_value, *answer);
  } else {
    write_frame(static_cast<char>(k_error + static_cast<int>(answer.error().kind)),
                answer.error().what);
  }
  _exit(0);
}

/// A running child and the read end of its pipe; the end of this is the end of both.
class Child
{
public:
  Child(pid_t pid, int answers) : m_pid{pid}, m_answers{answers} {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child()
  {
    end();
    close(m_answers);
  }

  [[nodiscard]] int answers() const { return m_answers; }

  /// Kill what still runs, and reap it: the status as waitpid tells it.
  std::optional<int> end()
  {
    if (m_pid > 0) {
      kill(m_pid, SIGKILL);
    }
    return reap(0);
  }

  /// The status of a child that is about to end by itself, or killed at `deadline`.
  std::optional<int> wait_until(Clock::time_point deadline)
  {
    while (m_pid > 0 && Clock::now() < deadline) {
      if (const auto status = reap(WNOHANG)) {
        return status;
      }
      poll(nullptr, 0, 1);
    }
    return end();
  }

private:
  std::optional<int> reap(int options)
  {
    int status = 0;
    pid_t ended = 0;
    do {
      ended = m_pid > 0 ? waitpid(m_pid, &status, options) : -1;
    } while (ended < 0 && m_pid > 0 && errno == EINTR);
    if (ended != 0) {
      m_pid = -1;
    }
    return ended > 0 ? std::optional{status} : std::nullopt;
  }

  pid_t m_pid;
  int m_answers;
};

tl::unexpected<Error>
cause_of_death(std::optional<int> status, const EvaluationLimits& limits)
{
  if (status && WIFSIGNALED(*status)) {
    const int signal = WTERMSIG(*status);
    if (signal == SIGXCPU) {
      return fail(Failure::unexpected, fmt::format("took longer than {} s of processor time",
                                                   limits.processor.count()));
    }
    return fail(Failure::unexpected, fmt::format("crashed with signal {}", signal));
  }
  if (status && WIFEXITED(*status)) {
    return fail(Failure::unexpected,
                fmt::format("ended without an answer (exit code {})", WEXITSTATUS(*status)));
  }
  return fail(Failure::unexpected, "ended without an answer");
}

/// What is in a whole frame; nullopt while it is not whole.
std::optional<Result<std::string>>
frame_in(const std::string& received, std::size_t largest)
{
  if (received.size() < k_frame_head) {
    return std::nullopt;
  }
  std::uint64_t size = 0;
  std::memcpy(&size, received.data() + 1, sizeof size);
  if (size > largest) {
    return fail(Failure::unexpected,
                fmt::format("gave an answer larger than {} MB", largest >> 20));
  }
  if (received.size() < k_frame_head + size) {
    return std::nullopt;
  }
  std::string text = received.substr(k_frame_head, size);
  if (received.front() == k_value) {
    return text;
  }
  return fail(static_cast<Failure>(received.front() - k_error), std::move(text));
}

/// Wait for more bytes: 0 at the end of the pipe, nullopt when the time is over.
std::optional<std::size_t>
receive(int pipe_end, std::string& received, Clock::time_point deadline)
{
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) {
      return std::nullopt;
    }
    pollfd waiting{pipe_end, POLLIN, 0};
    if (poll(&waiting, 1, static_cast<int>(left.count())) <= 0) {
      continue;
    }
    std::array<char, 65536> buffer{};
    const ssize_t size = read(pipe_end, buffer.data(), buffer.size());
    if (size >= 0) {
      received.append(buffer.data(), static_cast<std::size_t>(size));
      return static_cast<std::size_t>(size);
    }
    if (errno != EINTR) {
      return 0;
    }
  }
}

Result<std::string>
answer_of(Child& child, const EvaluationLimits& limits)
{
  const auto deadline = Clock::now() + limits.wall;
  std::string received;
  for (;;) {
    const auto size = receive(child.answers(), received, deadline);
    if (!size) {
      return fail(Failure::unexpected,
                  fmt::format("took longer than {:g} s",
                              std::chrono::duration<double>{limits.wall}.count()));
    }
    if (auto answer = frame_in(received, limits.answer)) {
      return *std::move(answer);
    }
    if (*size == 0) {
      return cause_of_death(child.wait_until(deadline), limits);
    }
  }
}

} // namespace

Error
memory_exceeded(const EvaluationLimits& limits)
{
  return Error{
      Failure::unexpected, fmt::format("needed more than {} MB", limits.memory >> 20), {}};
}

Result<std::string>
run_limited(const EvaluationLimits& limits, const std::function<Result<std::string>()>& work)
{
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return fail(Failure::unexpected, fmt::format("no pipe: {}", std::strerror(errno)));
  }
  const pid_t pid = fork();
  if (pid == 0) {
    be_the_child(ends[1], limits, work);
  }
  const int problem = errno;
  close(ends[1]);
  if (pid < 0) {
    close(ends[0]);
    return fail(Failure::unexpected,
                fmt::format("no child process: {}", std::strerror(problem)));
  }
  Child child{pid, ends[0]};
  return answer_of(child, limits);
}

} // namespace klausur
