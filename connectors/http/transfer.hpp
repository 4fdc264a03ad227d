#pragma once

#include "connectors/http/http.hpp"

#include <curl/curl.h>

#include <chrono>
#include <string>

namespace klausur {

/// How one attempt ended.
struct Outcome
{
  Result<Response> result;
  bool again = false; ///< Another attempt may help, and can do no harm.
};

/// One attempt at one request, on a libcurl handle that it sets up and that its owner
/// runs. Stays where it is while the handle is in use: libcurl keeps pointers to it.
class Transfer
{
public:
  using Instant = std::chrono::steady_clock::time_point;

  /// All arguments outlive the transfer. `url` is where redirects have led so far, `place`
  /// how messages name it.
  Transfer(CURL* handle, const Request& request, const std::string& url,
           const std::string& place, const HttpOptions& options);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  [[nodiscard]] CURL* handle() const { return m_handle; }

  /// When the first byte of the answer came, or `otherwise`.
  [[nodiscard]] Instant answered_at(Instant otherwise) const;

  /// True when it has been idle or slow for too long. To be asked after every step.
  [[nodiscard]] bool is_too_slow(Instant now);
  /// When is_too_slow() may next become true.
  [[nodiscard]] Instant deadline() const;

  [[nodiscard]] Outcome outcome(CURLcode code);
  [[nodiscard]] Outcome too_slow_outcome() const;

private:
  static std::size_t take_body(char* data, std::size_t, std::size_t size, void* self);
  static std::size_t take_header(char* data, std::size_t, std::size_t size, void* self);
  static int before_sending(void* self, char*, char*, int, int);
  void set_up_method();
  void set_up_headers();
  void set_up_network();
  [[nodiscard]] Outcome error(Failure kind, std::string_view what, std::string_view next,
                              bool again) const;
  [[nodiscard]] curl_off_t bytes() const;

  CURL* m_handle;
  const Request& m_request;
  const std::string& m_url;
  const std::string& m_place;
  const HttpOptions& m_options;
  curl_slist* m_headers = nullptr;
  char m_detail[CURL_ERROR_SIZE] = {};
  Response m_response;
  std::size_t m_header_bytes = 0;
  int m_times_sent = 0; ///< Above 1: libcurl found its connection dead and tried again.
  bool m_too_large = false;
  Instant m_answered{}; ///< Epoch: not yet.
  Instant m_last_byte{};
  Instant m_window{}; ///< Since when m_window_bytes are counted.
  curl_off_t m_bytes = 0;
  curl_off_t m_window_bytes = 0;
};

} // namespace klausur
