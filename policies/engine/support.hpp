#pragma once

#include "policies/engine/examine.hpp"

#include <span>
#include <string_view>

namespace klausur {

/// Whether a release gets security updates, and why: pass, fail or unknown.
struct Support
{
  Status status = Status::unknown;
  Text why;
};

/// By the entry that names most parts of the release. One that no entry names is unknown, and
/// so is one that is newer than all of them: the facts are older than it.
/// @param release  `11.7.3`, as the product tells it; what follows the numbers is not looked
/// at.
[[nodiscard]] Support support_of(std::string_view release, std::span<const SupportFacts> facts,
                                 Time now);

/// Judge the release that `finding` shows, where its check is one of `supported: true` and its
/// value is one that the check expects. A step of examine().
void settle_support(Finding& finding, const Manifest& manifest,
                    const Circumstances& circumstances);

/// `11.7  until 2027-05-15`, a line for each release, newest first: for people.
[[nodiscard]] std::string support_in_words(std::span<const SupportFacts> facts);

} // namespace klausur
