#pragma once

#include "plugin/report/words.hpp"

#include <vector>

namespace klausur {

/// The parts in which findings are shown, the most urgent first. Every finding is in
/// exactly one.
enum class Part { open, waived, error, unknown, met, not_applicable };
inline constexpr std::size_t k_parts = 6;

[[nodiscard]] Part part_of(const Finding& finding);
[[nodiscard]] Phrase title_of(Part part);

/// Findings of one check that differ only in where they were found and what was seen, so
/// that a check over 500 members is explained once. Never empty.
struct Group
{
  std::vector<const Finding*> findings;

  [[nodiscard]] const Finding& first() const { return *findings.front(); }
};

/// The findings of a part, by severity and then as they stand in the report.
[[nodiscard]] std::vector<Group> groups_of(const TenantReport& tenant, Part part);

/// Groups that cannot be judged for the same reason: a missing permission, or a sentence.
struct Obstacle
{
  std::string missing_scope; ///< Empty: `why` says it.
  Text why;
  std::vector<Group> groups;

  [[nodiscard]] std::size_t findings() const;
};

[[nodiscard]] std::vector<Obstacle> obstacles_of(std::vector<Group> groups);

/// Documents that could not be read for the same reason.
struct Hole
{
  const TenantReport::Gap* gap; ///< The first of them.
  std::vector<std::string_view> documents;
};

[[nodiscard]] std::vector<Hole> holes_of(const TenantReport& tenant);

[[nodiscard]] std::size_t count_of(const TenantReport& tenant, Part part);
[[nodiscard]] std::size_t count_of(const TenantReport& tenant, Part part, Point point);

/// What the finding is about: the check's own title, else the control's, else its id.
[[nodiscard]] std::string_view title_of(const Finding& finding, Language language);

/// What is the case: of a finding that fails the check's sentence of the deviation, else that
/// what the title states is not met. Of any other finding the title.
[[nodiscard]] std::string sentence_of(const Finding& finding, Language language);

/// Who accepted a waived finding; of a critical one it is said when one person decided.
[[nodiscard]] std::string who_accepted(const Finding& finding, Language language);

/// The permissions to grant so that everything could be seen, sorted, each once, without those
/// that a step of `moves` already names.
[[nodiscard]] std::vector<std::string> missing_scopes(const TenantReport& tenant);

/// Open findings whose remedy a program can write.
[[nodiscard]] std::size_t settable(const TenantReport& tenant);

/// What the factor counts for here; the exposure must have a variant.
[[nodiscard]] int shown_value(const Exposure& exposure, const Factor& factor);

/// A switch of the rating as the configuration names it.
struct Knob
{
  std::string_view name;
  std::string value;
};
[[nodiscard]] std::vector<Knob> knobs_of(const RunReport& report);

} // namespace klausur
