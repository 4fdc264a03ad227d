#pragma once

#include "tests/support/certificates.hpp"
#include "tests/support/received.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace klausur::test {

class LoopbackStream;

/// What goes wrong with an answer.
enum class Fault {
  none,
  hang_up,  ///< Closes without a byte.
  truncate, ///< Promises the whole body, sends half of it, closes.
  drip,     ///< Sends the body byte by byte, one per `Reply::drip_every`.
  endless,  ///< Sends 1 GiB of spaces, chunked, instead of the body.
  silence,  ///< Never answers.
  garbage,  ///< Sends the body alone, without a head, and closes.
};

struct Reply
{
  int status = 200;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers; ///< Content-Length is added
                                                            ///< unless given here.
  Fault fault = Fault::none;
  std::chrono::milliseconds delay{0}; ///< Before the first byte.
  std::chrono::milliseconds drip_every{1000};
};

/// A scripted HTTP/1.1 server on 127.0.0.1 and a free port, from construction to
/// destruction. Connections are kept alive; each has a thread, so the handler is called
/// by several threads at once. Destruction ends answers under way.
class LoopbackServer
{
public:
  using Handler = std::function<Reply(const Received&)>;

  explicit LoopbackServer(Handler handler, Certificate certificate = Certificate::none);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  /// `http://127.0.0.1:PORT` (or https), without a final slash.
  [[nodiscard]] std::string url(std::string_view path = {}) const;
  [[nodiscard]] int port() const { return m_port; }

  /// PEM of the authority that signed `trusted`, `expired` and `wrong_name`; a file that
  /// lives as long as the server. Empty without TLS.
  [[nodiscard]] std::string ca_file() const;

  [[nodiscard]] std::vector<Received> received() const;
  [[nodiscard]] std::size_t requests() const;
  [[nodiscard]] std::size_t connections() const;
  /// Requests that were waiting for the first byte of their answers at one time.
  [[nodiscard]] std::size_t most_at_once() const;

private:
  void accept_all();
  void serve(int socket);
  void answer_all(LoopbackStream& stream);
  bool answer(LoopbackStream& stream, const Reply& reply);
  bool pause(std::chrono::milliseconds length);

  Handler m_handler;
  std::unique_ptr<TlsServer> m_tls;
  int m_listener = -1;
  int m_port = 0;

  mutable std::mutex m_mutex;
  std::condition_variable m_stop_asked;
  bool m_stopping = false;
  std::set<int> m_sockets;
  std::list<std::thread> m_threads;
  std::vector<Received> m_received;
  std::size_t m_connections = 0;
  std::size_t m_at_once = 0;
  std::size_t m_most_at_once = 0;
  std::thread m_acceptor;
};

/// A socket that listens on 127.0.0.1, and its free port.
[[nodiscard]] std::pair<int, int> listen_on_loopback();

/// A port on 127.0.0.1 where nobody listens.
[[nodiscard]] int unused_port();

} // namespace klausur::test
