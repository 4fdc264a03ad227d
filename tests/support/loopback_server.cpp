#include "tests/support/loopback_server.hpp"

#include "tests/support/loopback_stream.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace klausur::test {

namespace {

constexpr std::size_t k_gibibyte = std::size_t{1} << 30;

/// A socket bound to 127.0.0.1 and a free port.
std::pair<int, int>
bound_socket()
{
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(descriptor, generic, length) != 0 ||
      getsockname(descriptor, generic, &length) != 0) {
    std::perror("loopback server: bind");
    std::abort();
  }
  return {descriptor, ntohs(address.sin_port)};
}

std::string
head_of(const Reply& reply)
{
  std::string head = fmt::format("HTTP/1.1 {} Scripted\r\n", reply.status);
  bool length_given = false;
  for (const auto& [name, value] : reply.headers) {
    length_given = length_given || strcasecmp(name.c_str(), "content-length") == 0;
    head += fmt::format("{}: {}\r\n", name, value);
  }
  if (reply.fault == Fault::endless) {
    head += "Transfer-Encoding: chunked\r\n";
  } else if (!length_given && reply.status != 204 && reply.status != 304) {
    head += fmt::format("Content-Length: {}\r\n", reply.body.size());
  }
  return head + "\r\n";
}

} // namespace

LoopbackServer::LoopbackServer(Handler handler, Certificate certificate)
    : m_handler{std::move(handler)}
{
  if (certificate != Certificate::none) {
    m_tls = std::make_unique<TlsServer>(certificate);
  }
  std::tie(m_listener, m_port) = listen_on_loopback();
  m_acceptor = std::thread{[this] { accept_all(); }};
}

LoopbackServer::~LoopbackServer()
{
  {
    const std::lock_guard lock{m_mutex};
    m_stopping = true;
    m_stop_asked.notify_all();
    shutdown(m_listener, SHUT_RDWR);
    for (const int connection : m_sockets) {
      shutdown(connection, SHUT_RDWR);
    }
  }
  m_acceptor.join();
  for (auto& thread : m_threads) {
    thread.join();
  }
  close(m_listener);
}

std::string
LoopbackServer::url(std::string_view path) const
{
  return fmt::format("{}://127.0.0.1:{}{}", m_tls ? "https" : "http", m_port, path);
}

std::string
LoopbackServer::ca_file() const
{
  return m_tls ? m_tls->ca_file() : std::string{};
}

std::vector<Received>
LoopbackServer::received() const
{
  const std::lock_guard lock{m_mutex};
  return m_received;
}

std::size_t
LoopbackServer::requests() const
{
  const std::lock_guard lock{m_mutex};
  return m_received.size();
}

std::size_t
LoopbackServer::connections() const
{
  const std::lock_guard lock{m_mutex};
  return m_connections;
}

std::size_t
LoopbackServer::most_at_once() const
{
  const std::lock_guard lock{m_mutex};
  return m_most_at_once;
}

void
LoopbackServer::accept_all()
{
  while (true) {
    const int connection = accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
    const std::lock_guard lock{m_mutex};
    if (m_stopping || connection < 0) {
      if (connection >= 0) {
        close(connection);
      }
      if (m_stopping) {
        return;
      }
      continue;
    }
    const int on = 1;
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    m_sockets.insert(connection);
    ++m_connections;
    m_threads.emplace_back([this, connection] { serve(connection); });
  }
}

void
LoopbackServer::serve(int connection)
{
  // OpenSSL writes without MSG_NOSIGNAL, and clients of tests do hang up.
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  {
    LoopbackStream stream{connection, m_tls ? m_tls->context() : nullptr};
    if (stream.open()) {
      answer_all(stream);
    }
  }
  const std::lock_guard lock{m_mutex};
  m_sockets.erase(connection);
  close(connection);
}

void
LoopbackServer::answer_all(LoopbackStream& stream)
{
  bool open = true;
  while (open) {
    const auto request = stream.next_request();
    if (!request) {
      return;
    }
    {
      const std::lock_guard lock{m_mutex};
      m_received.push_back(*request);
      m_most_at_once = std::max(m_most_at_once, ++m_at_once);
    }
    Reply reply = m_handler(*request);
    const bool waited = pause(reply.delay);
    {
      // Before the answer: a client may send its next request as soon as it has this one.
      const std::lock_guard lock{m_mutex};
      --m_at_once;
    }
    if (request->method == "HEAD") {
      reply.headers.emplace_back("Content-Length", std::to_string(reply.body.size()));
      reply.body.clear();
    }
    open = waited && answer(stream, reply) && request->header("connection") != "close";
  }
}

bool
LoopbackServer::answer(LoopbackStream& stream, const Reply& reply)
{
  const auto never = std::chrono::hours{24};
  if (reply.fault == Fault::silence) {
    return pause(never);
  }
  if (reply.fault == Fault::hang_up) {
    return false;
  }
  if (reply.fault == Fault::garbage) {
    stream.write(reply.body);
    return false;
  }
  if (reply.fault == Fault::none) {
    return stream.write(head_of(reply) + reply.body);
  }
  if (!stream.write(head_of(reply))) {
    return false;
  }
  switch (reply.fault) {
  case Fault::truncate:
    stream.write(std::string_view{reply.body}.substr(0, reply.body.size() / 2));
    return false;
  case Fault::drip:
    return std::ranges::all_of(reply.body, [&](const char& byte) {
      return stream.write({&byte, 1}) && pause(reply.drip_every);
    });
  default:
    break;
  }
  const std::string chunk = "10000\r\n" + std::string(0x10000, ' ') + "\r\n";
  for (std::size_t sent = 0; sent < k_gibibyte; sent += 0x10000) {
    if (!stream.write(chunk)) {
      return false;
    }
  }
  return stream.write("0\r\n\r\n");
}

/// False when the server stops before the time is over.
bool
LoopbackServer::pause(std::chrono::milliseconds length)
{
  std::unique_lock lock{m_mutex};
  return !m_stop_asked.wait_for(lock, length, [this] { return m_stopping; });
}

std::pair<int, int>
listen_on_loopback()
{
  const auto [descriptor, port] = bound_socket();
  if (listen(descriptor, SOMAXCONN) != 0) {
    std::perror("loopback server: listen");
    std::abort();
  }
  return {descriptor, port};
}

int
unused_port()
{
  const auto [descriptor, port] = bound_socket();
  close(descriptor);
  return port;
}

} // namespace klausur::test
