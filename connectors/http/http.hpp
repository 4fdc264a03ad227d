#pragma once

#include "connectors/base/result.hpp"
#include "connectors/base/task.hpp"
#include "connectors/model/limit.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

class Loop;
class Redactor;

struct Request
{
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string limit;      ///< Key of the rate limit that it counts against; empty: `default`.
  bool repeatable = true; ///< False for writes: after a lost connection nobody knows whether
                          ///< it arrived, so it is not sent a second time.
};

struct Response
{
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers; ///< Names in lower case.
  std::string body;
  std::string tls_version; ///< Of the connection: `TLSv1.3`; empty without TLS.
  std::string url{};       ///< Who answered: where redirects led. Not for messages.

  /// The first header of this (lower case) name, or an empty view.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

struct HttpOptions
{
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds idle_timeout{20'000};   ///< Without a byte, or slower than...
  long slowest_bytes_per_second = 16;               ///< ...this over the idle timeout.
  std::chrono::milliseconds total_timeout{120'000}; ///< One attempt, from start to end.
  std::size_t largest_body = std::size_t{32} << 20; ///< More is an error, not a cut.
  std::size_t concurrency = 4;                      ///< Requests in flight at one time.
  int attempts = 4;
  std::chrono::milliseconds first_backoff{500};   ///< Doubled each time, with jitter.
  std::chrono::milliseconds longest_wait{60'000}; ///< A vendor asking for more: give up.
  std::string ca_file;   ///< PEM; empty: the system's. Verification itself has no switch.
  std::string proxy;     ///< Empty: none, whatever the environment says.
  bool insecure = false; ///< Credentials may go over http:// beyond this machine.
  std::map<std::string, Limit> limits; ///< By Request::limit.
};

/// The one door to the network. One object per tenant: it keeps that tenant's
/// connections, concurrency and rate limits. Not for two threads at once.
///
/// Any HTTP status is an answer (a Response); an Error is only what gave none:
/// `unreachable` (no connection, TLS refused, timed out, truncated, attempts used up),
/// `unexpected` (larger than largest_body, redirect to another host or of a write) or
/// `invalid` (an address that is no http(s) URL or holds credentials, a line break in a
/// header, an unreadable ca_file, a secret that would go over http:// beyond this machine).
/// Texts of errors have passed the redactor.
///
/// 429, 502, 503, 504, and 423 that says how long, are tried again after what `Retry-After`
/// or a rate-limit header says, else after a backoff, and a 429 after its limit's stretch. If
/// all attempts are used up the last Response is returned. What a 429 says holds for all
/// requests of its limit, which fail at once when that is beyond longest_wait.
class Http
{
public:
  /// On a loop that others share. It outlives this.
  Http(HttpOptions options, const Redactor& redactor, Loop& loop);
  /// On a loop of its own, which send() and send_all() turn.
  Http(HttpOptions options, const Redactor& redactor);
  ~Http();
  Http(const Http&) = delete;
  Http& operator=(const Http&) = delete;

  /// As soon as the options and limits allow, beside what else is asked.
  [[nodiscard]] Task<Result<Response>> fetch(Request request);

  /// fetch() and wait for it, which keeps the thread. Not from within a job of the loop.
  [[nodiscard]] Result<Response> send(const Request& request);

  /// Send all, as many at once as the options and limits allow. Answer i belongs to
  /// request i. Waits as send() does.
  [[nodiscard]] std::vector<Result<Response>> send_all(std::span<const Request> requests);

  /// From now on all requests together may take so long; what has no answer by then is
  /// `unreachable` and says so. What only waits for a limit of the options takes none of it.
  void spend_at_most(std::chrono::milliseconds budget);

  /// End all requests, those under way and later ones, with `unreachable` "stopped" within
  /// 200 ms. The one function that any thread may call. Not undone.
  void cancel();

  /// The loop that it works on.
  [[nodiscard]] Loop& loop() { return *m_loop; }

private:
  std::unique_ptr<Loop> m_own;
  Loop* m_loop;
  std::unique_ptr<class Line> m_line;
};

} // namespace klausur
