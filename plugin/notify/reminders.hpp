#pragma once

#include "plugin/notify/news.hpp"

#include <span>
#include <string_view>

namespace klausur {

/// Add to the news which attestations of the tenant end within 60, 30 and 7 days, or have
/// ended: each of these once, of the newest attestation of each check only. Pure.
void add_reminders(News& news, const NotifyChannel& channel, std::string_view tenant,
                   std::span<const Attestation> attestations, std::span<const ToldRecord> told,
                   Time now);

} // namespace klausur
