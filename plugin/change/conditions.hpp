#pragma once

#include "connectors/model/tenant.hpp"
#include "policies/engine/judge.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace klausur {

/// What decides beside the policies and what the tenant reports.
struct Beside
{
  Snapshot
      by_other{}; ///< What another credential of the tenant is told of itself; empty: none.
  std::vector<LegalHold> holds{};
};

/// What a tenant says to the conditions of a remedy. Compiles each condition once; borrows the
/// judge.
class Conditions
{
public:
  /// @param beside  nullptr: nothing does.
  explicit Conditions(const Judge& judge, const Beside* beside = nullptr)
      : m_judge{judge}, m_beside{beside}
  {
  }

  /// @param stars  What each `*` of the setting stands for.
  /// @return       `other_type`: it is not seen, or of a kind nobody foresaw.
  [[nodiscard]] Match of(const Condition& condition, const std::vector<std::string>& stars,
                         const Snapshot& snapshot);

  /// `no` as soon as one does not hold, `yes` when all hold.
  [[nodiscard]] Match of(std::span<const Condition> all, const std::vector<std::string>& stars,
                         const Snapshot& snapshot);

  /// The same of what the other credential is told; `no` where there is none.
  [[nodiscard]] Match of_other(std::span<const Condition> all,
                               const std::vector<std::string>& stars);

  /// How many accounts or things a risk is about; nothing: nobody could count them.
  [[nodiscard]] std::optional<std::int64_t> reach_of(const RiskRule& rule,
                                                     const std::vector<std::string>& stars,
                                                     const Snapshot& snapshot) const;

  /// The hold that stands against meeting the check, or nullptr.
  [[nodiscard]] const LegalHold* hold_over(const Check& check) const;

private:
  const Judge& m_judge;
  const Beside* m_beside;
  std::map<const Condition*, std::optional<Expectation>> m_compiled;
};

/// What stands at the address in the snapshot; nullptr when it was not read or is not there.
[[nodiscard]] const JsonValue* value_in(const Snapshot& snapshot, const Address& address);

/// What each `*` of the check's setting stands for at this place.
[[nodiscard]] std::vector<std::string> stars_of(const Check& check, const Address& place);

} // namespace klausur
