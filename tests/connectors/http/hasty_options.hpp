#pragma once

#include "connectors/http/http.hpp"
#include "tests/support/loopback_server.hpp"

#include <chrono>
#include <thread>

namespace klausur::test {

/// Options under which every fault shows within a fraction of a second.
inline HttpOptions
hasty_options()
{
  HttpOptions options;
  options.connect_timeout = std::chrono::milliseconds{2000};
  options.idle_timeout = std::chrono::milliseconds{2000};
  options.slowest_bytes_per_second = 1;
  options.total_timeout = std::chrono::milliseconds{20'000};
  options.attempts = 1;
  options.first_backoff = std::chrono::milliseconds{5};
  options.longest_wait = std::chrono::milliseconds{3000};
  return options;
}

/// Options under which nothing ends by itself: what has to end a transfer is something else,
/// and without it the test hangs.
inline HttpOptions
endless_options()
{
  HttpOptions options = hasty_options();
  options.idle_timeout = std::chrono::hours{1};
  options.total_timeout = std::chrono::hours{1};
  options.longest_wait = std::chrono::hours{2};
  return options;
}

/// Until the server has got so many requests.
inline void
wait_for_requests(const LoopbackServer& server, std::size_t count)
{
  while (server.requests() < count) {
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
}

inline Request
get(std::string url)
{
  Request request;
  request.url = std::move(url);
  return request;
}

inline Request
write(std::string method, std::string url, std::string body = "{}")
{
  Request request;
  request.method = std::move(method);
  request.url = std::move(url);
  request.body = std::move(body);
  request.repeatable = false;
  return request;
}

} // namespace klausur::test
