#include "plugin/office/library.hpp"

#include "connectors/format/digest.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace klausur {

Library::Library(std::filesystem::path data_dir, std::unique_ptr<Catalogue> catalogue)
    : m_data_dir{std::move(data_dir)}, m_catalogue{std::move(catalogue)}
{
}

Result<Library>
Library::open(const std::filesystem::path& data_dir)
{
  return load_catalogue(data_dir).map([&](Catalogue catalogue) {
    return Library{data_dir, std::make_unique<Catalogue>(std::move(catalogue))};
  });
}

Result<const Policy*>
Library::policy(std::string_view vendor)
{
  const std::lock_guard lock{*m_mutex};
  return policy_locked(vendor);
}

Result<const Policy*>
Library::policy_locked(std::string_view vendor)
{
  const auto known = m_policies.find(vendor);
  if (known != m_policies.end()) {
    return known->second.get();
  }
  return load_policy(m_data_dir, vendor, *m_catalogue).map([&](Policy policy) -> const Policy* {
    auto& place = m_policies[std::string{vendor}];
    place = std::make_unique<Policy>(std::move(policy));
    return place.get();
  });
}

Result<const Judge*>
Library::judge(std::string_view vendor, const JsonValue& parameters,
               const std::map<std::string, std::string>& places)
{
  const std::lock_guard lock{*m_mutex};
  const std::string key = std::string{vendor} + " " + canonical_text(parameters);
  const auto known = m_judges.find(key);
  if (known != m_judges.end()) {
    return known->second.get();
  }
  return policy_locked(vendor)
      .and_then([&](const Policy* found) {
        return Judge::prepare(*found, *m_catalogue, parameters, places);
      })
      .map([&](Judge judge) -> const Judge* {
        auto& place = m_judges[key];
        place = std::make_unique<Judge>(std::move(judge));
        return place.get();
      });
}

Result<std::vector<std::string>>
Library::ids()
{
  std::vector<std::string> all;
  std::ranges::transform(m_catalogue->controls, std::back_inserter(all), &Control::id);
  for (const auto& vendor : vendors_with_policies(m_data_dir)) {
    const auto found = policy(vendor);
    if (!found) {
      return tl::unexpected(found.error());
    }
    std::ranges::transform((*found)->checks, std::back_inserter(all), &Check::id);
  }
  return all;
}

std::string
Library::hash() const
{
  const std::lock_guard lock{*m_mutex};
  std::string all = m_catalogue->hash;
  for (const auto& [vendor, policy] : m_policies) {
    all += "\n" + vendor + " " + policy->hash;
  }
  return sha256(all);
}

} // namespace klausur
