#pragma once

#include "connectors/base/clock.hpp"
#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"
#include "connectors/model/change.hpp"
#include "connectors/model/manifest.hpp"
#include "connectors/model/snapshot.hpp"
#include "connectors/model/tenant.hpp"

namespace klausur {

/// What a connector works with. All of it outlives the call.
struct Workplace
{
  const Tenant& tenant;
  const Manifest& manifest;
  Http& http;
  const Clock& clock;
  Redactor& redactor; ///< Knows every secret that the connector resolves.
};

/// Speaks one vendor's dialect: how documents are fetched, how a change is sent.
/// It judges nothing (policies/ do), and has no state: one object serves all threads.
class Connector
{
public:
  virtual ~Connector() = default;

  /// Read every document of the manifest. What cannot be read becomes a gap in the
  /// snapshot with its reason; this function itself does not fail.
  [[nodiscard]] virtual Snapshot read(const Workplace& at) const = 0;

  /// Read one document again, for preconditions and for the read-back after a write.
  [[nodiscard]] virtual Reading read_document(const Workplace& at,
                                              std::string_view document) const = 0;

  /// Send changes of one document. Success says only that the vendor took the request:
  /// the caller reads back, and what the tenant then reports is what counts.
  /// @error `unsupported` when no API writes this document.
  [[nodiscard]] virtual Result<void> write(const Workplace& at, std::string_view document,
                                           const std::vector<Change>& changes) const = 0;
};

} // namespace klausur
