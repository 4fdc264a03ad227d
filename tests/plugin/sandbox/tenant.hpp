#pragma once

#include "connectors/base/clock.hpp"
#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"
#include "connectors/model/snapshot.hpp"
#include "connectors/registry.hpp"
#include "plugin/sandbox/sandbox.hpp"
#include "policies/engine/load.hpp"
#include "tests/connectors/sessions.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace klausur::test {

/// A tenant at a vendor's sandbox, as the sandbox itself describes it, and the vendor's own
/// connector. The client keeps no limit by itself unless `limits` is set before the first read.
class TenantAtSandbox
{
public:
  explicit TenantAtSandbox(std::string_view vendor, std::string_view variant = {});
  ~TenantAtSandbox();
  TenantAtSandbox(const TenantAtSandbox&) = delete;
  TenantAtSandbox& operator=(const TenantAtSandbox&) = delete;

  /// Keep this too. Before the first reading.
  void look_at(std::string_view address);
  [[nodiscard]] Snapshot read();
  [[nodiscard]] Reading read_document(std::string_view document);
  [[nodiscard]] Result<void> write(std::string_view document,
                                   const std::vector<Change>& changes);

  [[nodiscard]] Result<Account> whoami();

  std::unique_ptr<Sandbox> sandbox;
  std::filesystem::path folder; ///< Holds the secrets.
  Tenant tenant;
  Policy policy;
  Redactor redactor;
  Clock clock = system_time;
  HttpOptions options;

  /// For a session of one's own: all that it refers to is part of this.
  [[nodiscard]] Workplace workplace();

private:
  OpenTenant m_open;
  Kept m_kept;
  std::unique_ptr<Keeper> m_keeper; ///< As the program works: only what is looked at comes out.
  std::unique_ptr<Http> m_http;
};

/// The content as text, or the error's kind and words.
[[nodiscard]] std::string said(const Reading& reading);

/// What the sandbox lacks is not there; all else of the manifest has to be readable.
[[nodiscard]] bool is_read_or_not_offered(const Reading& reading);

} // namespace klausur::test
