#pragma once

#include "connectors/connector.hpp"

#include <memory>

namespace klausur {

/// A Slack workspace, or an organisation on the Enterprise plan. `auth: token` is a user
/// token; or `client_id`, `client_secret` and `refresh_token` where the app has rotation.
/// `bot_token` or `bot_refresh_token` for the connected organisations, which no user token may
/// list; `team_id` names the workspace whose files an organisation's token looks at.
[[nodiscard]] std::unique_ptr<TenantSession> open_slack(const Workplace& at);

} // namespace klausur
