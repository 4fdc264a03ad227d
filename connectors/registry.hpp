#pragma once

#include "connectors/connector.hpp"

#include <span>
#include <string_view>

namespace klausur {

/// All vendors that this program speaks to, by name.
[[nodiscard]] std::span<const Connector> vendors();

/// nullptr when there is no such vendor.
[[nodiscard]] const Connector* connector_for(std::string_view vendor);

} // namespace klausur
