#include "tests/support/http2_server.hpp"

#include "tests/support/loopback_server.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

namespace klausur::test {

namespace {

// RFC 9113, sections 3.4, 4.1 and 6.
constexpr std::size_t k_preface = 24;
constexpr std::size_t k_head = 9;
constexpr unsigned char k_data = 0;
constexpr unsigned char k_headers = 1;
constexpr unsigned char k_settings = 4;
constexpr unsigned char k_end_stream = 1;
constexpr unsigned char k_end_headers = 4;
constexpr unsigned char k_acknowledged = 1;

int
choose_http2(SSL*, const unsigned char** chosen, unsigned char* length,
             const unsigned char* offered, unsigned int offered_length, void*)
{
  static constexpr unsigned char k_ours[] = {2, 'h', '2'};
  auto** out = const_cast<unsigned char**>(chosen);
  return SSL_select_next_proto(out, length, k_ours, sizeof k_ours, offered, offered_length) ==
                 OPENSSL_NPN_NEGOTIATED
             ? SSL_TLSEXT_ERR_OK
             : SSL_TLSEXT_ERR_ALERT_FATAL;
}

/// Exactly so many bytes; shorter when the client has gone.
std::string
read_bytes(SSL* tls, std::size_t count)
{
  std::string bytes(count, '\0');
  std::size_t got = 0;
  while (got < count) {
    const int more = SSL_read(tls, bytes.data() + got, static_cast<int>(count - got));
    if (more <= 0) {
      break;
    }
    got += static_cast<std::size_t>(more);
  }
  bytes.resize(got);
  return bytes;
}

/// `stream` is the four bytes that name one.
std::string
frame(unsigned char type, unsigned char flags, const std::string& stream,
      const std::string& payload)
{
  std::string bytes(3, '\0');
  bytes[2] = static_cast<char>(payload.size()); // all of ours are short
  bytes += static_cast<char>(type);
  bytes += static_cast<char>(flags);
  return bytes + stream + payload;
}

} // namespace

Http2Server::Http2Server(std::size_t together) : m_together{together}
{
  SSL_CTX_set_alpn_select_cb(m_tls.context(), choose_http2, nullptr);
  std::tie(m_listener, m_port) = listen_on_loopback();
  m_acceptor = std::thread{[this] { accept_all(); }};
}

Http2Server::~Http2Server()
{
  {
    const std::lock_guard lock{m_mutex};
    m_stopping = true;
    shutdown(m_listener, SHUT_RDWR);
    for (const int socket : m_sockets) {
      shutdown(socket, SHUT_RDWR);
    }
  }
  m_acceptor.join();
  for (auto& thread : m_threads) {
    thread.join();
  }
  for (const int socket : m_sockets) {
    close(socket);
  }
  close(m_listener);
}

std::string
Http2Server::url(std::string_view path) const
{
  return fmt::format("https://127.0.0.1:{}{}", m_port, path);
}

void
Http2Server::accept_all()
{
  while (true) {
    const int socket = accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
    const std::lock_guard lock{m_mutex};
    if (m_stopping || socket < 0) {
      if (socket >= 0) {
        close(socket);
      }
      return;
    }
    m_sockets.push_back(socket);
    ++m_connections;
    m_threads.emplace_back([this, socket] { serve(socket); });
  }
}

void
Http2Server::serve(int socket)
{
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  SSL* tls = SSL_new(m_tls.context());
  SSL_set_fd(tls, socket);
  const std::string nobody(4, '\0');
  std::vector<std::string> streams;
  if (SSL_accept(tls) == 1 && read_bytes(tls, k_preface).size() == k_preface) {
    const std::string ours = frame(k_settings, 0, nobody, "");
    SSL_write(tls, ours.data(), static_cast<int>(ours.size()));
    for (auto head = read_bytes(tls, k_head); head.size() == k_head;
         head = read_bytes(tls, k_head)) {
      const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(head[i]); };
      read_bytes(tls, (std::size_t{byte(0)} << 16U) + (std::size_t{byte(1)} << 8U) + byte(2));
      if (byte(3) == k_settings && byte(4) != k_acknowledged) {
        const std::string seen = frame(k_settings, k_acknowledged, nobody, "");
        SSL_write(tls, seen.data(), static_cast<int>(seen.size()));
      } else if (byte(3) == k_headers) {
        ++m_requests;
        streams.push_back(head.substr(5));
      }
      if (streams.size() == m_together) {
        answer(tls, streams);
        streams.clear();
      }
    }
  }
  SSL_free(tls);
}

void
Http2Server::answer(SSL* tls, const std::vector<std::string>& streams) const
{
  for (const auto& stream : streams) {
    const std::string ok = "\x88"; // RFC 7541, appendix A, entry 8: `:status: 200`
    const std::string bytes =
        frame(k_headers, k_end_headers, stream, ok) + frame(k_data, k_end_stream, stream, "{}");
    SSL_write(tls, bytes.data(), static_cast<int>(bytes.size()));
  }
}

} // namespace klausur::test
