#pragma once

#include "connectors/base/plain_text.hpp"
#include "plugin/report/groups.hpp"
#include "plugin/report/report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

/// The text report being written, one tenant after the other, as they come: text.cpp has its
/// frame, text_finding.cpp the findings.
class TextReport
{
public:
  static constexpr std::string_view k_bold = "1";
  static constexpr std::string_view k_faint = "2";

  /// @param run  Its head; what tenants it has is not looked at. Outlives the report, as `sink`
  ///             does.
  TextReport(const RunReport& run, const TextOptions& options, const TextSink& sink)
      : m_sink{sink}, m_run{run}, m_language{options.language}, m_colour{options.colour},
        m_verbose{options.verbose}, m_width{std::max<std::size_t>(options.width, 40)}
  {
  }

  void begin();
  void tenant(const TenantReport& tenant);
  void end();

private:
  void verdict(const TenantReport& tenant);
  void figures(const TenantReport& tenant);
  void points(const TenantReport& tenant);
  void part(const TenantReport& tenant, Part part);
  void obstacles(const TenantReport& tenant, Part part);
  void obstacle(const Obstacle& obstacle);
  void group(const Group& group, std::size_t indent);
  void place(const Finding& finding, std::size_t indent, bool named);
  void explanation(const Finding& finding, std::size_t indent);
  void remedy(const Finding& finding, std::size_t indent);
  void gaps(const TenantReport& tenant);
  void next_steps(const TenantReport& tenant);

  [[nodiscard]] std::string say(Phrase phrase) const
  {
    return std::string{phrase.in(m_language)};
  }
  [[nodiscard]] std::string say(const Text& text) const { return text.in(m_language); }
  [[nodiscard]] std::string say(const Shared<Text>& text) const { return say(*text); }
  [[nodiscard]] std::string either(std::string_view en, std::string_view de) const
  {
    return std::string{Phrase{en, de}.in(m_language)};
  }
  [[nodiscard]] std::string painted(std::string_view text, std::string_view colour) const
  {
    return m_colour ? fmt::format("\x1b[{}m{}\x1b[0m", colour, text) : std::string{text};
  }
  [[nodiscard]] std::string value(const Shared<Json>& given) const;
  void heading(std::string_view text)
  {
    m_out += fmt::format("\n  {}\n", painted(text, k_bold));
  }
  /// A paragraph; `text` comes from anywhere.
  void paragraph(std::size_t indent, std::string_view text)
  {
    m_out += fmt::format("{:{}}{}\n", "", indent, wrapped(printable(text), indent, m_width));
  }
  /// A paragraph whose further lines stand below `text`.
  void item(std::size_t indent, std::string_view mark, std::string_view text);

  /// Let go of what is written so far.
  void hand_over()
  {
    m_sink(m_out);
    m_out.clear();
  }

  const TextSink& m_sink;
  const RunReport& m_run;
  Language m_language;
  bool m_colour;
  bool m_verbose;
  std::size_t m_width;
  bool m_is_empty = true; ///< No tenant was written so far.
  std::string m_out;
};

} // namespace klausur
