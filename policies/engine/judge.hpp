#pragma once

#include "policies/engine/expectation.hpp"
#include "policies/engine/finding.hpp"
#include "policies/engine/known.hpp"
#include "policies/engine/lookup.hpp"

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
  not_kept,          ///< The key is missing in a snapshot of when nobody looked at it.
  other_type,        ///< The value is of a type that we do not understand.
  unforeseen,        ///< The specification does not name this value.
  not_in_version,    ///< The setting came with a later version.
  not_read,          ///< No attempt was made to read the document.
  gap,               ///< The document could not be read; its Error says why.
  nothing_there,     ///< There is no member that the check could be about.
  too_few,           ///< There are fewer members than there have to be.
  condition_unmet,   ///< The check does not apply as the tenant is set.
  condition_unknown, ///< Whether the check applies could not be seen.
  attestation,       ///< Only a person can answer.
  contradicted,      ///< The value is right, and what is there shows otherwise.
  unconfirmed,       ///< The value is right; what would confirm it could not be seen.
  locked,            ///< Not looked at, and held by a lock above.
  not_named,         ///< What would name the members does not say whether there are any.
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
  std::uint8_t confirm = 0; ///< Which of Check::confirm decides, where one does.
};

/// What judging fills in, and what it remembers from one document to the next. One per
/// thread; reuse it, so that judging many snapshots allocates nothing.
struct Docket
{
  std::vector<Judgement> judgements;
  /// What each `*` stands for; the first entry is empty and serves all without a `*`.
  std::vector<std::vector<std::string>> bindings;
  /// What was found in each document that the judge knows. Any content is valid.
  std::vector<Lookup::Memory> memories;
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
    std::optional<KnownValues> known; ///< Of the check that is about the same setting.

    /// @param value  nullptr, or one that nobody foresaw: `other_type`, it says nothing.
    [[nodiscard]] Match match(const JsonValue* value) const;
    std::vector<Pointer> inner; ///< By looked_into(): hardly ever any.
  };
  struct PreparedCheck
  {
    const Check* check;
    const Control* control;
    bool starred;
    const Expectation* expect = nullptr; ///< nullptr: an attestation.
    std::vector<Pointer> inner;          ///< By looked_into(): hardly ever any.
    std::vector<PreparedCondition> when;
    std::vector<PreparedCondition> confirm;
    std::optional<KnownValues> known;
    std::optional<Json> remedy;
  };

  /// @param parameters  The tenant's own; the catalogue's defaults stand below.
  /// @param places      Where each of them is written, for messages: `klausur.yaml:9:38`.
  /// @error `invalid` naming check and parameter, all there are: an unknown control, a
  ///        parameter that an expectation cannot take, a remedy that does not meet its own
  ///        expectation under these parameters.
  [[nodiscard]] static Result<Judge>
  prepare(const Policy& policy, const Catalogue& catalogue, const JsonValue& parameters,
          const std::map<std::string, std::string>& places = {});

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
  class Preparation;

  /// What judging reads of every check, packed for the processor's cache.
  struct Route
  {
    const Expectation* expect;
    std::uint32_t document; ///< Index into m_documents.
    std::uint32_t number;   ///< Of the setting in the document's lookup.
    bool starred;
    bool deep;  ///< A `*` stands in the pointer, so that the lookup does not know it.
    bool plain; ///< The expectation alone decides.
  };

  /// The settings of all checks about one document, or about documents of one pattern.
  struct Document
  {
    std::string pattern;
    bool starred = false; ///< Some check of it has a `*`.
    Lookup lookup;
  };

  Judge() = default;
  void add_route(const PreparedCheck& prepared);
  void judge_parts(const Snapshot& snapshot, Docket& docket,
                   const std::function<void()>& end_part) const;
  void judge_singles(const Snapshot& snapshot, Docket& docket) const;
  void judge_single(std::uint32_t index, const Reading* reading, const Snapshot& snapshot,
                    Docket& docket) const;
  /// @param met  How many places every check has found so far.
  void judge_member(const Reading& reading, const Snapshot& snapshot, Docket& docket,
                    std::vector<std::size_t>& met) const;
  /// Of a check that has found fewer places than it needs. What it hangs on as a whole decides
  /// before that.
  void judge_missing(std::uint32_t index, std::size_t met, const Snapshot& snapshot,
                     Docket& docket) const;
  void judge_unmet(Judgement& none, const Address& setting, const Snapshot& snapshot) const;
  void judge_deep(const Judgement& base, const std::vector<std::string>& bindings,
                  const Snapshot& snapshot, Docket& docket) const;
  void judge_place(Judgement judgement, std::vector<std::string> bindings,
                   const Snapshot& snapshot, Docket& docket) const;
  void judge_observed(Judgement& judgement, const PreparedCheck& prepared,
                      const Snapshot& snapshot, Docket& docket) const;
  void judge_absent(Judgement& judgement, const PreparedCheck& prepared,
                    const Snapshot& snapshot, const Docket& docket) const;
  void judge_partners(Judgement& judgement, const PreparedCheck& prepared,
                      const Snapshot& snapshot, Docket& docket) const;
  /// @param of_all  Only the conditions that are not about one member.
  [[nodiscard]] bool blocked(Judgement& judgement, const PreparedCheck& prepared,
                             const Snapshot& snapshot, Docket& docket,
                             bool of_all = false) const;

  const Policy* m_policy = nullptr;
  const Catalogue* m_catalogue = nullptr;
  Json m_parameters;
  std::vector<PreparedCheck> m_checks;
  std::map<std::string, Expectation> m_expectations; ///< By their text: equal ones are one.
  std::vector<Route> m_routes;                       ///< One for each of m_checks.
  std::vector<Document> m_documents;
};

} // namespace klausur
