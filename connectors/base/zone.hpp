#pragma once

#include "connectors/base/time.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace klausur {

/// A time zone as people name it: `Europe/Berlin`. What is stored and sent stays UTC; a zone is
/// only for what people read. UTC by default. Plain value: copies share what was read.
///
/// Read from the system's zone files (RFC 8536). The C library knows one zone for the whole
/// process, and C++20's zones are not in g++ 12.
class Zone
{
public:
  Zone() = default;

  /// @error `invalid`: no such zone on this machine, or a file that is no zone.
  [[nodiscard]] static Result<Zone> named(std::string_view name);

  /// What a clock on the wall shows there.
  [[nodiscard]] Calendar at(Time time) const;
  /// `CET`, `CEST`, `UTC`: what to write beside it.
  [[nodiscard]] std::string abbreviation(Time time) const;

private:
  struct Rules;
  std::shared_ptr<const Rules> m_rules; ///< Nothing: UTC.
};

} // namespace klausur
