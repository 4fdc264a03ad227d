#pragma once

#include "policies/engine/judge.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace klausur {

/// What a tenant says to the conditions of a remedy. Compiles each condition once; borrows the
/// judge.
class Conditions
{
public:
  explicit Conditions(const Judge& judge) : m_judge{judge} {}

  /// @param stars  What each `*` of the setting stands for.
  /// @return       `other_type`: it is not seen, or of a kind nobody foresaw.
  [[nodiscard]] Match of(const Condition& condition, const std::vector<std::string>& stars,
                         const Snapshot& snapshot);

  /// `no` as soon as one does not hold, `yes` when all hold.
  [[nodiscard]] Match of(std::span<const Condition> all, const std::vector<std::string>& stars,
                         const Snapshot& snapshot);

private:
  const Judge& m_judge;
  std::map<const Condition*, std::optional<Expectation>> m_compiled;
};

/// What stands at the address in the snapshot; nullptr when it was not read or is not there.
[[nodiscard]] const JsonValue* value_in(const Snapshot& snapshot, const Address& address);

/// What each `*` of the check's setting stands for at this place.
[[nodiscard]] std::vector<std::string> stars_of(const Check& check, const Address& place);

} // namespace klausur
