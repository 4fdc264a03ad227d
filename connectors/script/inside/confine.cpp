#include "connectors/script/inside/confine.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <memory>

namespace klausur::inside {

namespace {

using Filter = std::unique_ptr<void, decltype(&::seccomp_release)>;

/// What the engines and the C library need to compute.
constexpr std::array k_allowed{
    SCMP_SYS(brk),          SCMP_SYS(clock_getres), SCMP_SYS(clock_gettime),
    SCMP_SYS(exit),         SCMP_SYS(exit_group),   SCMP_SYS(futex),
    SCMP_SYS(getpid),       SCMP_SYS(getrandom),    SCMP_SYS(getrusage),
    SCMP_SYS(gettid),       SCMP_SYS(gettimeofday), SCMP_SYS(madvise),
    SCMP_SYS(mremap),       SCMP_SYS(munmap),       SCMP_SYS(restart_syscall),
    SCMP_SYS(rt_sigreturn), SCMP_SYS(sched_yield),
};

/// What a library may try and do without: it is refused and no reason to end.
constexpr std::array k_refused{
    SCMP_SYS(openat),  SCMP_SYS(newfstatat), SCMP_SYS(readlinkat),
    SCMP_SYS(prctl),   SCMP_SYS(prlimit64),  SCMP_SYS(rt_sigaction),
    SCMP_SYS(sysinfo), SCMP_SYS(uname),      SCMP_SYS(rt_sigprocmask),
};

bool
limit(__rlimit_resource resource, rlim_t soft, rlim_t hard)
{
  const rlimit wanted{soft, hard};
  return ::setrlimit(resource, &wanted) == 0;
}

/// Bytes of address space that the process has already.
std::size_t
address_space()
{
  std::array<char, 64> text{};
  const int file = ::open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return 0;
  }
  const ssize_t size = ::read(file, text.data(), text.size() - 1);
  ::close(file);
  const auto pages = size > 0 ? std::strtoull(text.data(), nullptr, 10) : 0;
  return static_cast<std::size_t>(pages) * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// Rules that look at arguments: the line only, and nothing that can be executed.
int
add_narrow_rules(scmp_filter_ctx filter, int line)
{
  const auto descriptor = static_cast<scmp_datum_t>(line);
  int problem = 0;
  for (const int call : {SCMP_SYS(read), SCMP_SYS(write)}) {
    problem |=
        ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, SCMP_A0(SCMP_CMP_EQ, descriptor));
  }
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
    problem |= ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1,
                                  SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  }
  // Complaints of a library, which lead nowhere.
  problem |= ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
                                SCMP_A0(SCMP_CMP_EQ, scmp_datum_t{STDERR_FILENO}));
  return problem;
}

Result<void>
filter_calls(int line)
{
  const Filter filter{::seccomp_init(SCMP_ACT_KILL_PROCESS), &::seccomp_release};
  int problem = filter ? ::seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1) : -ENOMEM;
  for (const int call : k_allowed) {
    problem =
        problem != 0 ? problem : ::seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0);
  }
  for (const int call : k_refused) {
    problem = problem != 0 ? problem
                           : ::seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), call, 0);
  }
  problem = problem != 0 ? problem : add_narrow_rules(filter.get(), line);
  problem = problem != 0 ? problem : ::seccomp_load(filter.get());
  return problem == 0 ? Result<void>{}
                      : fail(Failure::unexpected,
                             fmt::format("cannot be confined here, so it was not evaluated: "
                                         "seccomp: {}",
                                         std::strerror(-problem)));
}

} // namespace

void
begin_alone()
{
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  // The C library looks for the time zone when first asked; later it could not.
  ::setenv("TZ", "UTC0", 1);
  ::tzset();
}

Result<void>
confine(const Confinement& wanted)
{
  const std::size_t space = address_space();
  const rlim_t memory = space + wanted.memory;
  const bool limited = space != 0 && limit(RLIMIT_AS, memory, memory) &&
                       limit(RLIMIT_CPU, wanted.processor, wanted.processor + 1) &&
                       limit(RLIMIT_FSIZE, 0, 0) && limit(RLIMIT_CORE, 0, 0) &&
                       limit(RLIMIT_NOFILE, 0, 0) &&
                       ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  if (!limited) {
    return fail(Failure::unexpected, fmt::format("cannot be confined here, so it was not "
                                                 "evaluated: {}",
                                                 std::strerror(errno)));
  }
  return filter_calls(wanted.line);
}

} // namespace klausur::inside
