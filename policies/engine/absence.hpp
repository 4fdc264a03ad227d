#pragma once

#include "policies/engine/judge.hpp"

#include <span>

namespace klausur {

// What it means that something was not seen. Silence is unknown; that something does not exist
// has to be said by somebody who is believed.

/// Mandatory documents of the manifest that were not read. Where there is one, nobody is
/// believed who says that the tenant lacks something: a wrong address says the same.
[[nodiscard]] std::vector<std::string> unread_in(const Manifest& manifest,
                                                 const Snapshot& snapshot);

/// Judge by a document without content.
/// @param reading  nullptr: no attempt was made to read it.
void judge_gap(Judgement& judgement, const Reading* reading);

/// Judge by a document that is read for each of several members, when none of them was read.
/// @param each  Where the members are listed. An empty list, or null or an empty text in the
///              place of a name, says that there is none; silence there does not.
void judge_unlisted(Judgement& judgement, const Address& each, const Snapshot& snapshot);

/// While a mandatory document is unread nothing counts as not applicable, whatever the reason:
/// it is unknown.
void doubt_absence(Finding& finding, std::span<const std::string> unread);

} // namespace klausur
