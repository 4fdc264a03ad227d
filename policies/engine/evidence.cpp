#include "policies/engine/evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace klausur {

namespace {

constexpr std::size_t k_most_named = 5; ///< In one sentence.

/// One thing to do, and how much of the coverage it brings.
struct Lack
{
  std::string key; ///< Equal for what one deed brings.
  Text brief;      ///< "the permission X"
  Text step;
  double gain = 0;
};

/// Finds out what each finding lacks that could not be seen.
class Lacks
{
public:
  explicit Lacks(const TenantReport& report) : m_report{report}
  {
    for (const auto& gap : report.gaps) {
      m_gaps.emplace(gap.document, &gap);
    }
  }

  /// Nothing: no deed of an administrator makes it seen.
  [[nodiscard]] std::optional<Lack> of(const Finding& finding) const
  {
    const bool asks = finding.check == nullptr ? finding.control->automation.attest
                                               : !finding.check->attest.empty();
    if (asks && finding.missing_scope.empty()) {
      return attestation(finding);
    }
    if (!finding.missing_scope.empty()) {
      return permission(finding.missing_scope.str());
    }
    const TenantReport::Gap* gap = gap_of(finding);
    if (gap == nullptr && !m_report.unread.empty()) {
      gap = gap_at(m_report.unread.front());
    }
    return gap == nullptr ? std::nullopt : std::optional{of(*gap)};
  }

  [[nodiscard]] Lack of(const TenantReport::Gap& gap) const
  {
    const bool credentials = gap.kind == Failure::unauthorised;
    if (gap.kind == Failure::forbidden && !gap.scope.empty()) {
      return permission(gap.scope);
    }
    if (credentials || gap.kind == Failure::unreachable) {
      return {.key = credentials ? "credentials" : "reach",
              .brief = credentials
                           ? Text{"new credentials", "neue Zugangsdaten"}
                           : Text{"an answer of the vendor", "eine Antwort des Anbieters"},
              .step = credentials ? Text{"Renew the credentials: " + gap.why,
                                         "Erneuern Sie die Zugangsdaten: " + gap.why}
                                  : Text{"Make the vendor reachable: " + gap.why,
                                         "Machen Sie den Anbieter erreichbar: " + gap.why}};
    }
    return {.key = "document " + gap.document,
            .brief = {gap.document, gap.document},
            .step = {fmt::format("Make {} readable: {}", gap.document, gap.why),
                     fmt::format("Machen Sie {} lesbar: {}", gap.document, gap.why)}};
  }

  [[nodiscard]] const TenantReport::Gap* gap_at(std::string_view document) const
  {
    const auto found = m_gaps.find(document);
    return found == m_gaps.end() ? nullptr : found->second;
  }

private:
  static Lack attestation(const Finding& finding)
  {
    const Text& own = finding.check == nullptr ? finding.control->title : finding.check->title;
    const Text& title = own.empty() ? finding.control->title : own;
    return {.key = "attest " + std::string{finding.id},
            .brief = {fmt::format("the attestation of {}", finding.id),
                      fmt::format("die Bestätigung von {}", finding.id)},
            .step = {fmt::format("Attest {}: {}", finding.id, title.en),
                     fmt::format("Bestätigen Sie {}: {}", finding.id, title.de)}};
  }

  static Lack permission(const std::string& scope)
  {
    return {
        .key = "scope " + scope,
        .brief = {"the permission " + scope, "die Berechtigung " + scope},
        .step = {"Grant the permission " + scope, "Erteilen Sie die Berechtigung " + scope}};
  }

  /// Why the document of the finding was not read, or one that it hangs on.
  [[nodiscard]] const TenantReport::Gap* gap_of(const Finding& finding) const
  {
    if (const auto* own = gap_at(finding.setting.document.str())) {
      return own;
    }
    if (finding.check == nullptr) {
      return nullptr;
    }
    const Check& check = *finding.check;
    const TenantReport::Gap* found = gap_at(check.setting.document);
    for (const auto* conditions : {&check.when, &check.confirm}) {
      for (const auto& each : *conditions) {
        found = found != nullptr ? found : gap_at(each.setting.document);
      }
    }
    return found;
  }

  const TenantReport& m_report;
  std::map<std::string_view, const TenantReport::Gap*, std::less<>> m_gaps;
};

bool
is_unseen(const Finding& finding)
{
  return finding.status == Status::unknown || finding.status == Status::error;
}

/// What each deed brings of the coverage in percent, the most first.
std::vector<Lack>
lacks_of(const TenantReport& report, const Lacks& lacks, std::span<const ControlState> states,
         const Knobs& knobs)
{
  std::map<const Control*, double> shares;
  double whole = 0;
  for (const auto& state : states) {
    if (state.applicable > 0) {
      const int weight = weight_of(severity_under(*state.control, knobs));
      shares[state.control] = weight / static_cast<double>(state.applicable);
      whole += weight;
    }
  }
  std::map<std::string, Lack, std::less<>> all;
  for (const auto& finding : report.findings) {
    if (auto lack = is_unseen(finding) ? lacks.of(finding) : std::nullopt) {
      const double gain = 100.0 * shares[finding.control] / whole;
      std::string key = lack->key;
      all.try_emplace(std::move(key), std::move(*lack)).first->second.gain += gain;
    }
  }
  std::vector<Lack> sorted;
  for (auto& [key, lack] : all) {
    sorted.push_back(std::move(lack));
  }
  std::ranges::stable_sort(sorted, std::ranges::greater{}, &Lack::gain);
  return sorted;
}

Moves
moves_by(const std::vector<Lack>& chosen, double coverage)
{
  Moves moves;
  Text names;
  for (const auto& lack : chosen) {
    moves.steps.push_back(lack.step);
    if (moves.steps.size() <= k_most_named) {
      names.en += (names.en.empty() ? "" : ", ") + lack.brief.en;
      names.de += (names.de.empty() ? "" : ", ") + lack.brief.de;
    }
  }
  const std::size_t count = chosen.size();
  const std::string more = count > k_most_named ? ", ..." : "";
  const bool enough = coverage >= k_least_coverage;
  moves.outlook = {fmt::format("{} {} {}: {}{}.", count, count == 1 ? "step" : "steps",
                               enough ? "to a rating" : "towards a rating, not yet enough",
                               names.en, more),
                   fmt::format("{} {} {}: {}{}.", count, count == 1 ? "Schritt" : "Schritte",
                               enough ? "bis zur Bewertung"
                                      : "in Richtung einer Bewertung, noch nicht genug",
                               names.de, more)};
  return moves;
}

Lack
fresh_reading()
{
  return {.key = "age",
          .brief = {"a new examination", "eine neue Prüfung"},
          .step = {"Examine the tenant again", "Prüfen Sie den Mandanten erneut"}};
}

} // namespace

Moves
evidence_needed(const TenantReport& report, std::span<const ControlState> states,
                const Knobs& knobs)
{
  const Lacks lacks{report};
  std::vector<Lack> chosen;
  std::set<std::string> taken;
  const auto take = [&](const Lack& lack) {
    if (taken.insert(lack.key).second) {
      chosen.push_back(lack);
    }
  };
  for (const auto& document : report.unread) {
    if (const auto* gap = lacks.gap_at(document)) {
      take(lacks.of(*gap));
    }
  }
  if (report.is_too_old) {
    take(fresh_reading());
  }
  double coverage = report.coverage;
  const auto rest = lacks_of(report, lacks, states, knobs);
  for (const auto& lack : rest) { // what is taken already brings its part anyway
    coverage += taken.contains(lack.key) ? lack.gain : 0;
  }
  for (const auto& lack : rest) {
    if (coverage < k_least_coverage && !taken.contains(lack.key)) {
      take(lack);
      coverage += lack.gain;
    }
  }
  return chosen.empty()
             ? Moves{.outlook = {"No permission, document or attestation shows more.",
                                 "Keine Berechtigung, kein Dokument und keine "
                                 "Bestätigung zeigt mehr."},
                     .steps = {}}
             : moves_by(chosen, coverage);
}

Moves
variant_to_tell(const TenantReport& report)
{
  std::set<std::string> documents;
  for (const auto* variant : report.exposure.candidates) {
    if (!variant->when_setting.empty()) {
      documents.insert(variant->when_setting);
    }
  }
  const std::string list = fmt::format("{}", fmt::join(documents, ", "));
  Moves moves;
  moves.outlook = {"First it has to be told which variant of the product it is.",
                   "Zuerst muss zu erkennen sein, welche Variante des Produkts es ist."};
  moves.steps = {{"Make readable which variant of the product it is: " + list,
                  "Machen Sie lesbar, welche Variante des Produkts es ist: " + list}};
  return moves;
}

} // namespace klausur
