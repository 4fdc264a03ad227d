#include "tests/support/certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

namespace klausur::test {

namespace {

constexpr long k_day = 24 * 60 * 60;

struct Pair
{
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{nullptr, &EVP_PKEY_free};
  std::unique_ptr<X509, decltype(&X509_free)> certificate{nullptr, &X509_free};
};

void
require(bool done, const char* what)
{
  if (!done) {
    std::fprintf(stderr, "cannot make a test certificate: %s\n", what);
    std::abort();
  }
}

void
extend(X509* certificate, int nid, const char* value)
{
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
  require(extension != nullptr, value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

/// Valid from two days ago for `days`, not signed yet.
Pair
unsigned_pair(const char* name, long serial, long days)
{
  Pair pair;
  pair.key.reset(EVP_EC_gen("P-256"));
  pair.certificate.reset(X509_new());
  X509* certificate = pair.certificate.get();
  require(pair.key != nullptr && certificate != nullptr, "key");
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -2 * k_day);
  X509_gmtime_adj(X509_getm_notAfter(certificate), (days - 2) * k_day);
  X509_set_pubkey(certificate, pair.key.get());
  std::string copy = name;
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(copy.c_str()), -1, -1, 0);
  return pair;
}

void
sign(Pair& pair, const Pair& by)
{
  X509_set_issuer_name(pair.certificate.get(), X509_get_subject_name(by.certificate.get()));
  require(X509_sign(pair.certificate.get(), by.key.get(), EVP_sha256()) != 0, "signature");
}

Pair
authority()
{
  Pair pair = unsigned_pair("Loopback test authority", 1, 30);
  extend(pair.certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  extend(pair.certificate.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  extend(pair.certificate.get(), NID_subject_key_identifier, "hash");
  sign(pair, pair);
  return pair;
}

Pair
leaf(Certificate kind, const Pair& ca)
{
  const bool elsewhere = kind == Certificate::wrong_name;
  Pair pair = unsigned_pair("loopback test", 2, kind == Certificate::expired ? 1 : 30);
  extend(pair.certificate.get(), NID_subject_alt_name,
         elsewhere ? "DNS:elsewhere.invalid" : "DNS:localhost,IP:127.0.0.1");
  sign(pair, kind == Certificate::untrusted ? pair : ca);
  return pair;
}

std::string
write_pem(X509* certificate)
{
  std::string path = (std::filesystem::temp_directory_path() / "klausur-ca-XXXXXX").string();
  const int descriptor = mkstemp(path.data());
  require(descriptor >= 0, path.c_str());
  FILE* file = fdopen(descriptor, "w");
  require(file != nullptr && PEM_write_X509(file, certificate) == 1, path.c_str());
  std::fclose(file);
  return path;
}

} // namespace

TlsServer::TlsServer(Certificate certificate) : m_context{SSL_CTX_new(TLS_server_method())}
{
  require(m_context != nullptr, "context");
  const Pair ca = authority();
  const Pair own = leaf(certificate, ca);
  require(SSL_CTX_use_certificate(m_context, own.certificate.get()) == 1, "use");
  require(SSL_CTX_use_PrivateKey(m_context, own.key.get()) == 1, "use key");
  m_ca_file = write_pem(ca.certificate.get());
}

TlsServer::~TlsServer()
{
  SSL_CTX_free(m_context);
  std::error_code ignored; // A file left in the temporary directory harms nobody.
  std::filesystem::remove(m_ca_file, ignored);
}

} // namespace klausur::test
