#include "plugin/office/log.hpp"

#include "connectors/base/plain_text.hpp"

#include <spdlog/sinks/ansicolor_sink.h>
#include <spdlog/spdlog.h>

namespace klausur {

Log::Log(const Redactor& redactor)
    : m_redactor{redactor}, m_logger{std::make_shared<spdlog::logger>(
                                "klausur",
                                std::make_shared<spdlog::sinks::ansicolor_stderr_sink_mt>())}
{
  m_logger->set_pattern("%Y-%m-%dT%H:%M:%SZ %^%l%$ %v", spdlog::pattern_time_type::utc);
}

Log::~Log() = default;

void
Log::info(std::string_view line) const
{
  m_logger->info("{}", shown(line));
}

void
Log::warn(std::string_view line) const
{
  m_logger->warn("{}", shown(line));
}

void
Log::error(std::string_view line) const
{
  m_logger->error("{}", shown(line));
}

std::string
Log::shown(std::string_view line) const
{
  return printable(m_redactor.redact(line));
}

} // namespace klausur
