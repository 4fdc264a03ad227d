#include "policies/engine/findings_of.hpp"

#include "policies/engine/reasons.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur {

namespace {

std::size_t
stars_of(std::string_view document)
{
  return static_cast<std::size_t>(std::ranges::count(document, '*'));
}

/// `#/prefs/*/selfJoin` with the members' names in the place of the stars.
std::string
pointer_text(std::vector<std::string> steps, const std::vector<std::string>& bindings,
             std::size_t next)
{
  for (auto& step : steps) {
    if (step == "*" && next < bindings.size()) {
      step = bindings[next++];
    }
  }
  return to_text(Address{.document = {}, .steps = std::move(steps)});
}

/// Which permissions a document that nobody asked for would take.
void
name_what_it_takes(Text& why, const DocumentEntry* entry)
{
  if (entry != nullptr && !entry->needs.read.scopes.empty()) {
    const auto scopes = fmt::format("{}", fmt::join(entry->needs.read.scopes, ", "));
    why.en += " That takes " + scopes;
    why.de += " Dafür ist nötig: " + scopes;
  }
}

} // namespace

FindingMaker::FindingMaker(const Judge& judge, const Snapshot& snapshot)
    : m_judge{judge}, m_snapshot{snapshot}, m_overridable{overridable_note()}
{
  for (const auto& prepared : judge.checks()) {
    Common& common = m_common.emplace_back();
    common.pointer = pointer_text(prepared.check->setting.steps, {}, 0);
    if (prepared.expect != nullptr) {
      common.expected = packed_copy_of(prepared.expect->value());
    }
    if (prepared.remedy) {
      common.remedy = packed_copy_of(*prepared.remedy);
    }
  }
}

Finding
FindingMaker::make(const Judgement& judgement, const std::vector<std::string>& bindings)
{
  const auto& prepared = m_judge.checks()[judgement.check];
  Finding finding{.check = prepared.check,
                  .control = prepared.control,
                  .id = prepared.check->id,
                  .severity = severity_of(*prepared.check, *prepared.control),
                  .status = judgement.status,
                  .expected = m_common[judgement.check].expected,
                  .why = why(judgement),
                  .remedy = m_common[judgement.check].remedy};
  place(finding, judgement, bindings);
  if (judgement.observed != nullptr) {
    finding.observed = observed(*judgement.observed);
  }
  if (prepared.check->overridable) {
    finding.note = m_overridable;
  }
  if (judgement.reading != nullptr) {
    finding.source = judgement.reading->source;
    finding.read_at = judgement.reading->read_at;
    if (!judgement.reading->content && judgement.ground == Ground::gap) {
      finding.missing_scope = m_texts.keep(judgement.reading->content.error().scope);
    }
  }
  return finding;
}

/// Where it was seen: as much of the addresses as possible is the reading's own name.
void
FindingMaker::place(Finding& finding, const Judgement& judgement,
                    const std::vector<std::string>& bindings)
{
  const Check& check = *finding.check;
  const std::size_t in_document = stars_of(check.setting.document);
  const bool of_member = judgement.reading != nullptr && !bindings.empty();
  finding.scope = m_texts.keep("account");
  if (!bindings.empty()) {
    std::string members;
    for (std::size_t i = in_document; i < bindings.size(); ++i) {
      members += (members.empty() ? "" : "/") + bindings[i];
    }
    finding.scope = in_document == 0 ? m_texts.keep(members)
                    : members.empty()
                        ? judgement.reading->document
                        : SharedText{judgement.reading->document.str() + "/" + members};
  }
  if (check.attest.empty()) {
    finding.setting.document =
        of_member ? judgement.reading->document : m_texts.keep(check.setting.document);
    finding.setting.pointer =
        bindings.size() > in_document
            ? m_texts.keep(pointer_text(check.setting.steps, bindings, in_document))
            : m_common[judgement.check].pointer;
  }
}

Shared<Text>
FindingMaker::why(const Judgement& judgement)
{
  const Check& check = *m_judge.checks()[judgement.check].check;
  const bool of_gap = judgement.ground == Ground::gap;
  const Error none{};
  const Error& error = of_gap ? judgement.reading->content.error() : none;
  const auto [known, is_new] = m_whys.try_emplace(
      {judgement.check, judgement.ground,
       of_gap ? error.what + error.scope : std::to_string(judgement.confirm)});
  if (is_new) {
    Text words = words_for(judgement, check, m_snapshot.version);
    if (judgement.ground == Ground::not_read) {
      name_what_it_takes(words, m_judge.policy().manifest.entry_of(check.setting.document));
    }
    known->second = std::move(words);
  }
  return known->second;
}

Shared<Json>
FindingMaker::observed(const JsonValue& value)
{
  auto& known = m_observed[to_text(value)];
  if (!known) {
    known = packed_copy_of(value);
  }
  return known;
}

std::vector<Finding>
findings_of(const Judge& judge, const Snapshot& snapshot)
{
  std::size_t likely = judge.checks().size();
  for (const auto& reading : snapshot.readings) {
    for (const auto& prepared : judge.checks()) {
      likely += prepared.starred && matches(prepared.check->setting.document, reading.document);
    }
  }
  std::vector<Finding> findings;
  findings.reserve(likely);
  FindingMaker maker{judge, snapshot};
  Docket docket;
  judge.judge(snapshot, docket, [&] {
    for (const auto& judgement : docket.judgements) {
      findings.push_back(maker.make(judgement, docket.bindings_of(judgement)));
    }
  });
  return findings;
}

} // namespace klausur
