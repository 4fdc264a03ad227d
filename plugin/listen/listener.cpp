#include "plugin/listen/listener.hpp"

#include "connectors/base/module.hpp"
#include "plugin/listen/listener_module.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace klausur {

namespace {

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
  const auto start = module_function<StartListening>(k_listener_module, k_start_listening);
  const auto stop = module_function<StopListening>(k_listener_module, k_stop_listening);
  if (!start || !stop) {
    return tl::unexpected(start ? stop.error() : start.error());
  }
  constexpr int attempts = 10; // only a port of our own choosing is worth a second try
  std::string problem;
  for (int attempt = 0; attempt < (port == 0 ? attempts : 1); ++attempt) {
    const std::string url = fmt::format("http://{}:{}", host, port == 0 ? free_port() : port);
    void* running = (*start)(url.c_str(), handler, problem);
    if (running != nullptr) {
      return Listener{url, Running{running, *stop}};
    }
    problem = fmt::format("{}: {}", url, problem);
  }
  return fail(Failure::invalid, fmt::format("cannot listen on {}", problem));
}

} // namespace klausur
