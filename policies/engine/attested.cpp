#include "policies/engine/attested.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace klausur {

namespace {

constexpr std::string_view k_agreement = "DP-AVV-01";
constexpr std::string_view k_transfer = "DP-AVV-04";
constexpr std::string_view k_business_tier = "DP-LIC-01";
constexpr std::string_view k_posture = "DP-SET-02";
constexpr std::string_view k_recheck = "DP-SET-03";
constexpr auto k_grace = std::chrono::days{30};

bool
only_people_answer(const Finding& finding)
{
  return finding.check == nullptr || !finding.check->attest.empty();
}

/// The newest attestation of this tenant for the finding, expired or not.
const Attestation*
newest(const Finding& finding, std::string_view tenant, const Circumstances& circumstances)
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

Finding*
find_control(std::vector<Finding>& findings, std::string_view id)
{
  const auto found = std::ranges::find_if(
      findings, [&](const Finding& each) { return each.id == id && each.check == nullptr; });
  return found == findings.end() ? nullptr : &*found;
}

std::string
day_of(Time time)
{
  return to_text(time).substr(0, 10);
}

void
decide(Finding& finding, Status status, Severity severity, Text why)
{
  finding.status = status;
  finding.severity = severity;
  finding.why = std::move(why);
}

/// How an agreement stands that nobody has attested.
void
settle_unattested(Finding& finding, std::string_view mode, bool plan_seen)
{
  if (mode == "not_needed") {
    decide(finding, Status::not_applicable, finding.severity,
           {"No processor is involved.", "Es ist kein Auftragsverarbeiter beteiligt."});
  } else if (mode == "incorporated" && plan_seen) {
    decide(finding, Status::fail, Severity::medium,
           {"The agreement is part of the vendor's terms; its attestation is outstanding.",
            "Der Vertrag ist Bestandteil der Bedingungen des Anbieters; die Bestätigung steht "
            "noch aus."});
  } else if (mode == "incorporated" || mode == "clickwrap") {
    decide(finding, Status::fail, Severity::high,
           {"Nobody has attested that the agreement was accepted for this plan.",
            "Niemand hat bestätigt, dass der Vertrag für diesen Tarif angenommen wurde."});
  } else {
    decide(
        finding, Status::fail, Severity::critical,
        {"This vendor's agreement has to be concluded actively, and nobody has attested it.",
         "Der Vertrag mit diesem Anbieter muss aktiv geschlossen werden, und niemand hat das "
         "bestätigt."});
  }
}

Finding
computed(const Control& control, Status status, Shared<Json> observed, Shared<Json> expected,
         Text why)
{
  return {.control = &control,
          .id = control.id,
          .severity = control.severity,
          .status = status,
          .scope = "account",
          .observed = std::move(observed),
          .expected = std::move(expected),
          .why = std::move(why)};
}

Finding
posture_finding(const Control& control, std::span<const Finding> findings,
                const JsonValue& parameters)
{
  int passed = 0;
  int evaluated = 0;
  for (const auto& state : states_of(findings)) {
    const bool judged = state.status == Status::pass || state.status == Status::fail;
    if (state.control->automation.automatic && judged) {
      passed += state.status == Status::pass ? 1 : 0;
      ++evaluated;
    }
  }
  const JsonValue* target = member(parameters, "posture_target");
  if (evaluated == 0 || target == nullptr || !target->IsNumber()) {
    return computed(control, Status::unknown, {}, {},
                    {"No automatic control could be judged.",
                     "Kein automatischer Prüfpunkt konnte bewertet werden."});
  }
  const double share = std::round(1000.0 * passed / evaluated) / 10.0;
  Json observed;
  observed.SetDouble(share);
  return computed(
      control, share >= target->GetDouble() ? Status::pass : Status::fail, std::move(observed),
      copy_of(*target),
      {fmt::format("{} of {} automatic controls pass.", passed, evaluated),
       fmt::format("{} von {} automatischen Prüfpunkten sind erfüllt.", passed, evaluated)});
}

Finding
recheck_finding(const Control& control, const Circumstances& circumstances)
{
  if (!circumstances.previous_run) {
    return computed(control, Status::unknown, {}, {},
                    {"No earlier examination of this tenant is on record.",
                     "Für diesen Mandanten ist keine frühere Prüfung vermerkt."});
  }
  const bool in_time =
      circumstances.now - *circumstances.previous_run <= circumstances.max_scan_age;
  return computed(
      control, in_time ? Status::pass : Status::fail,
      json_string(to_text(*circumstances.previous_run)), {},
      {fmt::format("Last examined before on {}.", day_of(*circumstances.previous_run)),
       fmt::format("Zuvor zuletzt geprüft am {}.", day_of(*circumstances.previous_run))});
}

} // namespace

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
  const Attestation* attestation = newest(finding, snapshot.tenant, circumstances);
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
  finding.why = Text{fmt::format("Attested by {}, valid until {}.", attestation->by, day),
                     fmt::format("Bestätigt von {}, gültig bis {}.", attestation->by, day)};
}

void
settle_agreement(std::vector<Finding>& findings, const Variant* variant,
                 const Snapshot& snapshot, const Circumstances& circumstances)
{
  Finding* finding = find_control(findings, k_agreement);
  if (finding == nullptr || finding->status != Status::unknown || variant == nullptr) {
    return;
  }
  if (const Attestation* expired = newest(*finding, snapshot.tenant, circumstances)) {
    finding->status = Status::fail;
    finding->severity =
        circumstances.now - expired->until <= k_grace ? Severity::high : Severity::critical;
  } else {
    const auto states = states_of(findings);
    const bool plan_seen = std::ranges::any_of(states, [](const ControlState& state) {
      return state.control->id == k_business_tier && state.status == Status::pass;
    });
    settle_unattested(*finding, variant->dpa_mode, plan_seen);
  }
  if (circumstances.knobs.legal_view == LegalView::tk_service) {
    finding->severity = std::max(finding->severity, Severity::high);
    finding->note =
        Text{"Legal view tk_service: the agreement is judged for stored content only.",
             "Rechtsauffassung TK-Dienst: Der Vertrag wird nur für gespeicherte Inhalte "
             "bewertet."};
  }
}

void
settle_transfer(std::vector<Finding>& findings, const Circumstances& circumstances)
{
  Finding* finding = find_control(findings, k_transfer);
  if (finding == nullptr || circumstances.knobs.dpf_status != DpfStatus::invalid) {
    return;
  }
  finding->severity = Severity::critical;
  if (finding->status == Status::unknown) {
    decide(*finding, Status::fail, Severity::critical,
           {"The adequacy decision is invalid, and no other instrument is attested.",
            "Der Angemessenheitsbeschluss ist ungültig, und kein anderes Instrument ist "
            "bestätigt."});
  }
}

void
add_computed_controls(std::vector<Finding>& findings, const Judge& judge,
                      const Circumstances& circumstances)
{
  if (const Control* control = judge.catalogue().find(k_posture)) {
    findings.push_back(posture_finding(*control, findings, judge.parameters()));
  }
  if (const Control* control = judge.catalogue().find(k_recheck)) {
    findings.push_back(recheck_finding(*control, circumstances));
  }
}

} // namespace klausur
