#pragma once

#include "plugin/office/configuration.hpp"
#include "plugin/store/records.hpp"

#include <span>
#include <string>
#include <vector>

namespace klausur {

enum class Turn { appeared, worsened, resolved };

/// One thing that changed and that a channel has not been told yet.
struct NewsItem
{
  Turn turn = Turn::appeared;
  const Finding* finding = nullptr;
};

/// An attestation that is to be renewed.
struct Reminder
{
  const Attestation* attestation = nullptr;
  bool ended = false;
};

/// What to tell a channel about a tenant, and what it will then have been told.
struct News
{
  std::vector<NewsItem> items; ///< Gravest first.
  std::vector<Reminder> reminders;
  std::vector<ToldRecord> told;
  std::string journal_head; ///< To be shown, so that somebody else has it as well; or empty.
};

/// Compare the findings with what the channel was last told. A finding appears when it
/// fails for the first time, worsens when its severity rises, and is resolved when it
/// passes or no longer applies. Not seeing is neither: unknown and error say nothing.
[[nodiscard]] News news_for(const NotifyChannel& channel, const TenantReport& report,
                            std::span<const ToldRecord> told);

} // namespace klausur
