#pragma once

#include "connectors/format/json_stream.hpp"
#include "policies/engine/finding.hpp"

#include <span>
#include <string>
#include <string_view>

namespace klausur {

/// How the text report looks on a terminal.
struct TextOptions
{
  Language language = Language::en;
  bool colour = false;
  std::size_t width = 100; ///< Characters in a line; less than 40 counts as 40.
  bool verbose = false;    ///< Also what is met, and the reasons and the law behind.
};

/// The report for machines: manifest/schemas/report.schema.json. Both languages are in it.
/// Equal reports give equal bytes. Holds every finding, however many there are.
void write_json_report(const RunReport& report, const TextSink& sink);
[[nodiscard]] std::string to_json_report(const RunReport& report);

/// The report for a terminal. Nothing that a tenant says can steer the terminal: control
/// and direction characters are shown and not sent.
void write_text_report(const RunReport& report, const TextOptions& options,
                       const TextSink& sink);
[[nodiscard]] std::string to_text_report(const RunReport& report, const TextOptions& options);

/// One self-contained page: no script, no request to anywhere. Of a check that was found at
/// hundreds of places it shows the first, and says where all of them are.
void write_html_report(const RunReport& report, Language language, const TextSink& sink);
[[nodiscard]] std::string to_html_report(const RunReport& report, Language language);

/// One form in which a run can be written.
struct ReportFormat
{
  std::string_view name;      ///< As in `--format`.
  std::string_view extension; ///< Of the file, without the dot.
  void (*write)(const RunReport& report, Language language, const TextSink& sink);
};

/// All formats, in the order of `--help`. A further one is one .cpp and its line here.
[[nodiscard]] std::span<const ReportFormat> report_formats();

} // namespace klausur
