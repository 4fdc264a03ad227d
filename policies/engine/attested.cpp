#include "policies/engine/attested.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

bool
only_people_answer(const Finding& finding)
{
  return finding.check == nullptr || !finding.check->attest.empty();
}

/// From when on a report says that an attestation is about to end.
constexpr std::chrono::days k_remind_days{60};

std::string
day_of(Time time)
{
  return to_text(time).substr(0, 10);
}

} // namespace

const Attestation*
newest_attestation(const Finding& finding, std::string_view tenant,
                   const Circumstances& circumstances)
{
  const Attestation* found = nullptr;
  for (const auto& each : circumstances.attestations) {
    const bool meant = each.tenant == tenant && each.from <= circumstances.now &&
                       (each.check == finding.id || each.check == finding.control->id);
    if (meant && (found == nullptr || found->from <= each.from)) {
      found = &each;
    }
  }
  return found;
}

void
add_attested_controls(std::vector<Finding>& findings, const Judge& judge)
{
  for (const auto& control : judge.catalogue().controls) {
    const bool touched = std::ranges::any_of(
        judge.policy().checks, [&](const Check& check) { return check.control == control.id; });
    if (!control.automation.attest || control.computed || touched) {
      continue;
    }
    findings.push_back({.control = &control,
                        .id = control.id,
                        .severity = control.severity,
                        .status = Status::unknown,
                        .scope = "account",
                        .why = Text{"No API tells; a person has to attest it.",
                                    "Über keine API lesbar; bitte bestätigen Sie es."}});
  }
}

void
apply_attestations(Finding& finding, const Snapshot& snapshot,
                   const Circumstances& circumstances)
{
  if (!only_people_answer(finding) || finding.status != Status::unknown) {
    return;
  }
  const Attestation* attestation = newest_attestation(finding, snapshot.tenant, circumstances);
  if (attestation == nullptr) {
    return;
  }
  const std::string day = day_of(attestation->until);
  if (attestation->until <= circumstances.now) {
    finding.why = Text{fmt::format("The attestation expired on {}.", day),
                       fmt::format("Die Bestätigung ist am {} abgelaufen.", day)};
    return;
  }
  finding.status = attestation->holds ? Status::pass : Status::fail;
  finding.attested_until = attestation->until;
  const auto days =
      std::chrono::ceil<std::chrono::days>(attestation->until - circumstances.now);
  if (days <= k_remind_days) {
    finding.note =
        Text{fmt::format("The attestation ends in {} days; renew it.", days.count()),
             fmt::format("Die Bestätigung endet in {} Tagen; bitte erneuern Sie sie.",
                         days.count())};
  }
  finding.why = Text{fmt::format("Attested by {}, valid until {}.", attestation->by, day),
                     fmt::format("Bestätigt von {}, gültig bis {}.", attestation->by, day)};
}

} // namespace klausur
