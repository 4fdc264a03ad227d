#pragma once

#include "connectors/connector.hpp"

#include <memory>

namespace klausur {

/// Google Meet and Chat: a Workspace by its admin APIs, through a service account that acts for
/// an administrator. What is read stands in manifest/google.yaml; see README.md.
[[nodiscard]] std::unique_ptr<TenantSession> open_google(const Workplace& at);

} // namespace klausur
