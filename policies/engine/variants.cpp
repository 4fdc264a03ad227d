#include "policies/engine/variants.hpp"

#include "policies/engine/expectation.hpp"
#include "policies/engine/looked_at.hpp"
#include "policies/engine/rate.hpp"
#include "policies/engine/sight.hpp"

#include <algorithm>

namespace klausur {

namespace {

/// Whether the snapshot says that it is this variant; `other_type`: it does not say.
Match
fits(const Variant& variant, const Snapshot& snapshot)
{
  if (!snapshot.variant.empty()) {
    return variant.id == snapshot.variant ? Match::yes : Match::no;
  }
  if (variant.when_setting.empty()) {
    return Match::yes;
  }
  const auto address = parse_address(variant.when_setting);
  const Reading* reading = address ? snapshot.find(address->document) : nullptr;
  if (reading == nullptr || !reading->content) {
    return Match::other_type;
  }
  const JsonValue* value = value_at(*reading->content, address->steps);
  if (value == nullptr && variant.when_absent_means && snapshot.kept_at(*address) &&
      is_left_out(*reading->content, address->steps)) {
    value = &*variant.when_absent_means;
  }
  if (value != nullptr &&
      !can_tell(snapshot, *address, looked_into(variant.when_expect), *value)) {
    return Match::other_type;
  }
  const auto expect = Expectation::compile(variant.when_expect);
  return value == nullptr || !expect ? Match::other_type : expect->match(*value);
}

int
total_of(const Variant& variant, const Knobs& knobs)
{
  int total = 0;
  for (const auto& factor : variant.factors) {
    const bool adequacy_gone =
        factor.name == "J" && factor.value == 1 && knobs.dpf_status == DpfStatus::invalid;
    total += adequacy_gone ? 2 : factor.value;
  }
  return total;
}

} // namespace

Candidates
candidates_of(const Manifest& manifest, const Snapshot& snapshot)
{
  Candidates found;
  for (const auto& variant : manifest.variants) {
    const Match match = fits(variant, snapshot);
    if (match == Match::yes) {
      found.is_told = found.variants.empty();
      found.variants.push_back(&variant);
      return found;
    }
    if (match == Match::other_type) {
      found.variants.push_back(&variant);
    }
  }
  if (found.variants.empty()) {
    for (const auto& variant : manifest.variants) {
      found.variants.push_back(&variant);
    }
  }
  return found;
}

Exposure
exposure_of(Candidates candidates, const Knobs& knobs)
{
  Exposure exposure;
  exposure.variant = candidates.told();
  if (!candidates.variants.empty()) {
    std::vector<int> totals;
    for (const auto* variant : candidates.variants) {
      totals.push_back(total_of(*variant, knobs));
    }
    exposure.lowest = *std::ranges::min_element(totals);
    exposure.highest = *std::ranges::max_element(totals);
  }
  if (exposure.variant != nullptr) {
    exposure.total = exposure.lowest;
    exposure.band = band_of(exposure.total);
  }
  exposure.candidates = std::move(candidates.variants);
  return exposure;
}

VariantRules
rules_of(const Candidates& candidates)
{
  std::map<std::string, std::size_t, std::less<>> count;
  VariantRules rules;
  for (const auto* variant : candidates.variants) {
    for (const auto& [control, why] : variant->not_applicable) {
      if (++count[control] == 1) {
        rules[control].why = why;
      }
    }
  }
  const Shared<Text> untold{
      Text{"Not every variant of the product has it, and which one it is "
           "could not be told.",
           "Nicht jede Variante des Produkts kennt es, und welche es ist, "
           "war nicht zu erkennen."}};
  for (auto& [control, rule] : rules) {
    rule.in_all = count[control] == candidates.variants.size();
    rule.why = rule.in_all ? rule.why : untold;
  }
  return rules;
}

void
apply_variants(Finding& finding, const VariantRules& rules)
{
  const auto found = rules.find(finding.control->id);
  if (found == rules.end()) {
    return;
  }
  if (found->second.in_all) {
    finding.status = Status::not_applicable;
    finding.why = found->second.why;
    finding.remedy.reset();
  } else if (finding.status == Status::fail) {
    finding.status = Status::unknown;
    finding.why = found->second.why;
  }
}

} // namespace klausur
