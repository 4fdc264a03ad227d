#pragma once

#include "connectors/connector.hpp"
#include "connectors/model/snapshot.hpp"
#include "connectors/rest/dialect.hpp"
#include "tests/connectors/http/hasty_options.hpp"
#include "tests/connectors/sessions.hpp"
#include "tests/support/loopback_server.hpp"

#include <atomic>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace klausur::test {

/// Everything that a connector works with, beside a scripted server.
struct Desk
{
  explicit Desk(LoopbackServer::Handler handler, int attempts = 1)
      : server{std::move(handler)}, http{options(attempts), redactor}
  {
    tenant.name = "acme";
    tenant.vendor = "sample";
    tenant.base_url = server.url();
    manifest.vendor = "sample";
  }

  DocumentEntry& add(DocumentEntry entry)
  {
    if (entry.read.method.empty()) {
      entry.read.method = "GET";
    }
    manifest.documents.push_back(std::move(entry));
    return manifest.documents.back();
  }

  /// Let what is read be cut down to these addresses, and what the way on needs.
  void keep(const std::vector<std::string>& addresses)
  {
    for (const auto& address : addresses) {
      kept.add(parse_address(address).value());
    }
    at.keeper = &keeper.emplace(manifest, kept, "");
  }

  static HttpOptions options(int attempts)
  {
    auto hasty = hasty_options();
    hasty.attempts = attempts;
    return hasty;
  }

  LoopbackServer server;
  Tenant tenant;
  Manifest manifest;
  Redactor redactor;
  std::atomic<long> seconds{1'000'000'000};
  Clock clock = [this] { return Time{std::chrono::seconds{seconds}}; };
  Http http;
  Kept kept;
  std::optional<Keeper> keeper;
  Workplace at{tenant, manifest, http, clock, redactor};
};

/// What a task gives.
template<typename T>
T
wait(const Workplace& at, Task<T> task)
{
  return at.http.loop().wait(std::move(task));
}

/// Answers by path and query, `GET /a?b=c`; anything else with 404.
inline LoopbackServer::Handler
answers(std::map<std::string, Reply> replies)
{
  return [replies = std::move(replies)](const Received& request) {
    const auto found = replies.find(request.method + " " + request.target);
    return found == replies.end() ? Reply{.status = 404} : found->second;
  };
}

/// A vendor with one key that never changes.
class PlainDialect : public Dialect
{
public:
  Task<Result<void>> authorise(Request& request, const Needs& /*needs*/) override
  {
    request.headers.emplace_back("Authorization", "Bearer constant");
    co_return Result<void>{};
  }
};

/// The content as text, or the error's kind and words.
inline std::string
said(const Content& content)
{
  return content ? to_text(*content)
                 : std::string{name_of(content.error().kind)} + ": " + content.error().what;
}

inline std::string
said(const Snapshot& snapshot, std::string_view document)
{
  const auto* reading = snapshot.find(document);
  return reading == nullptr ? "not there" : said(reading->content);
}

inline bool
has(std::string_view text, std::string_view part)
{
  return text.find(part) != std::string_view::npos;
}

} // namespace klausur::test
