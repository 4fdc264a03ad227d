#pragma once

#include "policies/engine/judge.hpp"

#include <map>
#include <tuple>
#include <vector>

namespace klausur {

/// Makes findings of judgements. What is equal in many findings they share: one check over
/// ten thousand members has ten thousand findings.
class FindingMaker
{
public:
  FindingMaker(const Judge& judge, const Snapshot& snapshot);

  [[nodiscard]] Finding make(const Judgement& judgement,
                             const std::vector<std::string>& bindings);

private:
  /// What all findings of one check have in common.
  struct Common
  {
    SharedText pointer;
    Shared<Json> expected;
    Shared<Json> remedy;
  };

  void place(Finding& finding, const Judgement& judgement,
             const std::vector<std::string>& bindings);
  [[nodiscard]] Shared<Text> why(const Judgement& judgement);
  [[nodiscard]] Shared<Json> observed(const JsonValue& value);

  const Judge& m_judge;
  const Snapshot& m_snapshot;
  std::vector<Common> m_common; ///< By check.
  TextPool m_texts;
  std::map<std::string, Shared<Json>, std::less<>> m_observed; ///< By their text.
  std::map<std::tuple<std::uint32_t, Ground, std::string>, Shared<Text>> m_whys;
  Shared<Text> m_overridable;
};

/// Every judgement of the snapshot as a finding.
[[nodiscard]] std::vector<Finding> findings_of(const Judge& judge, const Snapshot& snapshot);

} // namespace klausur
