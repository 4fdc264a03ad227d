#include "plugin/report/report.hpp"

#include <array>

namespace klausur {

namespace {

void
plain_text(const RunReport& report, Language language, const TextSink& sink)
{
  write_text_report(report, {.language = language}, sink);
}

void
json(const RunReport& report, Language /*both are in it*/, const TextSink& sink)
{
  write_json_report(report, sink);
}

} // namespace

std::span<const ReportFormat>
report_formats()
{
  static constexpr std::array k_formats{
      ReportFormat{"text", "txt", plain_text},
      ReportFormat{"json", "json", json},
      ReportFormat{"html", "html", write_html_report},
  };
  return k_formats;
}

std::string
to_json_report(const RunReport& report)
{
  std::string text;
  write_json_report(report, [&](std::string_view piece) { text += piece; });
  return text;
}

std::string
to_text_report(const RunReport& report, const TextOptions& options)
{
  std::string text;
  write_text_report(report, options, [&](std::string_view piece) { text += piece; });
  return text;
}

std::string
to_html_report(const RunReport& report, Language language)
{
  std::string text;
  write_html_report(report, language, [&](std::string_view piece) { text += piece; });
  return text;
}

} // namespace klausur
