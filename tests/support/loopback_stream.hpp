#pragma once

#include "tests/support/received.hpp"

#include <openssl/ssl.h>

#include <optional>
#include <string>
#include <string_view>

namespace klausur::test {

/// The server's end of one connection. The socket stays its caller's.
class LoopbackStream
{
public:
  LoopbackStream(int socket, SSL_CTX* context); ///< Without a context: no TLS.
  ~LoopbackStream();
  LoopbackStream(const LoopbackStream&) = delete;
  LoopbackStream& operator=(const LoopbackStream&) = delete;

  bool open(); ///< False when the client refuses our certificate.
  bool write(std::string_view text);
  std::optional<Received> next_request(); ///< Nothing once the client is gone.

private:
  bool read_more();

  int m_socket;
  SSL* m_ssl = nullptr;
  std::string m_input;
};

} // namespace klausur::test
