#pragma once

#include "connectors/connector.hpp"

#include <memory>
#include <span>
#include <string_view>

namespace klausur {

struct Vendor
{
  std::string_view name;
  std::unique_ptr<Connector> (*make)();
};

/// All vendors that this program speaks to, by name.
[[nodiscard]] std::span<const Vendor> vendors();

/// nullptr when there is no such vendor.
[[nodiscard]] std::unique_ptr<Connector> connector_for(std::string_view vendor);

} // namespace klausur
