#pragma once

#include <openssl/ssl.h>

#include <string>

namespace klausur::test {

/// What a loopback server shows to its clients.
enum class Certificate {
  none,       ///< Plain HTTP.
  trusted,    ///< For 127.0.0.1 and localhost, signed by the authority in ca_file().
  untrusted,  ///< For 127.0.0.1 and localhost, signed by nobody but itself.
  expired,    ///< Signed by the authority, ended yesterday.
  wrong_name, ///< Signed by the authority, for elsewhere.invalid.
};

/// OpenSSL's server side with a fresh certificate. For tests: any failure to make one
/// ends the process.
class TlsServer
{
public:
  explicit TlsServer(Certificate certificate);
  ~TlsServer();
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  [[nodiscard]] SSL_CTX* context() const { return m_context; }
  [[nodiscard]] const std::string& ca_file() const { return m_ca_file; }

private:
  SSL_CTX* m_context;
  std::string m_ca_file;
};

} // namespace klausur::test
