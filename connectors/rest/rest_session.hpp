#pragma once

#include "connectors/connector.hpp"
#include "connectors/rest/rest.hpp"

namespace klausur {

/// A tenant of a vendor of JSON over REST that differs by its dialect and its manifest only.
/// One that computes more of what it reads derives from it.
template<typename VendorDialect> class RestSession : public TenantSession
{
public:
  explicit RestSession(const Workplace& workplace)
      : m_at{workplace}, m_dialect{m_at}, m_reader{m_at, m_dialect}
  {
  }

  Task<Snapshot> read() override { return m_reader.read(); }

  Task<Reading> read_document(std::string document) override
  {
    return m_reader.read_document(std::move(document));
  }

  Task<Result<void>> write(std::string document, const std::vector<Change>& changes) override
  {
    return m_reader.write(std::move(document), changes);
  }

  Task<Result<Account>> whoami() override { return m_reader.whoami(); }

protected:
  [[nodiscard]] const Workplace& at() const { return m_at; }
  [[nodiscard]] VendorDialect& dialect() { return m_dialect; }
  [[nodiscard]] RestReader& reader() { return m_reader; }

private:
  Workplace m_at;
  VendorDialect m_dialect; ///< Keeps the token.
  RestReader m_reader;
};

} // namespace klausur
