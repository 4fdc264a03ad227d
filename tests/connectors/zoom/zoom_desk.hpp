#pragma once

#include "connectors/zoom/zoom.hpp"
#include "plugin/sandbox/sandbox.hpp"
#include "policies/engine/load.hpp"
#include "tests/connectors/rest/desk.hpp"
#include "tests/connectors/shipped.hpp"

#include <cstdlib>

namespace klausur::test {

/// The sandbox's tenant with everything that the connector works with.
struct ZoomDesk
{
  /// @param faster  How many times the limits of both sides are raised, so that a test does
  ///                not take as long as Zoom's limits ask.
  explicit ZoomDesk(std::string variant = {}, int faster = 50, int attempts = 4)
      : sandbox{Sandbox::open("zoom", {.variant = std::move(variant)}).value()},
        manifest{shipped()}, options{Desk::options(attempts)}
  {
    const Json entry = sandbox->vendor().tenant(sandbox->url(), "");
    tenant.name = "acme";
    tenant.vendor = "zoom";
    tenant.base_url = sandbox->url() + "/v2";
    tenant.hosts = {{"token", sandbox->url()}};
    setenv("KLAUSUR_TEST_ZOOM", "sandbox-secret", 1);
    tenant.auth = {{"account_id", "sandboxaccount00000001"},
                   {"client_id", "sandbox-client"},
                   {"client_secret", "env:KLAUSUR_TEST_ZOOM"}};
    options.limits = manifest.limits;
    for (auto& [name, limit] : options.limits) {
      limit.per_seconds /= faster;
      sandbox->enforce(name, limit);
    }
    open();
  }

  /// After a change of the options.
  void open()
  {
    http = std::make_unique<Http>(options, redactor);
    at = std::make_unique<Workplace>(
        Workplace{tenant, manifest, *http, clock, redactor, &keeper});
  }

  [[nodiscard]] Snapshot read() const { return read_by(&open_zoom, *at); }

  [[nodiscard]] std::string said_of(std::string_view document) const
  {
    return said(read_document_by(&open_zoom, *at, document).content);
  }

  [[nodiscard]] std::size_t asked(std::string_view path) const
  {
    return sandbox->count("/v2" + std::string{path});
  }

  static Manifest shipped()
  {
    const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
    return std::move(load_policy(KLAUSUR_SOURCE_DIR, "zoom", catalogue).value().manifest);
  }

  std::unique_ptr<Sandbox> sandbox;
  Tenant tenant;
  Manifest manifest;
  Kept kept = shipped_kept("zoom");
  Keeper keeper{manifest, kept, ""};
  HttpOptions options;
  Redactor redactor;
  Clock clock = &system_time;
  std::unique_ptr<Http> http;
  std::unique_ptr<Workplace> at;
};

} // namespace klausur::test
