#pragma once

#include "connectors/trello/trello.hpp"
#include "plugin/sandbox/sandbox.hpp"
#include "plugin/sandbox/state.hpp"
#include "plugin/sandbox/vendor.hpp"
#include "policies/engine/load.hpp"
#include "tests/connectors/rest/desk.hpp"
#include "tests/connectors/shipped.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>

namespace klausur::test {

inline constexpr const char* k_trello_key = "5a6e64626f786b6579303030303030a1";
inline constexpr const char* k_trello_token =
    "ATTAsandboxtoken0000000000000000000000000000000001";

inline Manifest
trello_manifest()
{
  const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
  return std::move(load_policy(KLAUSUR_SOURCE_DIR, "trello", catalogue).value().manifest);
}

inline std::map<std::string, std::string>
trello_auth()
{
  setenv("KLAUSUR_TEST_TRELLO", k_trello_token, 1);
  return {{"key", k_trello_key},
          {"token", "env:KLAUSUR_TEST_TRELLO"},
          {"organization", "5f1a00000000000000000001"}};
}

/// A workspace in the sandbox, with everything that the connector works with.
struct TrelloTenant
{
  /// @param faster  How many times the limits of both sides are raised, so that a test does
  ///                not take as long as Trello's limits ask.
  explicit TrelloTenant(std::string variant = {}, int faster = 100, int attempts = 4)
      : sandbox{Sandbox::open("trello", {.variant = std::move(variant)}).value()},
        options{Desk::options(attempts)}
  {
    tenant.name = "acme";
    tenant.vendor = "trello";
    tenant.base_url = sandbox->url();
    tenant.auth = trello_auth();
    options.limits = manifest.limits;
    for (auto& [name, limit] : options.limits) {
      limit.per_seconds /= faster;
      sandbox->enforce(name, limit);
    }
  }

  Snapshot read() { return read_by(&open_trello, workplace()); }
  std::string said_of(std::string_view document)
  {
    return said(read_document_by(&open_trello, workplace(), document).content);
  }

  void hold(std::string_view pointer, std::string_view value) const
  {
    BOOST_TEST_REQUIRE(sandbox->change(pointer, literal(value)).has_value());
  }

  std::unique_ptr<Sandbox> sandbox;
  Tenant tenant;
  Manifest manifest = trello_manifest();
  Kept kept = shipped_kept("trello");
  Keeper keeper{manifest, kept, ""};
  HttpOptions options;
  Redactor redactor;
  Clock clock = &system_time;

private:
  Workplace workplace()
  {
    if (!m_http) {
      m_http = std::make_unique<Http>(options, redactor);
    }
    return {tenant, manifest, *m_http, clock, redactor, &keeper};
  }

  std::unique_ptr<Http> m_http;
};

/// The connector beside a scripted server: for headers, which the sandbox does not log.
struct ScriptedTrello
{
  explicit ScriptedTrello(LoopbackServer::Handler handler) : desk{std::move(handler)}
  {
    desk.manifest = trello_manifest();
    desk.tenant.auth = trello_auth();
  }

  std::string said_of(std::string_view document)
  {
    return said(read_document_by(&open_trello, desk.at, document).content);
  }

  Result<void> write(const std::string& document,
                     const std::vector<std::pair<std::string, std::string>>& list)
  {
    std::vector<Change> changes;
    for (const auto& [pointer, to] : list) {
      changes.push_back({.setting = document + "#" + pointer, .to = *parse_json(to)});
    }
    return write_by(&open_trello, desk.at, document, changes);
  }

  Desk desk;
};

} // namespace klausur::test
