#pragma once

#include "connectors/http/loop.hpp"
#include "plugin/change/change_set.hpp"
#include "plugin/office/visit.hpp"

#include <set>
#include <string>

namespace klausur {

/// A tenant that is spoken to on a loop of its own, from the first look to the last read-back.
class Talk
{
public:
  Talk(const Tenant& tenant, const Policy& policy, const Clock& clock, Redactor& redactor)
      : m_tenant{tenant}, m_manifest{policy.manifest}, m_clock{clock}, m_visit{tenant, policy,
                                                                               m_loop, clock,
                                                                               redactor}
  {
  }

  [[nodiscard]] const Tenant& tenant() const { return m_tenant; }
  [[nodiscard]] const Manifest& manifest() const { return m_manifest; }
  [[nodiscard]] const Clock& clock() const { return m_clock; }

  /// Whose account it is: as the vendor says it, else by the address.
  /// @param by_vendor  It has to be the vendor's word: a plan was made by it.
  /// @error The vendor's refusal, where its word is needed or it refuses the credentials.
  [[nodiscard]] Result<Identity> identity(bool by_vendor);

  /// Some documents, side by side; what cannot be read is a gap.
  [[nodiscard]] Snapshot read(const std::set<std::string>& documents);
  [[nodiscard]] Reading read(const std::string& document);

  /// By whom is read what this credential may no longer read, because it has ended.
  void fall_back_on(Talk* other) { m_other = other; }

  [[nodiscard]] Result<void> write(const std::string& document,
                                   const std::vector<Change>& changes);

private:
  const Tenant& m_tenant;
  const Manifest& m_manifest;
  const Clock& m_clock;
  Loop m_loop;
  Visit m_visit;
  Talk* m_other = nullptr;
};

} // namespace klausur
