#include "plugin/notify/channel.hpp"

#include "plugin/notify/mattermost.hpp"

#include <algorithm>
#include <array>

namespace klausur {

std::span<const ChannelKind>
channel_kinds()
{
  static constexpr std::array k_kinds{
      ChannelKind{"mattermost", compose_mattermost, send_mattermost, look_at_mattermost},
  };
  return k_kinds;
}

HttpOptions
channel_options(const NotifyChannel& channel)
{
  HttpOptions options;
  options.proxy = channel.proxy;
  options.insecure = channel.insecure;
  options.attempts = 1;
  options.total_timeout = std::chrono::seconds{30};
  return options;
}

const ChannelKind*
channel_kind(std::string_view name)
{
  const auto kinds = channel_kinds();
  const auto found = std::ranges::find(kinds, name, &ChannelKind::name);
  return found == kinds.end() ? nullptr : &*found;
}

} // namespace klausur
