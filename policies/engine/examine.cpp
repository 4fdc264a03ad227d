#include "policies/engine/examine.hpp"

#include "policies/engine/attested.hpp"
#include "policies/engine/confirmed.hpp"
#include "policies/engine/findings_of.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace klausur {

namespace {

/// What the variant says of controls that it does not have.
using NotApplicable = std::map<std::string, Shared<Text>, std::less<>>;

NotApplicable
not_applicable_in(const Variant* variant)
{
  return variant == nullptr
             ? NotApplicable{}
             : NotApplicable{variant->not_applicable.begin(), variant->not_applicable.end()};
}

void
apply_variant(Finding& finding, const NotApplicable& not_applicable)
{
  const auto found = not_applicable.find(finding.control->id);
  if (found != not_applicable.end()) {
    finding.status = Status::not_applicable;
    finding.why = found->second;
    finding.remedy.reset();
  }
}

/// The waivers of the tenant that are still valid.
std::vector<Shared<Waiver>>
waivers_of(const Snapshot& snapshot, const Circumstances& circumstances)
{
  std::vector<Shared<Waiver>> waivers;
  for (const auto& each : circumstances.waivers) {
    if (each.tenant == snapshot.tenant && circumstances.now < each.until) {
      waivers.emplace_back(Waiver{each.id, each.tenant, each.check, each.scope,
                                  copy_of(each.accepted), each.reason, each.approver,
                                  each.until});
    }
  }
  return waivers;
}

void
apply_waivers(Finding& finding, const std::vector<Shared<Waiver>>& waivers)
{
  if (finding.status != Status::fail) {
    return;
  }
  const auto covers = [&](const Shared<Waiver>& waiver) {
    return waiver->check == finding.id &&
           (waiver->scope.empty() || finding.scope == waiver->scope) &&
           (finding.observed ? same_setting(waiver->accepted, *finding.observed)
                             : waiver->accepted.IsNull());
  };
  const auto found = std::ranges::find_if(waivers, covers);
  if (found != waivers.end()) {
    finding.waived = *found;
  }
}

void
apply_protection_need(Finding& finding, const Knobs& knobs)
{
  if (finding.control->id == "DP-ENC-03" && knobs.protection_need != ProtectionNeed::normal) {
    finding.severity = Severity::high;
  }
}

Exposure
exposure_of(const Variant* variant, const Knobs& knobs)
{
  Exposure exposure{.variant = variant};
  if (variant == nullptr) {
    return exposure;
  }
  for (const auto& factor : variant->factors) {
    const bool adequacy_gone =
        factor.name == "J" && factor.value == 1 && knobs.dpf_status == DpfStatus::invalid;
    exposure.total += adequacy_gone ? 2 : factor.value;
  }
  exposure.band = band_of(exposure.total);
  return exposure;
}

std::vector<TenantReport::Gap>
gaps_of(const Snapshot& snapshot)
{
  std::vector<TenantReport::Gap> gaps;
  for (const auto& reading : snapshot.readings) {
    if (is_missing(reading)) {
      const Error& error = reading.content.error();
      gaps.push_back({reading.document.str(), error.what, error.scope, error.kind});
    }
  }
  return gaps;
}

/// Nothing is known of the document; a product that has no such document is something known.
bool
is_unseen(const Reading* reading)
{
  return reading == nullptr ||
         (!reading->content && reading->content.error().kind != Failure::unsupported);
}

auto
order_of(const Finding& finding)
{
  return std::tuple{finding.control->point, finding.severity, finding.id,
                    std::string_view{finding.scope}};
}

} // namespace

const Variant*
variant_of(const Manifest& manifest, const Snapshot& snapshot)
{
  for (const auto& variant : manifest.variants) {
    if (!snapshot.variant.empty()) {
      if (variant.id == snapshot.variant) {
        return &variant;
      }
      continue;
    }
    if (variant.when_setting.empty()) {
      return &variant;
    }
    const auto address = parse_address(variant.when_setting);
    const Reading* reading = address ? snapshot.find(address->document) : nullptr;
    if (is_unseen(reading)) {
      return nullptr;
    }
    const JsonValue* value =
        reading->content ? value_at(*reading->content, address->steps) : nullptr;
    const auto expect = Expectation::compile(variant.when_expect);
    if (value != nullptr && expect && expect->match(*value) == Match::yes) {
      return &variant;
    }
  }
  return nullptr;
}

TenantReport
examine(const Judge& judge, const Snapshot& snapshot, const Circumstances& circumstances)
{
  TenantReport report{.name = snapshot.tenant,
                      .vendor = snapshot.vendor,
                      .version = snapshot.version,
                      .taken_at = snapshot.taken_at};
  const Variant* variant = variant_of(judge.policy().manifest, snapshot);
  report.exposure = exposure_of(variant, circumstances.knobs);
  report.gaps = gaps_of(snapshot);
  report.findings = findings_of(judge, snapshot);
  add_attested_controls(report.findings, judge);
  const auto not_applicable = not_applicable_in(variant);
  for (auto& finding : report.findings) {
    apply_attestations(finding, snapshot, circumstances);
    apply_protection_need(finding, circumstances.knobs);
    apply_variant(finding, not_applicable);
  }
  confirm_attestations(report.findings, judge, snapshot);
  settle_agreement(report.findings, variant, snapshot, circumstances);
  settle_transfer(report.findings, circumstances);
  add_computed_controls(report.findings, judge, circumstances);
  const auto waivers = waivers_of(snapshot, circumstances);
  for (auto& finding : report.findings) {
    apply_waivers(finding, waivers);
  }
  std::ranges::sort(report.findings, [](const Finding& a, const Finding& b) {
    return order_of(a) < order_of(b);
  });
  rate(report, circumstances.knobs);
  return report;
}

} // namespace klausur
