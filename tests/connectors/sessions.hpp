#pragma once

#include "connectors/connector.hpp"
#include "connectors/http/loop.hpp"

#include <memory>
#include <string>
#include <vector>

namespace klausur::test {

using OpenTenant = std::unique_ptr<TenantSession> (*)(const Workplace& at);

// A session of its own for each of these, and waiting for what it gives. With a keeper, what
// it gives is what leaves a connector.

inline Snapshot
read_by(OpenTenant open, const Workplace& at)
{
  const auto session = open(at);
  auto snapshot = at.http.loop().wait(session->read());
  if (at.keeper != nullptr) {
    at.keeper->keep(snapshot);
  }
  return snapshot;
}

inline Reading
read_document_by(OpenTenant open, const Workplace& at, std::string_view document)
{
  const auto session = open(at);
  auto reading = at.http.loop().wait(session->read_document(std::string{document}));
  if (at.keeper != nullptr) {
    at.keeper->keep(reading);
  }
  return reading;
}

inline Result<void>
write_by(OpenTenant open, const Workplace& at, std::string_view document,
         const std::vector<Change>& changes)
{
  const auto session = open(at);
  return at.http.loop().wait(session->write(std::string{document}, changes));
}

} // namespace klausur::test
