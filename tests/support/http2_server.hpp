#pragma once

#include "tests/support/certificates.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace klausur::test {

/// As much HTTP/2 over TLS as it takes to see whether a client speaks it: every request is
/// answered with 200 and `{}`, but none before `together` of them are under way.
class Http2Server
{
public:
  explicit Http2Server(std::size_t together);
  ~Http2Server();
  Http2Server(const Http2Server&) = delete;
  Http2Server& operator=(const Http2Server&) = delete;

  [[nodiscard]] std::string url(std::string_view path) const;
  [[nodiscard]] std::string ca_file() const { return m_tls.ca_file(); }
  [[nodiscard]] std::size_t connections() const { return m_connections; }
  [[nodiscard]] std::size_t requests() const { return m_requests; }

private:
  void accept_all();
  void serve(int socket);
  void answer(SSL* tls, const std::vector<std::string>& streams) const;

  TlsServer m_tls{Certificate::trusted};
  const std::size_t m_together;
  int m_listener = -1;
  int m_port = 0;
  std::atomic<std::size_t> m_connections = 0;
  std::atomic<std::size_t> m_requests = 0;
  std::mutex m_mutex; ///< Over what follows.
  bool m_stopping = false;
  std::vector<int> m_sockets;
  std::vector<std::thread> m_threads;
  std::thread m_acceptor;
};

} // namespace klausur::test
