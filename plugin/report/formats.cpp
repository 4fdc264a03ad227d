#include "plugin/report/report.hpp"

#include <array>

namespace klausur {

namespace {

std::string
plain_text(const RunReport& report, Language language)
{
  return to_text_report(report, {.language = language});
}

std::string
json(const RunReport& report, Language /*both are in it*/)
{
  return to_json_report(report);
}

} // namespace

std::span<const ReportFormat>
report_formats()
{
  static constexpr std::array k_formats{
      ReportFormat{"text", "txt", plain_text},
      ReportFormat{"json", "json", json},
      ReportFormat{"html", "html", to_html_report},
  };
  return k_formats;
}

} // namespace klausur
