#include "policies/engine/examine.hpp"

#include "policies/engine/attested.hpp"
#include "policies/engine/confirmed.hpp"
#include "policies/engine/reasons.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace klausur {

namespace {

std::string
scope_of(const Judgement& judgement, const Check& check,
         const std::vector<std::string>& bindings)
{
  if (bindings.empty()) {
    return "account";
  }
  const auto in_document =
      static_cast<std::size_t>(std::ranges::count(check.setting.document, '*'));
  std::string scope = in_document > 0 ? judgement.reading->document : std::string{};
  for (std::size_t i = in_document; i < bindings.size(); ++i) {
    scope += (scope.empty() ? "" : "/") + bindings[i];
  }
  return scope;
}

std::string
setting_of(const Judgement& judgement, const Check& check,
           const std::vector<std::string>& bindings)
{
  if (!check.attest.empty()) {
    return {};
  }
  Address address = check.setting;
  if (judgement.reading != nullptr && !bindings.empty()) {
    address.document = judgement.reading->document;
    auto binding = bindings.begin() + std::ranges::count(check.setting.document, '*');
    for (auto& step : address.steps) {
      if (step == "*" && binding != bindings.end()) {
        step = *binding++;
      }
    }
  }
  return to_text(address);
}

/// Which permissions a document that nobody asked for would take.
void
name_what_it_takes(Text& why, const DocumentEntry* entry)
{
  if (entry != nullptr && !entry->scopes.empty()) {
    const auto scopes = fmt::format("{}", fmt::join(entry->scopes, ", "));
    why.en += " That takes " + scopes;
    why.de += " Dafür ist nötig: " + scopes;
  }
}

Finding
finding_of(const Judgement& judgement, const std::vector<std::string>& bindings,
           const Judge& judge, const Snapshot& snapshot)
{
  const auto& prepared = judge.checks()[judgement.check];
  const Check& check = *prepared.check;
  Finding finding{.check = &check,
                  .control = prepared.control,
                  .id = check.id,
                  .severity = prepared.control->severity,
                  .status = judgement.status,
                  .scope = scope_of(judgement, check, bindings),
                  .setting = setting_of(judgement, check, bindings),
                  .why = words_for(judgement, check, snapshot.version)};
  if (judgement.ground == Ground::not_read) {
    name_what_it_takes(finding.why, judge.policy().manifest.entry_of(check.setting.document));
  }
  if (judgement.observed != nullptr) {
    finding.observed = copy_of(*judgement.observed);
  }
  if (prepared.expect) {
    finding.expected = copy_of(prepared.expect->value());
  }
  if (prepared.remedy) {
    finding.remedy = copy_of(*prepared.remedy);
  }
  if (check.overridable) {
    finding.note = overridable_note();
  }
  if (judgement.reading != nullptr) {
    finding.source = judgement.reading->source;
    finding.read_at = judgement.reading->read_at;
    if (!judgement.reading->content && judgement.ground == Ground::gap) {
      finding.missing_scope = judgement.reading->content.error().scope;
    }
  }
  return finding;
}

void
apply_variant(Finding& finding, const Variant* variant)
{
  if (variant == nullptr) {
    return;
  }
  const auto found = variant->not_applicable.find(finding.control->id);
  if (found != variant->not_applicable.end()) {
    finding.status = Status::not_applicable;
    finding.why = found->second;
    finding.remedy.reset();
  }
}

void
apply_waivers(Finding& finding, const Snapshot& snapshot, const Circumstances& circumstances)
{
  if (finding.status != Status::fail) {
    return;
  }
  for (const auto& waiver : circumstances.waivers) {
    const bool meant = waiver.tenant == snapshot.tenant && waiver.check == finding.id &&
                       (waiver.scope.empty() || waiver.scope == finding.scope) &&
                       circumstances.now < waiver.until;
    const bool as_accepted = finding.observed ? same_setting(waiver.accepted, *finding.observed)
                                              : waiver.accepted.IsNull();
    if (meant && as_accepted) {
      finding.waived = Waiver{
          waiver.id,     waiver.tenant,   waiver.check, waiver.scope, copy_of(waiver.accepted),
          waiver.reason, waiver.approver, waiver.until};
      return;
    }
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
      gaps.push_back({reading.document, error.what, error.scope, error.kind});
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
  return std::tuple{finding.control->point, finding.severity, std::string_view{finding.id},
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
  Docket docket;
  judge.judge(snapshot, docket);
  for (const auto& judgement : docket.judgements) {
    report.findings.push_back(
        finding_of(judgement, docket.bindings_of(judgement), judge, snapshot));
  }
  add_attested_controls(report.findings, judge);
  for (auto& finding : report.findings) {
    apply_attestations(finding, snapshot, circumstances);
    apply_protection_need(finding, circumstances.knobs);
    apply_variant(finding, variant);
  }
  confirm_attestations(report.findings, judge, snapshot);
  settle_agreement(report.findings, variant, snapshot, circumstances);
  settle_transfer(report.findings, circumstances);
  add_computed_controls(report.findings, judge, circumstances);
  for (auto& finding : report.findings) {
    apply_waivers(finding, snapshot, circumstances);
  }
  std::ranges::sort(report.findings, [](const Finding& a, const Finding& b) {
    return order_of(a) < order_of(b);
  });
  rate(report, circumstances.knobs);
  return report;
}

} // namespace klausur
