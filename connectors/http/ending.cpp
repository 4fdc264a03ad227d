#include "connectors/http/ending.hpp"

#include <algorithm>
#include <iterator>

namespace klausur {

namespace {

constexpr std::string_view k_network = "Check the address, the network and the proxy.";
constexpr std::string_view k_certificate =
    "Check base_url, or name the server's own authority in ca_file.";
constexpr std::string_view k_later = "Try again later.";

constexpr Ending k_endings[] = {
    {CURLE_COULDNT_RESOLVE_HOST, Failure::unreachable, true, "the host has no address",
     k_network},
    {CURLE_COULDNT_RESOLVE_PROXY, Failure::unreachable, true, "the proxy has no address",
     k_network},
    {CURLE_COULDNT_CONNECT, Failure::unreachable, true, "no connection", k_network},
    {CURLE_OPERATION_TIMEDOUT, Failure::unreachable, false, "no answer in time", k_later},
    {CURLE_PEER_FAILED_VERIFICATION, Failure::unreachable, false,
     "the certificate is not to be trusted", k_certificate},
    {CURLE_SSL_CONNECT_ERROR, Failure::unreachable, true, "no TLS connection", k_network},
    {CURLE_SSL_CACERT_BADFILE, Failure::invalid, false,
     "the authorities' certificates cannot be read", "Check ca_file."},
    {CURLE_PARTIAL_FILE, Failure::unreachable, true, "the answer was cut short", k_later},
    {CURLE_GOT_NOTHING, Failure::unreachable, true, "the connection was lost", k_later},
    {CURLE_SEND_ERROR, Failure::unreachable, true, "the connection was lost", k_later},
    {CURLE_RECV_ERROR, Failure::unreachable, true, "the connection was lost", k_later},
    {CURLE_HTTP2, Failure::unreachable, true, "the connection was lost", k_later},
    {CURLE_HTTP2_STREAM, Failure::unreachable, true, "the connection was lost", k_later},
    {CURLE_ABORTED_BY_CALLBACK, Failure::unreachable, true, "the connection was lost", k_later},
    {CURLE_BAD_CONTENT_ENCODING, Failure::unexpected, false,
     "the answer cannot be decompressed", k_later},
};

constexpr Ending k_other{CURLE_OK, Failure::unexpected, false, "no readable HTTP answer",
                         "Check that the address is the API's."};

} // namespace

const Ending&
ending_of(CURLcode code)
{
  const auto* found = std::ranges::find(k_endings, code, &Ending::code);
  return found == std::end(k_endings) ? k_other : *found;
}

} // namespace klausur
