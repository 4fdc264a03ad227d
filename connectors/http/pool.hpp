#pragma once

#include "connectors/http/http.hpp"
#include "connectors/http/rate_limit.hpp"
#include "connectors/http/redactor.hpp"

#include <curl/curl.h>

#include <atomic>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace klausur {

/// What outlives a batch: connections, rate limits and whether all was stopped.
struct Pool
{
  Pool(HttpOptions options, const Redactor& redactor);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  RateLimit& limit_of(const std::string& key);
  CURL* take_handle(); ///< nullptr when there is no memory.

  HttpOptions options;
  const Redactor& redactor;
  CURLM* multi;
  std::vector<CURL*> spare; ///< They keep TLS sessions, so they are used again.
  std::map<std::string, RateLimit> limits;
  std::atomic<bool> stopped = false;
  std::mt19937 random;
};

} // namespace klausur
