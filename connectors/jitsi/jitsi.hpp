#pragma once

#include "connectors/connector.hpp"

#include <memory>

namespace klausur {

/// Reads a Jitsi deployment from the files that `files` names, or from outside at `url`.
[[nodiscard]] std::unique_ptr<TenantSession> open_jitsi(const Workplace& at);

} // namespace klausur
