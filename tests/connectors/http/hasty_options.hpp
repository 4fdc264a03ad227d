#pragma once

#include "connectors/http/http.hpp"

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
