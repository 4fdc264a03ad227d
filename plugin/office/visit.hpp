#pragma once

#include "connectors/connector.hpp"
#include "connectors/http/loop.hpp"
#include "policies/engine/policy.hpp"

#include <memory>

namespace klausur {

/// How to speak to this tenant: its own options over the manifest's limits.
[[nodiscard]] HttpOptions http_options(const Tenant& tenant, const Manifest& manifest);

/// Cut down and mask a snapshot that comes from a file as if it came from the vendor: nobody
/// knows who wrote it. Of what it says to have kept, nothing changes.
void keep_as_read(Snapshot& snapshot, const Policy& policy);

/// A tenant that is spoken to: its session, its connections, its own secrets, its time budget.
/// All that it is given outlives it, and it outlives what was begun with its session.
class Visit
{
public:
  /// @param policy  Only what it looks at leaves the session.
  /// @param redactor  Learns every secret that the session resolves.
  /// @param digest_key  Of the installation: what nobody looks at in watched documents becomes
  ///                    digests. Empty: it is dropped.
  Visit(const Tenant& tenant, const Policy& policy, Loop& loop, const Clock& clock,
        Redactor& redactor, std::string digest_key = {});

  [[nodiscard]] TenantSession& session() { return *m_session; }
  /// What leaves it: without it a missing key says nothing.
  [[nodiscard]] const Kept& kept() const { return m_kept; }
  [[nodiscard]] Http& http() { return m_http; }

private:
  Kept m_kept;
  Keeper m_keeper;
  Redactor m_own;
  Http m_http;
  std::unique_ptr<TenantSession> m_session;
};

} // namespace klausur
