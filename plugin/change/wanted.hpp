#pragma once

#include "plugin/change/change_set.hpp"
#include "plugin/change/conditions.hpp"

namespace klausur {

/// A change for each open finding that an API can write, and one for its lock where the lock
/// is about no more than the finding. The setting of a waived finding is left alone, whoever
/// asks for it; what an API cannot write, what somebody above decides, and what two checks want
/// differently is left to people.
/// @param report    Of `found`.
/// @param why_left  Of several checks that want the same, one that was chosen has the change.
[[nodiscard]] ChangeSet wanted(const TenantReport& report, const Snapshot& found,
                               const Judge& judge, Conditions& conditions,
                               const WhyLeft& why_left = {});

/// A lock that a check's remedy names, and how its value stands.
struct LockedValue
{
  SettingText lock;
  SettingText value;
  bool confirmed; ///< The value is as it is wanted, or it does not matter.
};

/// Every lock that the checks of these findings name for no more than their own place.
[[nodiscard]] std::vector<LockedValue> locked_values(const TenantReport& report);

} // namespace klausur
