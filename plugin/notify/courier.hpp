#pragma once

#include "connectors/base/clock.hpp"
#include "plugin/notify/channel.hpp"
#include "plugin/office/log.hpp"
#include "plugin/office/stop.hpp"
#include "plugin/store/store.hpp"

#include <span>

namespace klausur {

/// Tells every channel what it has not been told yet about this tenant, once per change:
/// the message and the memory of it are queued in one transaction.
[[nodiscard]] Result<void> queue_news(Store& store, std::span<const NotifyChannel> channels,
                                      const TenantReport& report, Time now);

struct Delivery
{
  std::size_t sent = 0;
  std::size_t postponed = 0;
};

/// Send what is due, in order. A chat that is down gets nothing more in this round; its
/// messages wait, one minute first and up to an hour between attempts. Messages to a
/// channel that the configuration no longer has are dropped with a warning.
[[nodiscard]] Result<Delivery> deliver(Store& store, std::span<const NotifyChannel> channels,
                                       Redactor& redactor, const Log& log, Stop& stop,
                                       Time now);

} // namespace klausur
