#pragma once

#include "policies/engine/finding.hpp"

namespace klausur {

/// The variants that what was read does not exclude, in the order of the manifest; one, when
/// it is told. All of them where everything is excluded: then the manifest does not know it.
struct Candidates
{
  std::vector<const Variant*> variants;
  bool is_told = false; ///< The first one is it.

  [[nodiscard]] const Variant* told() const { return is_told ? variants.front() : nullptr; }
};

[[nodiscard]] Candidates candidates_of(const Manifest& manifest, const Snapshot& snapshot);

[[nodiscard]] Exposure exposure_of(Candidates candidates, const Knobs& knobs);

/// What the candidates say of a control that not all of them have.
struct VariantRule
{
  Shared<Text> why;
  bool in_all = false; ///< None of them has it.
};
using VariantRules = std::map<std::string, VariantRule, std::less<>>; ///< By control.

[[nodiscard]] VariantRules rules_of(const Candidates& candidates);

/// A control that no candidate has does not apply. One that only some of them have fails
/// nowhere for certain.
void apply_variants(Finding& finding, const VariantRules& rules);

} // namespace klausur
