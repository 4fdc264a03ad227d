#pragma once

#include <chrono>
#include <map>
#include <string>

namespace klausur::test {

/// A request as a loopback server got it.
struct Received
{
  std::string method;
  std::string target;                         ///< Path and query as sent.
  std::map<std::string, std::string> headers; ///< Names in lower case.
  std::string body;
  std::chrono::steady_clock::time_point at; ///< When it had arrived.

  /// The header's value (name in lower case), or empty.
  [[nodiscard]] std::string header(const std::string& name) const;
};

} // namespace klausur::test
