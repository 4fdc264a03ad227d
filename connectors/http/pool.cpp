#include "connectors/http/pool.hpp"

#include <utility>

namespace klausur {

Pool::Pool(HttpOptions given, const Redactor& known_secrets)
    : options{std::move(given)}, redactor{known_secrets}, multi{nullptr},
      random{std::random_device{}()}
{
  // libcurl's own state for the whole process; a local static is made once and safely.
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  multi = ready == CURLE_OK ? curl_multi_init() : nullptr;
}

Pool::~Pool()
{
  for (CURL* handle : spare) {
    curl_easy_cleanup(handle);
  }
  curl_multi_cleanup(multi);
}

RateLimit&
Pool::limit_of(const std::string& key)
{
  const auto name = key.empty() ? std::string{"default"} : key;
  const auto given = options.limits.find(name);
  return limits.try_emplace(name, given == options.limits.end() ? Limit{} : given->second)
      .first->second;
}

CURL*
Pool::take_handle()
{
  if (multi == nullptr || spare.empty()) {
    return multi == nullptr ? nullptr : curl_easy_init();
  }
  CURL* handle = spare.back();
  spare.pop_back();
  return handle;
}

} // namespace klausur
