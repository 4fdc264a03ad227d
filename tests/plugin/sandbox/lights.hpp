#pragma once

#include "policies/engine/finding.hpp"

#include <string>

namespace klausur::test {

/// The lights of the seven points that count, ENC LIC CON RET PRO AVV EUR: `green red ...`,
/// each with a blank after it.
[[nodiscard]] inline std::string
lights_of(const TenantReport& report)
{
  std::string lights;
  for (const auto point :
       {Point::ENC, Point::LIC, Point::CON, Point::RET, Point::PRO, Point::AVV, Point::EUR}) {
    lights += std::string{name_of(report.points.at(point).light)} + " ";
  }
  return lights;
}

/// Why each light is what it is, for the message of a test.
[[nodiscard]] inline std::string
reasons_of(const TenantReport& report)
{
  std::string reasons = report.reason.en;
  for (const auto& [point, rating] : report.points) {
    reasons += "\n" + std::string{name_of(point)} + ": " + rating.reason.en;
  }
  return reasons;
}

/// Whether a person could answer for what the finding is about.
[[nodiscard]] inline bool
asks_a_person(const Finding& finding)
{
  return finding.status == Status::unknown || finding.id == "DP-AVV-01";
}

/// A person's answer to a finding of the report, for a day.
[[nodiscard]] inline Attestation
answer_to(const Finding& finding, const TenantReport& report, bool holds = true)
{
  return {.tenant = report.name,
          .check = std::string{finding.id},
          .holds = holds,
          .statement = "seen",
          .by = "DPO",
          .document = {},
          .from = report.taken_at,
          .until = report.taken_at + std::chrono::hours{24}};
}

} // namespace klausur::test
