#include "plugin/listen/listener.hpp"

#include "plugin/listen/listener_module.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace klausur {

namespace {

namespace fs = std::filesystem;

struct Module
{
  StartListening start = nullptr;
  StopListening stop = nullptr;
};

/// Beside the program as it was built (or beside the build tree's root, for the tests), or
/// where `cmake --install` puts it.
Result<Module>
load_module()
{
  std::error_code problem; // what cannot be looked at is not there
  const fs::path program = fs::read_symlink("/proc/self/exe", problem).parent_path();
  for (const auto& place : {program, program / "../..", program / "../lib/klausur"}) {
    const fs::path file = place / k_listener_module;
    if (!fs::exists(file, problem)) {
      continue;
    }
    void* handle = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
      return fail(Failure::invalid, fmt::format("{} could not be loaded: {}", file.string(),
                                                ::dlerror())); // NOLINT: read at once
    }
    // POSIX gives functions as void*.
    return Module{reinterpret_cast<StartListening>(::dlsym(handle, k_start_listening)),
                  reinterpret_cast<StopListening>(::dlsym(handle, k_stop_listening))};
  }
  return fail(Failure::invalid,
              fmt::format("{} was not found beside {} nor in ../lib/klausur: install the whole "
                          "program",
                          k_listener_module, program.string()));
}

/// A port of 127.0.0.1 that is free now; somebody may take it before it is used.
int
free_port()
{
  const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  int port = 0;
  if (probe >= 0 && ::bind(probe, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
      ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
    port = ntohs(address.sin_port);
  }
  ::close(probe);
  return port;
}

} // namespace

std::string_view
Inbound::header(std::string_view name) const
{
  const auto found =
      std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
  return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

Listener::Listener(std::string url, Running running)
    : m_url{std::move(url)}, m_running{std::move(running)}
{
}
Listener::Listener(Listener&&) noexcept = default;
Listener& Listener::operator=(Listener&&) noexcept = default;
Listener::~Listener() = default;

Result<Listener>
Listener::open(std::string_view host, int port, Handler handler)
{
  const auto module = load_module();
  if (!module) {
    return tl::unexpected(module.error());
  }
  constexpr int attempts = 10; // only a port of our own choosing is worth a second try
  std::string problem;
  for (int attempt = 0; attempt < (port == 0 ? attempts : 1); ++attempt) {
    const std::string url = fmt::format("http://{}:{}", host, port == 0 ? free_port() : port);
    void* running = module->start(url.c_str(), handler, problem);
    if (running != nullptr) {
      return Listener{url, Running{running, module->stop}};
    }
    problem = fmt::format("{}: {}", url, problem);
  }
  return fail(Failure::invalid, fmt::format("cannot listen on {}", problem));
}

} // namespace klausur
