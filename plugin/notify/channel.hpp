#pragma once

#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"
#include "plugin/notify/news.hpp"

#include <span>
#include <string>
#include <string_view>

namespace klausur {

/// A kind of place where people are told. To add one, write one .cpp with three functions
/// and add its line to the table in channel.cpp.
struct ChannelKind
{
  std::string_view name;
  /// The message in the form that send() takes, in the channel's language. No secret.
  /// @param now  For what is said to be so many days away.
  std::string (*compose)(const NotifyChannel& channel, const TenantReport& report,
                         const News& news, Time now);
  /// @error `unreachable` or `unauthorised` (try again later), `invalid` (the room does not
  ///        exist, the token cannot be resolved).
  Result<void> (*send)(const NotifyChannel& channel, std::string_view body, Http& http,
                       Redactor& redactor);
  /// Whether send() would find its room and be let in; posts nothing.
  /// @error As send().
  Result<void> (*look)(const NotifyChannel& channel, Http& http, Redactor& redactor);
};

/// How a channel is spoken to: one attempt, because the outbox tries again.
[[nodiscard]] HttpOptions channel_options(const NotifyChannel& channel);

[[nodiscard]] std::span<const ChannelKind> channel_kinds();

/// nullptr when there is no such kind.
[[nodiscard]] const ChannelKind* channel_kind(std::string_view name);

} // namespace klausur
