#include "plugin/commands/live_text.hpp"

#include <cstdio>

namespace klausur {

LiveText::LiveText(Session& session, TextOptions look)
    : m_look{look}, m_lines{[&session](std::string_view text) { session.print(text); }},
      m_sink{[this](std::string_view piece) { m_lines.add(piece); }}
{
}

void
LiveText::begin(const RunReport& run)
{
  if (!m_text) {
    m_run = {.id = run.id,
             .at = run.at,
             .version = run.version,
             .policies = run.policies,
             .journal_head = run.journal_head,
             .knobs = run.knobs,
             .zone = run.zone,
             .max_scan_age = run.max_scan_age,
             .tenants = {}};
    m_text.emplace(m_run, m_look, m_sink);
    m_text->begin();
  }
}

void
LiveText::show(const RunReport& run, const TenantReport& tenant)
{
  begin(run);
  m_text->tenant(tenant);
  m_lines.finish();
  // Whoever reads along has it now. That nobody takes it is seen when the program ends.
  std::fflush(stdout);
}

void
LiveText::end(const RunReport& run)
{
  begin(run);
  m_text->end();
  m_lines.finish();
}

} // namespace klausur
