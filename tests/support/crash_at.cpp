// Loaded into the program by LD_PRELOAD: CRASH_AT=n ends it, as a power cut would, before the
// n-th call that reaches the disk or the network; FULL_AT=n leaves the disk without room from
// the n-th write on. CRASH_ON=NAME counts only the calls of that name. CRASH_COUNT=FILE is told
// at the end how many there were.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

std::atomic<long> g_calls = 0;

/// The number that the variable gives; 0: it gives none.
long
number_of(const char* variable)
{
  const char* text = std::getenv(variable);
  return text == nullptr ? 0 : std::atol(text);
}

void
count_call(const char* name)
{
  static const char* const only = std::getenv("CRASH_ON");
  static const long at = number_of("CRASH_AT");
  if (only != nullptr && std::strcmp(only, name) != 0) {
    return;
  }
  if (++g_calls == at) {
    ::kill(::getpid(), SIGKILL);
    ::pause();
  }
}

/// Whether this call, which was just counted, finds no room any more.
bool
is_full()
{
  static const long at = number_of("FULL_AT");
  return at != 0 && g_calls.load() >= at;
}

/// The function that ours stands before.
template<typename Function>
Function*
next(const char* name)
{
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

struct Teller
{
  ~Teller()
  {
    if (const char* file = std::getenv("CRASH_COUNT")) {
      if (FILE* out = std::fopen(file, "w")) {
        std::fprintf(out, "%ld", g_calls.load());
        std::fclose(out);
      }
    }
  }
};

const Teller g_teller;

} // namespace

extern "C" {

ssize_t
pwrite64(int file, const void* data, size_t size, off64_t at)
{
  static auto* const real = next<decltype(pwrite64)>("pwrite64");
  count_call("pwrite64");
  if (is_full()) {
    errno = ENOSPC;
    return -1;
  }
  return real(file, data, size, at);
}

ssize_t
send(int socket, const void* data, size_t size, int flags)
{
  static auto* const real = next<decltype(send)>("send");
  count_call("send");
  return real(socket, data, size, flags);
}

ssize_t
recv(int socket, void* data, size_t size, int flags)
{
  static auto* const real = next<decltype(recv)>("recv");
  count_call("recv");
  return real(socket, data, size, flags);
}

int
fdatasync(int file)
{
  static auto* const real = next<decltype(fdatasync)>("fdatasync");
  count_call("fdatasync");
  return real(file);
}

int
ftruncate64(int file, off64_t size) noexcept
{
  static auto* const real = next<decltype(ftruncate64)>("ftruncate64");
  count_call("ftruncate64");
  return real(file, size);
}

int
unlink(const char* path) noexcept
{
  static auto* const real = next<decltype(unlink)>("unlink");
  count_call("unlink");
  return real(path);
}
}
