#pragma once

#include "connectors/connector.hpp"

#include <memory>

namespace klausur {

/// Cisco Webex: an organisation and its meeting sites by the admin API, through a service
/// app. What is read stands in manifest/webex.yaml; see README.md.
[[nodiscard]] std::unique_ptr<TenantSession> open_webex(const Workplace& at);

} // namespace klausur
