#include "tests/support/assertions.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>

namespace klausur::test {

namespace {

const unsigned char*
bytes_of(std::string_view text)
{
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// RFC 4648 section 5.
std::string
decoded(std::string_view text)
{
  std::string padded{text};
  std::ranges::replace(padded, '-', '+');
  std::ranges::replace(padded, '_', '/');
  const auto missing = (4 - padded.size() % 4) % 4;
  padded.append(missing, '=');
  std::string bytes(padded.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   bytes_of(padded), static_cast<int>(padded.size()));
  bytes.resize(size < 0 ? 0 : static_cast<std::size_t>(size) - missing);
  return bytes;
}

} // namespace

RsaPair::RsaPair(unsigned bits) : m_key{EVP_RSA_gen(bits), EVP_PKEY_free} {}

std::string
RsaPair::private_pem(std::string_view passphrase) const
{
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory{BIO_new(BIO_s_mem()), BIO_free};
  PEM_write_bio_PKCS8PrivateKey(
      memory.get(), m_key.get(), passphrase.empty() ? nullptr : EVP_aes_256_cbc(),
      passphrase.data(), static_cast<int>(passphrase.size()), nullptr, nullptr);
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

bool
RsaPair::verifies(std::string_view assertion, bool by_pss) const
{
  const auto end = assertion.rfind('.');
  const auto signature = decoded(assertion.substr(end + 1));
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest{EVP_MD_CTX_new(),
                                                                       EVP_MD_CTX_free};
  EVP_PKEY_CTX* context = nullptr;
  EVP_DigestVerifyInit(digest.get(), &context, EVP_sha256(), nullptr, m_key.get());
  if (by_pss) {
    EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(context, EVP_MD_get_size(EVP_sha256()));
  }
  return EVP_DigestVerify(digest.get(), bytes_of(signature), signature.size(),
                          bytes_of(assertion), end) == 1;
}

std::string
part_of(std::string_view assertion, int number)
{
  for (; number > 0; --number) {
    assertion.remove_prefix(std::min(assertion.find('.') + 1, assertion.size()));
  }
  return decoded(assertion.substr(0, assertion.find('.')));
}

} // namespace klausur::test
