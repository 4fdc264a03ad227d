#pragma once

#include "plugin/office/audit.hpp"

#include <string>

namespace klausur {

/// What somebody asks to be accepted.
struct WaiverRequest
{
  std::string tenant;
  std::string check;
  std::string scope; ///< Empty: everywhere.
  std::string value; ///< JSON, or a plain text.
  std::string reason;
  std::string by;
  std::string until; ///< `2027-02-28`
  std::string key;   ///< A file with the key of who asks; needed where it takes two persons.
};

struct WaiverDecision
{
  Waiver waiver;
  bool waits = false; ///< For a second person; until then nothing is accepted.
};

/// Accept a deviation: at most 365 days, a critical one 90. A critical one takes a second
/// person where the configuration lists two or more approvers. One that follows on another for
/// the same place is a new decision and takes its place.
/// @error `invalid`: something is missing, the check or the day is none, the day is too far.
[[nodiscard]] Result<WaiverDecision> waive(const Office& office, const WaiverRequest& request);

/// Approve what somebody else has requested, with a listed key that is not theirs.
/// @error `invalid`: no such request, a key that is not listed, the same person.
[[nodiscard]] Result<void> approve_waiver(const Office& office, std::string_view id,
                                          const std::string& key);

/// What an approver signs.
[[nodiscard]] std::string text_of(const Waiver& waiver);

/// End the waivers that cover nothing any more: what they accepted passes, or moved to another
/// value. Not seeing it ends none.
[[nodiscard]] Result<void> end_spent_waivers(Store& store, const TenantReport& report,
                                             Time now);

} // namespace klausur
