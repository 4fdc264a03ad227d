#pragma once

#include "connectors/connector.hpp"
#include "connectors/rest/rest.hpp"

namespace klausur {

/// A vendor of JSON over REST that differs by its dialect and its manifest only. One that
/// computes more of what it reads derives from it.
template<typename VendorDialect> class RestConnector : public Connector
{
public:
  [[nodiscard]] Snapshot read(const Workplace& at) const override
  {
    VendorDialect dialect{at};
    return RestReader{at, dialect}.read();
  }

  [[nodiscard]] Reading read_document(const Workplace& at,
                                      std::string_view document) const override
  {
    VendorDialect dialect{at};
    return RestReader{at, dialect}.read_document(document);
  }

  [[nodiscard]] Result<void> write(const Workplace& at, std::string_view document,
                                   const std::vector<Change>& changes) const override
  {
    VendorDialect dialect{at};
    return RestReader{at, dialect}.write(document, changes);
  }
};

} // namespace klausur
