// DP-AVV-01 and DP-AVV-04: what nobody attested is known not to be attested.

#include "policies/engine/attested.hpp"

#include <algorithm>

namespace klausur {

namespace {

constexpr std::string_view k_agreement = "DP-AVV-01";
constexpr std::string_view k_transfer = "DP-AVV-04";
constexpr std::string_view k_business_tier = "DP-LIC-01";
constexpr auto k_grace = std::chrono::days{30};

/// How an agreement stands in one variant of the product.
struct Standing
{
  Status status = Status::fail;
  Severity severity = Severity::critical;
  Text why;

  bool operator==(const Standing&) const = default;
};

Finding*
find_control(std::vector<Finding>& findings, std::string_view id)
{
  const auto found = std::ranges::find_if(
      findings, [&](const Finding& each) { return each.id == id && each.check == nullptr; });
  return found == findings.end() ? nullptr : &*found;
}

/// When nobody attested it.
Standing
unattested(std::string_view mode, bool plan_seen, Severity own)
{
  if (mode == "not_needed") {
    return {Status::not_applicable,
            own,
            {"No processor is involved.", "Es ist kein Auftragsverarbeiter beteiligt."}};
  }
  if (mode == "incorporated" && plan_seen) {
    return {Status::fail,
            Severity::medium,
            {"The agreement is part of the vendor's terms; its attestation is outstanding.",
             "Der Vertrag ist Bestandteil der Bedingungen des Anbieters; die Bestätigung steht "
             "noch aus."}};
  }
  if (mode == "incorporated" || mode == "clickwrap") {
    return {Status::fail,
            Severity::high,
            {"Nobody has attested that the agreement was accepted for this plan.",
             "Niemand hat bestätigt, dass der Vertrag für diesen Tarif angenommen wurde."}};
  }
  return {Status::fail,
          Severity::critical,
          {"This vendor's agreement has to be concluded actively, and nobody has attested it.",
           "Der Vertrag mit diesem Anbieter muss aktiv geschlossen werden, und niemand hat das "
           "bestätigt."}};
}

/// When its attestation ended; `why` says on which day.
Standing
expired(const Attestation& attestation, const Finding& finding, Time now)
{
  return {Status::fail,
          now - attestation.until <= k_grace ? Severity::high : Severity::critical,
          *finding.why};
}

/// What all variants that it can be agree in; else it is unknown, as grave as it can be.
Standing
common(const std::vector<Standing>& standings)
{
  const bool same = std::ranges::all_of(
      standings, [&](const Standing& each) { return each == standings.front(); });
  if (same) {
    return standings.front();
  }
  const auto gravest = std::ranges::min_element(standings, {}, [](const Standing& each) {
    return each.status == Status::fail ? each.severity : Severity::low;
  });
  return {
      Status::unknown,
      gravest->severity,
      {"Which variant of the product it is could not be told, and the agreement hangs on it.",
       "Welche Variante des Produkts es ist, war nicht zu erkennen, und davon hängt der "
       "Vertrag ab."}};
}

bool
is_plan_seen(std::span<const Finding> findings)
{
  return std::ranges::any_of(states_of(findings), [](const ControlState& state) {
    return state.control->id == k_business_tier && state.all_pass();
  });
}

} // namespace

void
settle_agreement(std::vector<Finding>& findings, const Candidates& candidates,
                 const Snapshot& snapshot, const Circumstances& circumstances)
{
  Finding* finding = find_control(findings, k_agreement);
  if (finding == nullptr || finding->status != Status::unknown || candidates.variants.empty()) {
    return;
  }
  const Attestation* ended = newest_attestation(*finding, snapshot.tenant, circumstances);
  const bool plan_seen = is_plan_seen(findings);
  std::vector<Standing> standings;
  for (const auto* variant : candidates.variants) {
    const bool ends = ended != nullptr && variant->dpa_mode != "not_needed";
    standings.push_back(ends ? expired(*ended, *finding, circumstances.now)
                             : unattested(variant->dpa_mode, plan_seen, finding->severity));
  }
  const Standing standing = common(standings);
  finding->status = standing.status;
  finding->severity = standing.severity;
  finding->why = standing.why;
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
    finding->status = Status::fail;
    finding->why =
        Text{"The adequacy decision is invalid, and no other instrument is attested.",
             "Der Angemessenheitsbeschluss ist ungültig, und kein anderes Instrument "
             "ist bestätigt."};
  }
}

} // namespace klausur
