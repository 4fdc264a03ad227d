#pragma once

#include "connectors/connector.hpp"

#include <memory>

namespace klausur {

/// A Zoom account, read with a Server-to-Server OAuth app: `auth:` gives `account_id`,
/// `client_id` and `client_secret`.
[[nodiscard]] std::unique_ptr<TenantSession> open_zoom(const Workplace& at);

} // namespace klausur
