#pragma once

#include "connectors/connector.hpp"
#include "connectors/http/loop.hpp"

#include <memory>
#include <string>
#include <vector>

namespace klausur::test {

using OpenTenant = std::unique_ptr<TenantSession> (*)(const Workplace& at);

// A session of its own for each of these, and waiting for what it gives.

inline Snapshot
read_by(OpenTenant open, const Workplace& at)
{
  const auto session = open(at);
  return at.http.loop().wait(session->read());
}

inline Reading
read_document_by(OpenTenant open, const Workplace& at, std::string_view document)
{
  const auto session = open(at);
  return at.http.loop().wait(session->read_document(std::string{document}));
}

inline Result<void>
write_by(OpenTenant open, const Workplace& at, std::string_view document,
         const std::vector<Change>& changes)
{
  const auto session = open(at);
  return at.http.loop().wait(session->write(std::string{document}, changes));
}

} // namespace klausur::test
