// What a confined process can still do; each trial in a process of its own.

#include "connectors/script/inside/confine.hpp"

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <functional>

using namespace klausur;

namespace {

constexpr int k_done = 7;
constexpr int k_refused = 8;
constexpr int k_not_confined = 9;

/// How a confined process ends that does this: an exit code, or minus the signal.
int
ending_of(const std::function<bool()>& work)
{
  const pid_t child = ::fork();
  if (child == 0) {
    // Address space cannot be limited under a sanitizer; that is tried on the real child.
    const inside::Confinement limits{.processor = 600, .memory = std::size_t{1} << 50};
    ::_exit(!inside::confine(limits) ? k_not_confined : work() ? k_done : k_refused);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

/// A sanitizer asks the system for what a confined process may not; the real child is built
/// without one.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool k_sanitized = true;
#else
constexpr bool k_sanitized = false;
#endif

} // namespace

BOOST_AUTO_TEST_SUITE(confine_test)

BOOST_AUTO_TEST_CASE(computing_goes_on)
{
  if (k_sanitized) {
    BOOST_TEST_MESSAGE("not tried under a sanitizer");
    return;
  }
  BOOST_TEST(ending_of([] { return true; }) == k_done);
  BOOST_TEST(ending_of([] {
               void* memory = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE,
                                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
               return memory != MAP_FAILED; // NOLINT: the system's own constant
             }) == k_done);
}

BOOST_AUTO_TEST_CASE(no_file_is_opened)
{
  if (k_sanitized) {
    BOOST_TEST_MESSAGE("not tried under a sanitizer");
    return;
  }
  BOOST_TEST(ending_of([] { return ::open("/etc/hostname", O_RDONLY) >= 0; }) == k_refused);
}

BOOST_AUTO_TEST_CASE(what_reaches_out_ends_it)
{
  BOOST_TEST(ending_of([] { return ::socket(AF_INET, SOCK_STREAM, 0) >= 0; }) == -SIGSYS);
  BOOST_TEST(ending_of([] { return ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0; }) == -SIGSYS);
  BOOST_TEST(ending_of([] {
               const std::array<char*, 1> none{nullptr};
               return ::execve("/bin/true", none.data(), none.data()) == 0;
             }) == -SIGSYS);
  BOOST_TEST(ending_of([] { return ::syscall(SYS_fork) >= 0; }) == -SIGSYS);
  BOOST_TEST(ending_of([] { return ::kill(::getppid(), 0) == 0; }) == -SIGSYS);
  BOOST_TEST(ending_of([] { return ::ptrace(PTRACE_TRACEME, 0, 0, 0) == 0; }) == -SIGSYS);
  BOOST_TEST(ending_of([] {
               char byte = 0;
               return ::read(STDIN_FILENO, &byte, 1) >= 0;
             }) == -SIGSYS);
}

BOOST_AUTO_TEST_CASE(no_memory_becomes_executable)
{
  BOOST_TEST(ending_of([] {
               void* memory = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
               return memory != MAP_FAILED; // NOLINT: the system's own constant
             }) == -SIGSYS);
}

BOOST_AUTO_TEST_SUITE_END()
