#pragma once

#include "connectors/format/json.hpp"

#include <string>
#include <utility>

namespace klausur::jitsi {

/// What was read, and from where.
struct Document
{
  std::string source; ///< Paths or an address.
  Result<Json> content;
};

/// A part that is not installed here: checks of it do not apply.
[[nodiscard]] inline Document
not_installed(std::string what)
{
  return {{}, fail(Failure::unsupported, std::move(what))};
}

/// A part that this way of reading cannot show: checks of it are unknown.
[[nodiscard]] inline Document
not_visible(std::string what, std::string scope)
{
  return {{}, fail(Failure::forbidden, std::move(what), std::move(scope))};
}

} // namespace klausur::jitsi
