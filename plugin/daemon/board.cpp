#include "plugin/daemon/board.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace klausur {

namespace {

/// A label's value as the text format wants it.
std::string
in_quotes(std::string_view text)
{
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\\' || c == '"') {
      out += '\\';
    }
    out += c == '\n' ? ' ' : c;
  }
  return out + "\"";
}

constexpr double k_no_number = std::numeric_limits<double>::quiet_NaN();

/// As Prometheus writes it.
std::string
number(double value)
{
  return std::isnan(value) ? "NaN" : fmt::format("{}", value);
}

std::string
family(std::string_view name, std::string_view type, std::string_view help)
{
  return fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
}

} // namespace

void
Board::examined(const TenantReport& report, Time at, bool complete)
{
  Row row{.vendor = report.vendor,
          .light = report.light,
          .proven = report.proven,
          .at_worst = report.at_worst,
          .settled = report.settled,
          .score = report.score.value_or(k_no_number),
          .coverage = report.coverage,
          .findings = {},
          .not_read = report.gaps.size(),
          .at = at};
  for (const auto& finding : report.findings) {
    ++row.findings[std::string{finding.waived ? "waived" : name_of(finding.status)}];
  }
  const std::lock_guard lock{m_mutex};
  m_rows[report.name] = std::move(row);
  ++m_audits[complete ? "complete" : "incomplete"];
}

/// A light that is too old is no light any more, unless it is a red one that was proven.
Board::Row
Board::shown(const Row& row, Time now) const
{
  Row shown = row;
  if (now - row.at > m_max_scan_age) {
    shown.score = k_no_number;
    if (row.light != Light::red) {
      shown.light = Light::grey;
      shown.settled = false;
    }
  }
  return shown;
}

void
Board::failed(const std::string& tenant)
{
  const std::lock_guard lock{m_mutex};
  m_rows.erase(tenant);
  ++m_audits["failed"];
}

void
Board::delivered(std::size_t sent, std::size_t postponed, std::size_t waiting)
{
  const std::lock_guard lock{m_mutex};
  m_sent += sent;
  m_postponed += postponed;
  m_waiting = waiting;
}

void
Board::configured(std::size_t tenants, std::chrono::seconds max_scan_age)
{
  const std::lock_guard lock{m_mutex};
  m_tenants = tenants;
  m_max_scan_age = max_scan_age;
}

Outbound
Board::answer(const Inbound& inbound, Time now) const
{
  if (inbound.path != "/health" && inbound.path != "/metrics") {
    return {.status = 404,
            .headers = {},
            .body = R"({"error":"there is GET /health and GET /metrics"})"};
  }
  if (inbound.method != "GET" && inbound.method != "HEAD") {
    return {
        .status = 405, .headers = {{"Allow", "GET, HEAD"}}, .body = R"({"error":"only GET"})"};
  }
  if (inbound.path == "/metrics") {
    return {.body = metrics(now), .content_type = "text/plain; version=0.0.4; charset=utf-8"};
  }
  const std::lock_guard lock{m_mutex};
  return {.body = fmt::format(
              R"({{"status":"ok","tenants":{},"examined":{},"waiting_messages":{}}})",
              m_tenants, m_rows.size(), m_waiting)};
}

std::string
Board::metrics(Time now) const
{
  const std::lock_guard lock{m_mutex};
  std::string text = family("klausur_uptime_seconds", "gauge", "Since the daemon started.");
  text += fmt::format("klausur_uptime_seconds {}\n", (now - m_started).count());
  text += family("klausur_tenants", "gauge", "Tenants in the configuration.");
  text += fmt::format("klausur_tenants {}\n", m_tenants);
  struct Gauge
  {
    std::string_view name;
    std::string_view help;
    double (*value)(const Row&);
  };
  for (const auto& gauge : {
           Gauge{"klausur_tenant_light", "0 green, 1 yellow, 2 red, 3 not rated.",
                 [](const Row& row) { return static_cast<double>(row.light); }},
           Gauge{"klausur_tenant_light_settled",
                 "1 when what could not be seen cannot change the light.",
                 [](const Row& row) { return row.settled ? 1.0 : 0.0; }},
           Gauge{"klausur_tenant_light_proven", "The light by what was seen alone.",
                 [](const Row& row) { return static_cast<double>(row.proven); }},
           Gauge{"klausur_tenant_light_at_worst",
                 "The light if all that could not be seen were a deviation.",
                 [](const Row& row) { return static_cast<double>(row.at_worst); }},
           Gauge{"klausur_tenant_score_percent", "Posture score; NaN where it is not rated.",
                 [](const Row& row) { return row.score; }},
           Gauge{"klausur_tenant_coverage_percent", "Share of the evidence that was seen.",
                 [](const Row& row) { return row.coverage; }},
           Gauge{"klausur_tenant_documents_not_read", "Documents that could not be read.",
                 [](const Row& row) { return static_cast<double>(row.not_read); }},
           Gauge{"klausur_tenant_examined_timestamp_seconds", "Time of the last examination.",
                 [](const Row& row) {
                   return static_cast<double>(row.at.time_since_epoch().count());
                 }},
       }) {
    text += family(gauge.name, "gauge", gauge.help);
    for (const auto& [tenant, row] : m_rows) {
      text += fmt::format("{}{{tenant={},vendor={}}} {}\n", gauge.name, in_quotes(tenant),
                          in_quotes(row.vendor), number(gauge.value(shown(row, now))));
    }
  }
  text += family("klausur_tenant_findings", "gauge", "Findings by status.");
  for (const auto& [tenant, row] : m_rows) {
    for (const auto& [status, count] : row.findings) {
      text += fmt::format("klausur_tenant_findings{{tenant={},vendor={},status={}}} {}\n",
                          in_quotes(tenant), in_quotes(row.vendor), in_quotes(status), count);
    }
  }
  text += family("klausur_audits_total", "counter", "Examinations by how they ended.");
  for (const auto& [result, count] : m_audits) {
    text += fmt::format("klausur_audits_total{{result={}}} {}\n", in_quotes(result), count);
  }
  text += family("klausur_messages_sent_total", "counter", "Messages that a chat took.");
  text += fmt::format("klausur_messages_sent_total {}\n", m_sent);
  text += family("klausur_messages_postponed_total", "counter", "Attempts that failed.");
  text += fmt::format("klausur_messages_postponed_total {}\n", m_postponed);
  text += family("klausur_messages_waiting", "gauge", "Messages in the outbox.");
  text += fmt::format("klausur_messages_waiting {}\n", m_waiting);
  return text;
}

} // namespace klausur
