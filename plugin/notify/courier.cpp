#include "plugin/notify/courier.hpp"

#include "plugin/notify/reminders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace klausur {

namespace {

constexpr std::size_t k_batch = 100;
constexpr int k_most_doublings = 6; // one minute, doubled up to 64

Time
next_try_after(int attempts, Time now)
{
  const auto wait = std::chrono::minutes{1LL << std::min(attempts, k_most_doublings)};
  return now + std::min<std::chrono::seconds>(wait, std::chrono::hours{1});
}

bool
concerns(const NotifyChannel& channel, const std::string& tenant)
{
  return channel.tenants.empty() ||
         std::ranges::find(channel.tenants, tenant) != channel.tenants.end();
}

Result<void>
send_one(const NotifyChannel& channel, const OutgoingMessage& message, Redactor& redactor,
         Stop& stop)
{
  const ChannelKind* kind = channel_kind(channel.channel);
  if (kind == nullptr) {
    return fail(Failure::invalid, fmt::format("there is no channel \"{}\"", channel.channel));
  }
  Http http{channel_options(channel), redactor};
  const Stop::Reach reach{stop, http};
  return kind->send(channel, message.body, http, redactor);
}

} // namespace

Result<void>
queue_news(Store& store, std::span<const NotifyChannel> channels, const TenantReport& report,
           Time now)
{
  const auto attestations = store.attestations();
  if (!attestations) {
    return tl::unexpected(attestations.error());
  }
  for (const auto& channel : channels) {
    const ChannelKind* kind = channel_kind(channel.channel);
    if (kind == nullptr || !concerns(channel, report.name)) {
      continue;
    }
    const auto told = store.told(channel.key(), report.name);
    if (!told) {
      return tl::unexpected(told.error());
    }
    News news = news_for(channel, report, *told);
    add_reminders(news, channel, report.name, *attestations, *told, now);
    if (news.items.empty() && news.reminders.empty()) {
      continue;
    }
    const auto head = store.journal_head();
    if (!head) {
      return tl::unexpected(head.error());
    }
    news.journal_head = head->number == 0 ? "" : head->text();
    const OutgoingMessage message{.channel = channel.key(),
                                  .body = kind->compose(channel, report, news, now),
                                  .created = now,
                                  .next_try = now};
    if (auto queued = store.queue(news.told, std::span{&message, 1}); !queued) {
      return queued;
    }
  }
  return {};
}

Result<Delivery>
deliver(Store& store, std::span<const NotifyChannel> channels, Redactor& redactor,
        const Log& log, Stop& stop, Time now)
{
  Delivery delivery;
  std::set<std::string> down;
  const auto waiting = store.waiting(k_batch);
  if (!waiting) {
    return tl::unexpected(waiting.error());
  }
  for (const auto& message : *waiting) {
    if (stop.requested()) {
      break;
    }
    const auto channel = std::ranges::find(channels, message.channel, &NotifyChannel::key);
    if (channel == channels.end()) {
      log.warn(fmt::format("message {} is dropped: its channel is no longer configured",
                           message.id));
      if (auto gone = store.sent(message.id); !gone) {
        return tl::unexpected(gone.error());
      }
      continue;
    }
    // An earlier message to the same chat that is not through holds the later ones back.
    if (message.next_try > now || down.contains(message.channel)) {
      down.insert(message.channel);
      continue;
    }
    const auto done = send_one(*channel, message, redactor, stop);
    if (done) {
      ++delivery.sent;
      if (auto gone = store.sent(message.id); !gone) {
        return tl::unexpected(gone.error());
      }
      continue;
    }
    down.insert(message.channel);
    ++delivery.postponed;
    log.warn(fmt::format("message {} to {} waits: {}", message.id, channel->channel,
                         done.error().what));
    auto later = store.postpone(message.id, redactor.redact(done.error().what),
                                next_try_after(message.attempts, now));
    if (!later) {
      return tl::unexpected(later.error());
    }
  }
  return delivery;
}

} // namespace klausur
