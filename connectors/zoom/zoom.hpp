#pragma once

#include "connectors/connector.hpp"

#include <memory>

namespace klausur {

/// A Zoom account, read with a Server-to-Server OAuth app: `auth:` gives `account_id`,
/// `client_id` and `client_secret`.
[[nodiscard]] std::unique_ptr<Connector> make_zoom();

} // namespace klausur
