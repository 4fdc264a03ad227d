#include "plugin/office/log.hpp"

#include <spdlog/sinks/ansicolor_sink.h>
#include <spdlog/spdlog.h>

namespace klausur {

Log::Log(const Redactor& redactor)
    : m_redactor{redactor}, m_logger{std::make_shared<spdlog::logger>(
                                "klausur",
                                std::make_shared<spdlog::sinks::ansicolor_stderr_sink_mt>())}
{
  m_logger->set_pattern("%Y-%m-%dT%H:%M:%S%z %^%l%$ %v");
}

Log::~Log() = default;

void
Log::info(std::string_view line) const
{
  m_logger->info("{}", m_redactor.redact(line));
}

void
Log::warn(std::string_view line) const
{
  m_logger->warn("{}", m_redactor.redact(line));
}

void
Log::error(std::string_view line) const
{
  m_logger->error("{}", m_redactor.redact(line));
}

} // namespace klausur
