#pragma once

#include "plugin/notify/channel.hpp"

namespace klausur {

/// A post with one message attachment: what appeared, worsened or was resolved, with value,
/// expectation and reason; which attestations are to be renewed; and the journal's head.
///
/// Source: Mattermost 11.6.0, POST /api/v4/posts, props.attachments (read 2026-11-24).
[[nodiscard]] std::string compose_mattermost(const NotifyChannel& channel,
                                             const TenantReport& report, const News& news,
                                             Time now);

/// `NotifyChannel::url` is the server, `token` a bot's. `room` is a channel's id, or
/// `team/channel`, or a channel's name in any team that the bot belongs to.
[[nodiscard]] Result<void> send_mattermost(const NotifyChannel& channel, std::string_view body,
                                           Http& http, Redactor& redactor);

/// @error As send_mattermost(). Posts nothing.
[[nodiscard]] Result<void> look_at_mattermost(const NotifyChannel& channel, Http& http,
                                              Redactor& redactor);

} // namespace klausur
