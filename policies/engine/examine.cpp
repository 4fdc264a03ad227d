#include "policies/engine/examine.hpp"

#include "policies/engine/absence.hpp"
#include "policies/engine/attested.hpp"
#include "policies/engine/confirmed.hpp"
#include "policies/engine/findings_of.hpp"
#include "policies/engine/gravest.hpp"
#include "policies/engine/support.hpp"
#include "policies/engine/variants.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

/// The waivers of the tenant that are still valid.
std::vector<Shared<Waiver>>
waivers_of(const Snapshot& snapshot, const Circumstances& circumstances)
{
  std::vector<Shared<Waiver>> waivers;
  for (const auto& each : circumstances.waivers) {
    if (each.tenant == snapshot.tenant && each.is_live(circumstances.now)) {
      waivers.emplace_back(Waiver{each.id, each.tenant, each.check, each.scope,
                                  copy_of(each.accepted), each.reason, each.approver,
                                  each.until, each.requested_by, each.from, each.after});
    }
  }
  return waivers;
}

/// What is said of a finding whose value moved away from the one that was accepted.
Text
broken(const Waiver& waiver)
{
  const auto day = day_text(waiver.until);
  const auto value = to_text(waiver.accepted);
  return {fmt::format("The waiver {} accepted {} until {}; the value is another one now.",
                      waiver.id, value, day),
          fmt::format("Die Ausnahme {} galt für {} bis {}; der Wert ist jetzt ein anderer.",
                      waiver.id, value, day)};
}

void
apply_waivers(Finding& finding, const std::vector<Shared<Waiver>>& waivers)
{
  if (finding.status != Status::fail) {
    return;
  }
  const Waiver* other = nullptr;
  for (const auto& waiver : waivers) {
    if (waiver->check != finding.id ||
        !(waiver->scope.empty() || finding.scope == waiver->scope)) {
      continue;
    }
    const bool covers = finding.observed ? same_setting(waiver->accepted, *finding.observed)
                                         : waiver->accepted.IsNull();
    if (covers) {
      finding.waived = waiver;
      return;
    }
    other = &*waiver;
  }
  if (other != nullptr) {
    finding.note = broken(*other);
  }
}

/// Everything that should have been read and was not.
std::vector<TenantReport::Gap>
gaps_of(const Snapshot& snapshot, std::span<const std::string> unread)
{
  std::vector<TenantReport::Gap> gaps;
  for (const auto& reading : snapshot.readings) {
    const bool says_it_lacks_it = !reading.content && !is_missing(reading) &&
                                  reading.content.error().kind == Failure::unsupported;
    if (is_missing(reading) || (says_it_lacks_it && !unread.empty())) {
      const Error& error = reading.content.error();
      gaps.push_back({reading.document.str(), error.what, error.scope, error.kind});
    }
  }
  for (const auto& document : unread) {
    if (std::ranges::find(gaps, document, &TenantReport::Gap::document) == gaps.end()) {
      gaps.push_back(
          {document, fmt::format("{} was not asked for.", document), "", Failure::unexpected});
    }
  }
  return gaps;
}

} // namespace

TenantReport
examine(const Judge& judge, const Snapshot& snapshot, const Circumstances& circumstances)
{
  TenantReport report{.name = snapshot.tenant,
                      .vendor = snapshot.vendor,
                      .version = snapshot.version,
                      .taken_at = snapshot.taken_at};
  const auto& manifest = judge.policy().manifest;
  const Candidates candidates = candidates_of(manifest, snapshot);
  report.exposure = exposure_of(candidates, circumstances.knobs);
  report.unread = unread_in(manifest, snapshot);
  report.is_too_old = circumstances.now - snapshot.taken_at > circumstances.max_scan_age;
  report.gaps = gaps_of(snapshot, report.unread);
  report.findings = findings_of(judge, snapshot);
  add_attested_controls(report.findings, judge);
  const auto rules = rules_of(candidates);
  for (auto& finding : report.findings) {
    settle_support(finding, manifest, circumstances);
    apply_attestations(finding, snapshot, circumstances);
    finding.severity = raised(finding, circumstances.knobs);
    apply_variants(finding, rules);
  }
  confirm_attestations(report.findings, judge, snapshot);
  settle_agreement(report.findings, candidates, snapshot, circumstances);
  settle_transfer(report.findings, circumstances);
  for (auto& finding : report.findings) {
    doubt_absence(finding, report.unread);
  }
  add_computed_controls(report.findings, judge, circumstances,
                        report.unread.empty() && !report.is_too_old);
  const auto waivers = waivers_of(snapshot, circumstances);
  for (auto& finding : report.findings) {
    apply_waivers(finding, waivers);
  }
  sort_gravest_first(report.findings);
  rate(report, circumstances.knobs);
  if (report.light == Light::grey) {
    report.last_settled = circumstances.last_settled;
  }
  return report;
}

} // namespace klausur
