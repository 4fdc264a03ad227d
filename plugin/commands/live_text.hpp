#pragma once

#include "plugin/office/output.hpp"
#include "plugin/report/text_report.hpp"

#include <optional>

namespace klausur {

/// The text report on stdout, each tenant as soon as it is there.
class LiveText
{
public:
  LiveText(Session& session, TextOptions look);
  LiveText(const LiveText&) = delete;
  LiveText& operator=(const LiveText&) = delete;

  /// @param run  The same one each time; its tenants are not looked at.
  void show(const RunReport& run, const TenantReport& tenant);
  void end(const RunReport& run);

private:
  void begin(const RunReport& run);

  TextOptions m_look;
  Lines m_lines;
  TextSink m_sink;
  RunReport m_run; ///< Its head.
  std::optional<TextReport> m_text;
};

} // namespace klausur
