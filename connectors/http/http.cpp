#include "connectors/http/http.hpp"

#include "connectors/http/batch.hpp"

#include <algorithm>
#include <utility>

namespace klausur {

struct Http::Transport
{
  Pool pool;
};

std::string_view
Response::header(std::string_view name) const
{
  const auto found = std::ranges::find(
      headers, name, [](const auto& header) { return std::string_view{header.first}; });
  return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

Http::Http(HttpOptions options, const Redactor& redactor)
    : m_transport{new Transport{{std::move(options), redactor}}}
{
}

Http::~Http() = default;

Result<Response>
Http::send(const Request& request)
{
  return std::move(send_all({&request, 1}).front());
}

std::vector<Result<Response>>
Http::send_all(std::span<const Request> requests)
{
  return Batch{m_transport->pool, requests}.run();
}

void
Http::cancel()
{
  m_transport->pool.stopped = true;
  curl_multi_wakeup(m_transport->pool.multi);
}

} // namespace klausur
