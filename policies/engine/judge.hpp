#pragma once

#include "policies/engine/expectation.hpp"
#include "policies/engine/finding.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace klausur {

/// Why a judgement is what it is; rendered in both languages by words_for().
enum class Ground : std::uint8_t {
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
  contradicted,      ///< The value is right, and what is there shows otherwise.
  unconfirmed,       ///< The value is right; what would confirm it could not be seen.
  locked,            ///< Not looked at, and held by a lock above.
};

/// One check held against one place. Points into the snapshot and the judge.
struct Judgement
{
  const Reading* reading = nullptr;
  const JsonValue* observed = nullptr;
  std::uint32_t check = 0;    ///< Index into Judge::checks().
  std::uint32_t bindings = 0; ///< Index into Docket::bindings.
  Status status = Status::unknown;
  Ground ground = Ground::silent;
};

/// What judging fills in, and what it remembers from one document to the next. One per
/// thread; reuse it, so that judging many snapshots allocates nothing.
struct Docket
{
  std::vector<Judgement> judgements;
  /// What each `*` stands for; the first entry is empty and serves all without a `*`.
  std::vector<std::vector<std::string>> bindings;
  /// Where a key was found last time: documents of one kind have their members in one
  /// order, so the next lookup starts there. Any content is valid.
  std::vector<rapidjson::SizeType> hints;
  /// Whose trees may have grown since the last part.
  std::vector<const Reading*> looked_at;

  [[nodiscard]] const std::vector<std::string>& bindings_of(const Judgement& judgement) const
  {
    return bindings[judgement.bindings];
  }
};

/// A policy made ready for one set of parameters. Immutable after prepare(): threads may
/// share it. Borrows the policy and the catalogue.
class Judge
{
public:
  struct PreparedCondition
  {
    const Condition* condition;
    bool starred;
    const Expectation* expect;
  };
  struct PreparedCheck
  {
    const Check* check;
    const Control* control;
    bool starred;
    const Expectation* expect = nullptr; ///< nullptr: an attestation.
    std::vector<PreparedCondition> when;
    const Expectation* confirm = nullptr; ///< nullptr: nothing has to.
    std::optional<Json> remedy;
  };

  /// One name on the way to a setting, as a piece of the judge's letters.
  struct Step
  {
    std::uint32_t first;
    std::uint32_t length;
  };

  /// @param parameters  The tenant's own; the catalogue's defaults stand below.
  /// @error `invalid` naming the check: an unknown control or parameter, a bad schema.
  [[nodiscard]] static Result<Judge> prepare(const Policy& policy, const Catalogue& catalogue,
                                             const JsonValue& parameters);

  [[nodiscard]] const std::vector<PreparedCheck>& checks() const { return m_checks; }
  [[nodiscard]] const Json& parameters() const { return m_parameters; }
  [[nodiscard]] const Policy& policy() const { return *m_policy; }
  [[nodiscard]] const Catalogue& catalogue() const { return *m_catalogue; }

  /// Hold every check against the snapshot: first those about one place, in the order of the
  /// policy, then reading by reading those with a `*`. What was in the docket's judgements
  /// and bindings before is gone.
  void judge(const Snapshot& snapshot, Docket& docket) const;

  /// The same in parts, for snapshots of thousands of members: `take` is called when the
  /// docket holds some more judgements, which are gone after it, with the trees of the
  /// members that they point into.
  void judge(const Snapshot& snapshot, Docket& docket, const std::function<void()>& take) const;

private:
  Judge() = default;
  [[nodiscard]] Result<void> add(const Check& check);
  [[nodiscard]] Result<const Expectation*> expectation(const JsonValue& expect);
  void add_route(const Check& check);
  void judge_single(std::uint32_t index, const Reading* reading, const Snapshot& snapshot,
                    Docket& docket) const;
  void judge_parts(const Snapshot& snapshot, Docket& docket,
                   const std::function<void()>& end_part) const;
  void judge_singles(const Snapshot& snapshot, Docket& docket) const;
  /// @param met  Set for every check that has found something to judge.
  void judge_member(const Reading& reading, const Snapshot& snapshot, Docket& docket,
                    std::vector<bool>& met) const;
  void judge_nothing(std::uint32_t index, const Snapshot& snapshot, Docket& docket) const;
  void judge_places(const Judgement& base, std::vector<std::string> bindings,
                    const Snapshot& snapshot, Docket& docket) const;
  void judge_absent(Judgement& judgement, const PreparedCheck& prepared,
                    const Snapshot& snapshot) const;
  void judge_seen(Judgement& judgement, const PreparedCheck& prepared,
                  const Snapshot& snapshot) const;
  [[nodiscard]] bool blocked(Judgement& judgement, const PreparedCheck& prepared,
                             const Snapshot& snapshot, Docket& docket) const;

  /// What judging reads of every check, packed for the processor's cache.
  struct Route
  {
    const Expectation* expect;
    std::uint32_t document; ///< Index into m_documents.
    std::uint32_t first;    ///< Its steps in m_steps, and its hints in Docket::hints.
    std::uint16_t steps;
    bool starred;
    bool conditional;
    bool confirmed;
  };

  const Policy* m_policy = nullptr;
  const Catalogue* m_catalogue = nullptr;
  Json m_parameters;
  std::vector<std::string> m_documents;
  std::vector<PreparedCheck> m_checks;
  std::map<std::string, Expectation> m_expectations; ///< By their text: equal ones are one.
  std::vector<Route> m_routes;                       ///< One for each of m_checks.
  std::vector<Step> m_steps; ///< Of all settings' pointers, one after the other.
  std::string m_letters;     ///< What the steps are pieces of.
};

} // namespace klausur
