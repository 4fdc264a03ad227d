#include "connectors/http/transfer.hpp"

#include "connectors/base/letters.hpp"
#include "connectors/http/ending.hpp"

#include <fmt/format.h>
#include <openssl/ssl.h>

#include <algorithm>

namespace klausur {

namespace {

constexpr std::string_view k_wrong_address = "Check that the address is the API's.";
constexpr std::size_t k_largest_head = std::size_t{256} << 10;

long
milliseconds_of(std::chrono::milliseconds time)
{
  return static_cast<long>(std::max(time.count(), std::chrono::milliseconds::rep{1}));
}

/// The version of the connection that the running transfer uses.
std::string
tls_version(CURL* handle)
{
  curl_tlssessioninfo* session = nullptr;
  if (curl_easy_getinfo(handle, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK ||
      session == nullptr || session->backend != CURLSSLBACKEND_OPENSSL ||
      session->internals == nullptr) {
    return {};
  }
  return SSL_get_version(static_cast<const SSL*>(session->internals));
}

} // namespace

Transfer::Transfer(CURL* handle, const Request& request, const std::string& url,
                   const std::string& place, const HttpOptions& options)
    : m_handle{handle}, m_request{request}, m_url{url}, m_place{place}, m_options{options}
{
  curl_easy_reset(m_handle);
  set_up_method();
  set_up_headers();
  set_up_network();
}

Transfer::~Transfer()
{
  // The handle lives on in its owner's reserve and must not point here.
  curl_easy_reset(m_handle);
  curl_slist_free_all(m_headers);
}

void
Transfer::set_up_method()
{
  curl_easy_setopt(m_handle, CURLOPT_URL, m_url.c_str());
  if (m_request.method == "HEAD") {
    curl_easy_setopt(m_handle, CURLOPT_NOBODY, 1L);
    return;
  }
  curl_easy_setopt(m_handle, CURLOPT_MAXFILESIZE_LARGE,
                   static_cast<curl_off_t>(m_options.largest_body));
  const bool may_lack_body = m_request.method == "GET" || m_request.method == "DELETE";
  if (!m_request.body.empty() || !may_lack_body) {
    curl_easy_setopt(m_handle, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(m_request.body.size()));
    curl_easy_setopt(m_handle, CURLOPT_POSTFIELDS, m_request.body.c_str());
  }
  curl_easy_setopt(m_handle, CURLOPT_CUSTOMREQUEST, m_request.method.c_str());
}

void
Transfer::set_up_headers()
{
  bool typed = false;
  for (const auto& [name, value] : m_request.headers) {
    typed = typed || curl_strequal(name.c_str(), "content-type") != 0;
    // The form `Name;` is libcurl's for an empty value; `Name:` would remove the header.
    const auto line = value.empty() ? name + ";" : fmt::format("{}: {}", name, value);
    m_headers = curl_slist_append(m_headers, line.c_str());
  }
  if (!typed) {
    m_headers = curl_slist_append(m_headers, "Content-Type:");
  }
  m_headers = curl_slist_append(m_headers, "Expect:");
  curl_easy_setopt(m_handle, CURLOPT_HTTPHEADER, m_headers);
  curl_easy_setopt(m_handle, CURLOPT_HEADEROPT, long{CURLHEADER_SEPARATE});
  curl_easy_setopt(m_handle, CURLOPT_USERAGENT, "klausur");
  curl_easy_setopt(m_handle, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(m_handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(m_handle, CURLOPT_HEADERFUNCTION, &Transfer::take_header);
  curl_easy_setopt(m_handle, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(m_handle, CURLOPT_WRITEFUNCTION, &Transfer::take_body);
  curl_easy_setopt(m_handle, CURLOPT_WRITEDATA, this);
}

void
Transfer::set_up_network()
{
  const bool https = m_url.size() > 5 && curl_strnequal(m_url.c_str(), "https", 5) != 0;
  curl_easy_setopt(m_handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(m_handle, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_2TLS});
  curl_easy_setopt(m_handle, CURLOPT_PIPEWAIT, https ? 1L : 0L);
  curl_easy_setopt(m_handle, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(m_handle, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(m_handle, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  if (!m_options.ca_file.empty()) {
    curl_easy_setopt(m_handle, CURLOPT_CAINFO, m_options.ca_file.c_str());
    curl_easy_setopt(m_handle, CURLOPT_CAPATH, nullptr);
  }
  // Both are always said: what is not, libcurl takes from the environment.
  curl_easy_setopt(m_handle, CURLOPT_PROXY, m_options.proxy.c_str());
  curl_easy_setopt(m_handle, CURLOPT_NOPROXY, "");
  curl_easy_setopt(m_handle, CURLOPT_CONNECTTIMEOUT_MS,
                   milliseconds_of(m_options.connect_timeout));
  curl_easy_setopt(m_handle, CURLOPT_TIMEOUT_MS, milliseconds_of(m_options.total_timeout));
  curl_easy_setopt(m_handle, CURLOPT_NOSIGNAL, 1L);
  // Without it an end during a hanging name look-up would wait for the look-up.
  curl_easy_setopt(m_handle, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(m_handle, CURLOPT_ERRORBUFFER, m_detail);
  // libcurl repeats any request, also a write, when a kept connection proves dead.
  curl_easy_setopt(m_handle, CURLOPT_FRESH_CONNECT, m_request.repeatable ? 0L : 1L);
  curl_easy_setopt(m_handle, CURLOPT_PREREQFUNCTION, &Transfer::before_sending);
  curl_easy_setopt(m_handle, CURLOPT_PREREQDATA, this);
}

int
Transfer::before_sending(void* self, char*, char*, int, int)
{
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.m_last_byte = transfer.m_window = std::chrono::steady_clock::now();
  return ++transfer.m_times_sent == 1 ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

std::size_t
Transfer::take_header(char* data, std::size_t, std::size_t size, void* self)
{
  auto& transfer = *static_cast<Transfer*>(self);
  auto line = std::string_view{data, size};
  transfer.m_header_bytes += size;
  if (transfer.m_header_bytes > k_largest_head) {
    transfer.m_too_large = true;
    return 0;
  }
  transfer.m_last_byte = std::chrono::steady_clock::now();
  if (transfer.m_answered == Instant{}) {
    transfer.m_answered = transfer.m_window = transfer.m_last_byte;
    transfer.m_response.tls_version = tls_version(transfer.m_handle);
  }
  if (line.starts_with("HTTP/")) {
    transfer.m_response.headers.clear(); // What came before was an interim answer's.
    return size;
  }
  const auto colon = line.find(':');
  if (colon != std::string_view::npos) {
    const auto first = std::min(line.find_first_not_of(" \t", colon + 1), size);
    const auto last = line.find_last_not_of(" \t\r\n") + 1;
    transfer.m_response.headers.emplace_back(
        in_lower_case(line.substr(0, colon)),
        line.substr(first, last > first ? last - first : 0));
  }
  return size;
}

std::size_t
Transfer::take_body(char* data, std::size_t, std::size_t size, void* self)
{
  auto& transfer = *static_cast<Transfer*>(self);
  auto& body = transfer.m_response.body;
  if (size > transfer.m_options.largest_body - body.size()) {
    transfer.m_too_large = true;
    return 0;
  }
  transfer.m_last_byte = std::chrono::steady_clock::now();
  body.append(data, size);
  return size;
}

Transfer::Instant
Transfer::answered_at(Instant otherwise) const
{
  return m_answered == Instant{} ? otherwise : m_answered;
}

/// On the wire, in both directions, heads of answers included.
curl_off_t
Transfer::bytes() const
{
  curl_off_t down = 0;
  curl_off_t up = 0;
  curl_easy_getinfo(m_handle, CURLINFO_SIZE_DOWNLOAD_T, &down);
  curl_easy_getinfo(m_handle, CURLINFO_SIZE_UPLOAD_T, &up);
  return down + up + static_cast<curl_off_t>(m_header_bytes);
}

bool
Transfer::is_too_slow(Instant now)
{
  if (m_times_sent == 0) {
    return false; // libcurl's own timeout watches over the connecting.
  }
  const auto total = bytes();
  if (total != m_bytes) {
    m_bytes = total;
    m_last_byte = now;
  }
  if (m_header_bytes == 0) {
    m_window = now; // A server may think for as long as it may be idle.
    m_window_bytes = total;
  }
  if (now - m_window < m_options.idle_timeout) {
    return now - m_last_byte >= m_options.idle_timeout;
  }
  const auto wanted = m_options.slowest_bytes_per_second * m_options.idle_timeout.count();
  const bool slow = (total - m_window_bytes) * 1000 < wanted;
  m_window = now;
  m_window_bytes = total;
  return slow || now - m_last_byte >= m_options.idle_timeout;
}

Transfer::Instant
Transfer::deadline() const
{
  // libcurl's own timeout watches over the connecting; the idle time begins after it.
  return (m_times_sent == 0 ? std::chrono::steady_clock::now()
                            : std::min(m_last_byte, m_window)) +
         m_options.idle_timeout;
}

Outcome
Transfer::outcome(CURLcode code)
{
  if (m_too_large || code == CURLE_FILESIZE_EXCEEDED) {
    return error(Failure::unexpected,
                 fmt::format("the answer is larger than {} bytes", m_options.largest_body),
                 k_wrong_address, /*again=*/false);
  }
  if (code == CURLE_OK) {
    long status = 0;
    curl_easy_getinfo(m_handle, CURLINFO_RESPONSE_CODE, &status);
    m_response.status = static_cast<int>(status);
    return {.result = std::move(m_response), .again = false};
  }
  const auto& ending = ending_of(code);
  const std::string_view detail = m_detail[0] != '\0' ? m_detail : curl_easy_strerror(code);
  // Once a request has been on its way, only one that may be repeated is.
  const bool unsent_timeout = code == CURLE_OPERATION_TIMEDOUT && m_times_sent == 0;
  const bool again =
      unsent_timeout || (ending.again && (m_times_sent == 0 || m_request.repeatable));
  return error(ending.kind, fmt::format("{} ({})", ending.what, detail), ending.next, again);
}

Outcome
Transfer::too_slow_outcome() const
{
  return error(Failure::unreachable,
               fmt::format("no answer in time (idle for {} s, or slower than {} bytes/s)",
                           std::chrono::duration<double>{m_options.idle_timeout}.count(),
                           m_options.slowest_bytes_per_second),
               "Try again later.", /*again=*/false);
}

Outcome
Transfer::error(Failure kind, std::string_view what, std::string_view next, bool again) const
{
  return {.result = fail(kind, fmt::format("{}: {}. {}", m_place, what, next)), .again = again};
}

} // namespace klausur
