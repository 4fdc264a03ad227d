// Loaded into the program by LD_PRELOAD: ends it, as a power cut would, before the n-th call
// that reaches the disk or the network. CRASH_AT=n; without it CRASH_COUNT=FILE is told how
// many calls there were.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace {

std::atomic<long> g_calls = 0;

void
count_call()
{
  static const char* const at = std::getenv("CRASH_AT");
  const long now = ++g_calls;
  if (at != nullptr && now == std::atol(at)) {
    ::kill(::getpid(), SIGKILL);
    ::pause();
  }
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
  count_call();
  return real(file, data, size, at);
}

ssize_t
send(int socket, const void* data, size_t size, int flags)
{
  static auto* const real = next<decltype(send)>("send");
  count_call();
  return real(socket, data, size, flags);
}

ssize_t
recv(int socket, void* data, size_t size, int flags)
{
  static auto* const real = next<decltype(recv)>("recv");
  count_call();
  return real(socket, data, size, flags);
}

int
fdatasync(int file)
{
  static auto* const real = next<decltype(fdatasync)>("fdatasync");
  count_call();
  return real(file);
}

int
ftruncate64(int file, off64_t size) noexcept
{
  static auto* const real = next<decltype(ftruncate64)>("ftruncate64");
  count_call();
  return real(file, size);
}

int
unlink(const char* path) noexcept
{
  static auto* const real = next<decltype(unlink)>("unlink");
  count_call();
  return real(path);
}
}
