#include "plugin/notify/reminders.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace klausur {

namespace {

constexpr std::array k_steps{7, 30, 60};
constexpr int k_ended = 0;

/// The step that it has reached: the days of the next one that it is within; nullopt: none yet.
std::optional<int>
step_of(const Attestation& attestation, Time now)
{
  if (attestation.until <= now) {
    return k_ended;
  }
  for (const int days : k_steps) {
    if (attestation.until - now <= std::chrono::days{days}) {
      return days;
    }
  }
  return std::nullopt;
}

/// What the store knows the attestation by, beside its check.
std::string
place_of(const Attestation& attestation)
{
  return "attestation " +
         (attestation.id.empty() ? to_text(attestation.until) : attestation.id);
}

/// The step that the channel was told last; nullopt: none.
std::optional<int>
told_step(const Attestation& attestation, std::span<const ToldRecord> told)
{
  const auto found = std::ranges::find_if(told, [&](const ToldRecord& each) {
    return each.check == attestation.check && each.scope == place_of(attestation);
  });
  int step = 0;
  if (found == told.end() ||
      std::from_chars(found->status.data(), found->status.data() + found->status.size(), step)
              .ec != std::errc{}) {
    return std::nullopt;
  }
  return step;
}

/// Another one, recorded later, answers for the same.
bool
is_replaced(const Attestation& attestation, std::span<const Attestation> all, Time now)
{
  return std::ranges::any_of(all, [&](const Attestation& other) {
    return &other != &attestation && other.tenant == attestation.tenant &&
           other.check == attestation.check && other.from <= now &&
           (other.from > attestation.from ||
            (other.from == attestation.from && &other > &attestation));
  });
}

} // namespace

void
add_reminders(News& news, const NotifyChannel& channel, std::string_view tenant,
              std::span<const Attestation> attestations, std::span<const ToldRecord> told,
              Time now)
{
  for (const auto& each : attestations) {
    if (each.tenant != tenant || each.from > now || is_replaced(each, attestations, now)) {
      continue;
    }
    const auto step = step_of(each, now);
    const auto before = told_step(each, told);
    if (!step || (before && *before <= *step)) {
      continue;
    }
    news.reminders.push_back({&each, each.until <= now});
    news.told.push_back({.channel = channel.key(),
                         .tenant = std::string{tenant},
                         .check = each.check,
                         .scope = place_of(each),
                         .status = std::to_string(*step),
                         .severity = {},
                         .observed = {}});
  }
}

} // namespace klausur
