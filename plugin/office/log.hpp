#pragma once

#include "connectors/http/redactor.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace spdlog {
class logger;
}

namespace klausur {

/// Lines on stderr with time (UTC) and level; every line has passed the redactor, and is one
/// line that steers no terminal. Thread-safe.
class Log
{
public:
  explicit Log(const Redactor& redactor);
  ~Log();

  void info(std::string_view line) const;
  void warn(std::string_view line) const;
  void error(std::string_view line) const;

private:
  [[nodiscard]] std::string shown(std::string_view line) const;

  const Redactor& m_redactor;
  std::shared_ptr<spdlog::logger> m_logger;
};

} // namespace klausur
