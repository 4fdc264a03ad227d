#pragma once

#include "plugin/office/audit.hpp"

#include <vector>

namespace klausur {

/// A run that has begun: judges one snapshot after the other by the policies of today.
class Examiner
{
public:
  /// @param office  Outlives it, and has read the policies of all that will be judged: they are
  ///                in the run's head.
  /// @error what the store says when it cannot be read.
  [[nodiscard]] static Result<Examiner> begin(const Office& office);

  /// The run, without any tenant.
  [[nodiscard]] const RunReport& head() const { return m_head; }

  /// @param snapshot  The report points into it.
  /// @error as examine_all()
  [[nodiscard]] Result<TenantReport> examine(const Snapshot& snapshot) const;

private:
  explicit Examiner(const Office& office) : m_office{&office} {}

  const Office* m_office;
  RunReport m_head;
  std::vector<Attestation> m_attestations;
  std::vector<Waiver> m_waivers;
};

/// The judge of a tenant of this configuration, or of one that it does not know.
/// @error `invalid`: no policy for the vendor, a broken one, parameters that do not fit it.
[[nodiscard]] Result<const Judge*> judge_for(const Office& office, std::string_view vendor,
                                             std::string_view tenant);

} // namespace klausur
