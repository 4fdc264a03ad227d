#pragma once

#include "connectors/connector.hpp"

#include <memory>

namespace klausur {

/// A session of any vendor whose readings are cut down to what is kept before anybody else
/// sees them. Every session that the program works with is one.
/// @param keeper  Outlives the session.
[[nodiscard]] std::unique_ptr<TenantSession> keeping(std::unique_ptr<TenantSession> session,
                                                     const Keeper& keeper);

} // namespace klausur
