#pragma once

#include "policies/engine/expectation.hpp"
#include "policies/engine/finding.hpp"

#include <string>
#include <vector>

namespace klausur {

/// Why a judgement is what it is; rendered in both languages by words_for().
enum class Ground {
  value,             ///< The value was there and decides.
  by_default,        ///< The key is missing; its documented meaning decides.
  silent,            ///< The key is missing and its meaning is not documented.
  other_type,        ///< The value is of a type that we do not understand.
  not_in_version,    ///< The setting came with a later version.
  not_read,          ///< No attempt was made to read the document.
  gap,               ///< The document could not be read; its Error says why.
  nothing_there,     ///< There is no member that the check could be about.
  condition_unmet,   ///< The check does not apply as the tenant is set.
  condition_unknown, ///< Whether the check applies could not be seen.
  attestation,       ///< Only a person can answer.
};

/// One check held against one place. Points into the snapshot and the judge.
struct Judgement
{
  std::size_t check = 0; ///< Index into Judge::checks().
  Status status = Status::unknown;
  Ground ground = Ground::silent;
  const Reading* reading = nullptr;
  const JsonValue* observed = nullptr;
  std::vector<std::string> bindings; ///< What each `*` stands for here.
};

/// A policy made ready for one set of parameters. Immutable after prepare(): threads may
/// share it. Borrows the policy and the catalogue.
class Judge
{
public:
  struct Condition
  {
    const klausur::Condition* condition;
    bool starred;
    Expectation expect;
  };
  struct PreparedCheck
  {
    const Check* check;
    const Control* control;
    std::size_t document; ///< Index into the distinct document names.
    bool starred;
    std::vector<std::string> path; ///< The steps of the setting's pointer.
    std::size_t hint;              ///< Where this check's part of Hints begins.
    std::optional<Expectation> expect;
    std::vector<Condition> when;
    std::optional<Json> remedy;
  };

  /// Where a key was found last time. Documents of one kind have their members in one
  /// order, so the next lookup starts there. One per thread; any content is valid.
  using Hints = std::vector<rapidjson::SizeType>;

  /// @param parameters  The tenant's own; the catalogue's defaults stand below.
  /// @error `invalid` naming the check: an unknown control or parameter, a bad schema.
  [[nodiscard]] static Result<Judge> prepare(const Policy& policy, const Catalogue& catalogue,
                                             const JsonValue& parameters);

  [[nodiscard]] const std::vector<PreparedCheck>& checks() const { return m_checks; }
  [[nodiscard]] const Json& parameters() const { return m_parameters; }
  [[nodiscard]] const Policy& policy() const { return *m_policy; }
  [[nodiscard]] const Catalogue& catalogue() const { return *m_catalogue; }

  /// Hold every check against the snapshot, in the order of the policy.
  [[nodiscard]] std::vector<Judgement> judge(const Snapshot& snapshot, Hints& hints) const;

private:
  Judge() = default;
  [[nodiscard]] Result<void> add(const Check& check);
  void judge_single(std::size_t index, const Reading* reading, const Snapshot& snapshot,
                    Hints& hints, std::vector<Judgement>& out) const;
  void judge_starred(std::size_t index, const Snapshot& snapshot,
                     std::vector<Judgement>& out) const;
  void judge_value(Judgement& judgement, const PreparedCheck& prepared,
                   const Snapshot& snapshot) const;
  [[nodiscard]] bool blocked(Judgement& judgement, const PreparedCheck& prepared,
                             const Snapshot& snapshot) const;

  const Policy* m_policy = nullptr;
  const Catalogue* m_catalogue = nullptr;
  Json m_parameters;
  std::vector<std::string> m_documents;
  std::vector<PreparedCheck> m_checks;
  std::size_t m_hints = 0;
};

/// The catalogue's defaults with the tenant's parameters over them.
[[nodiscard]] Json parameters_over_defaults(const Catalogue& catalogue,
                                            const JsonValue& parameters);

/// True when version `a` is older than `b`; parts compare as numbers (`9.1` < `10.0`).
[[nodiscard]] bool older(std::string_view a, std::string_view b);

} // namespace klausur
