#pragma once

#include "connectors/connector.hpp"

#include <memory>

namespace klausur {

/// One Trello workspace and its boards, and its enterprise where it has one. `auth:` gives
/// `key`, `token` and `organization`, the workspace's name or id.
[[nodiscard]] std::unique_ptr<TenantSession> open_trello(const Workplace& at);

} // namespace klausur
