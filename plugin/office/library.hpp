#pragma once

#include "connectors/model/tenant.hpp"
#include "policies/engine/judge.hpp"
#include "policies/engine/load.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace klausur {

/// The catalogue and the policies, each vendor's read when it is first asked for.
/// Thread-safe; what it gives is immutable and lives as long as the library.
class Library
{
public:
  [[nodiscard]] static Result<Library> open(const std::filesystem::path& data_dir);

  [[nodiscard]] const Catalogue& catalogue() const { return *m_catalogue; }
  [[nodiscard]] const std::filesystem::path& data_dir() const { return m_data_dir; }

  /// The vendor's policy.
  [[nodiscard]] Result<const Policy*> policy(std::string_view vendor);

  /// A judge for a vendor and a tenant's parameters; equal parameters share one.
  /// @param places  As Judge::prepare() takes them.
  [[nodiscard]] Result<const Judge*>
  judge(std::string_view vendor, const JsonValue& parameters,
        const std::map<std::string, std::string>& places = {});
  [[nodiscard]] Result<const Judge*> judge(const Tenant& tenant)
  {
    return judge(tenant.vendor, tenant.parameters, tenant.parameter_places);
  }

  /// The ids of all controls, and of all vendors' checks.
  [[nodiscard]] Result<std::vector<std::string>> ids();

  /// Over the catalogue and the policies that were asked for so far.
  [[nodiscard]] std::string hash() const;

private:
  Library(std::filesystem::path data_dir, std::unique_ptr<Catalogue> catalogue);
  [[nodiscard]] Result<const Policy*> policy_locked(std::string_view vendor);

  std::unique_ptr<std::mutex> m_mutex = std::make_unique<std::mutex>();
  std::filesystem::path m_data_dir;
  std::unique_ptr<Catalogue> m_catalogue; ///< On the heap: judges point to it.
  std::map<std::string, std::unique_ptr<Policy>, std::less<>> m_policies;
  std::map<std::string, std::unique_ptr<Judge>, std::less<>> m_judges;
};

} // namespace klausur
