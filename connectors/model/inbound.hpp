#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace klausur {

/// A request that came in, as it was sent.
struct Inbound
{
  std::string method;
  std::string path;  ///< Percent-encoded as it came, without the query.
  std::string query; ///< Without '?', as it came.
  std::vector<std::pair<std::string, std::string>> headers; ///< Names in lower case.
  std::string body;

  /// The first header of this (lower case) name, or an empty view.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

} // namespace klausur
