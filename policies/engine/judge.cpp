#include "policies/engine/judge.hpp"

#include "policies/engine/absence.hpp"
#include "policies/engine/bindings.hpp"
#include "policies/engine/sight.hpp"
#include "policies/engine/versions.hpp"

#include <algorithm>
#include <span>

namespace klausur {

namespace {

/// What the expectation says of a value, as far as the specification names it.
void
judge_value(Judgement& judgement, const Judge::PreparedCheck& prepared, const JsonValue& value)
{
  judgement.ground = Ground::value;
  if (prepared.known && !prepared.known->foresees(value)) {
    judgement.status = Status::unknown;
    judgement.ground = Ground::unforeseen;
    return;
  }
  switch (prepared.expect->match(value)) {
  case Match::yes:
    judgement.status = Status::pass;
    break;
  case Match::no:
    judgement.status = Status::fail;
    break;
  case Match::other_type:
    // One that the specification names is understood, and is not what is wanted.
    const bool named = prepared.known && prepared.known->names(value);
    judgement.status = named ? Status::fail : Status::unknown;
    judgement.ground = named ? Ground::value : Ground::other_type;
    break;
  }
}

/// How many members a value has, for checks that want some; nullopt: it is no list of any.
std::optional<std::size_t>
members_of(const JsonValue* value)
{
  if (value == nullptr || !(value->IsArray() || value->IsObject())) {
    return std::nullopt;
  }
  return value->IsArray() ? value->Size() : value->MemberCount();
}

/// Where a condition's setting is, and what stands there.
struct Seen
{
  const Reading* reading = nullptr;
  const JsonValue* value = nullptr; ///< nullptr: the vendor did not say.
};

Seen
seen(const Judge::PreparedCondition& condition, const Judgement& judgement,
     const Snapshot& snapshot, Docket& docket)
{
  const Address setting =
      condition.starred ? bound(condition.condition->setting, docket.bindings_of(judgement))
                        : Address{};
  const Address& at = condition.starred ? setting : condition.condition->setting;
  Seen found{.reading = snapshot.find(at.document)};
  if (condition.starred && found.reading != nullptr) {
    docket.looked_at.push_back(found.reading);
  }
  if (found.reading == nullptr || !found.reading->content) {
    return found;
  }
  const Address& pattern = condition.condition->setting;
  found.value = value_at(*found.reading->content, at.steps);
  if (found.value == nullptr && condition.condition->absent_means &&
      snapshot.kept_at(pattern) && is_left_out(*found.reading->content, at.steps)) {
    found.value = &*condition.condition->absent_means;
  }
  if (found.value != nullptr && !can_tell(snapshot, pattern, condition.inner, *found.value)) {
    found.value = nullptr;
  }
  return found;
}

/// Whether the lock above is on, that holds a check's setting for everybody below.
bool
is_locked(const Check& check, const Snapshot& snapshot)
{
  const Reading* locks =
      check.remedy.lock ? snapshot.find(check.remedy.lock->document) : nullptr;
  const JsonValue* lock = locks != nullptr && locks->content
                              ? value_at(*locks->content, check.remedy.lock->steps)
                              : nullptr;
  return lock != nullptr && lock->IsTrue();
}

} // namespace

Match
Judge::PreparedCondition::match(const JsonValue* value) const
{
  if (value == nullptr) {
    return Match::other_type;
  }
  const auto& absent_means = condition->absent_means; // somebody foresaw that one too
  const bool foreseen =
      !known || known->foresees(*value) || (absent_means && same_value(*absent_means, *value));
  return foreseen ? expect->match(*value) : Match::other_type;
}

void
Judge::judge(const Snapshot& snapshot, Docket& docket) const
{
  judge_parts(snapshot, docket, [] {});
}

void
Judge::judge(const Snapshot& snapshot, Docket& docket, const std::function<void()>& take) const
{
  judge_parts(snapshot, docket, [&] {
    take();
    docket.judgements.clear();
    docket.bindings.assign(1, {});
    for (const auto* reading : docket.looked_at) {
      reading->content.drop_tree();
    }
    docket.looked_at.clear();
  });
}

/// @param end_part  Called after what is about one place, and after each reading.
void
Judge::judge_parts(const Snapshot& snapshot, Docket& docket,
                   const std::function<void()>& end_part) const
{
  docket.judgements.clear();
  docket.bindings.assign(1, {});
  docket.looked_at.clear();
  docket.memories.resize(m_documents.size());
  judge_singles(snapshot, docket);
  end_part();
  std::vector<std::size_t> met(m_checks.size());
  for (const auto& reading : snapshot.readings) {
    judge_member(reading, snapshot, docket, met);
    docket.looked_at.push_back(&reading);
    end_part();
  }
  for (std::uint32_t i = 0; i < m_checks.size(); ++i) {
    const std::size_t needed = std::max<std::size_t>(1, m_checks[i].check->at_least);
    if (m_routes[i].starred && met[i] < needed) {
      judge_missing(i, met[i], snapshot, docket);
    }
  }
  end_part();
}

void
Judge::judge_singles(const Snapshot& snapshot, Docket& docket) const
{
  std::vector<const Reading*> readings;
  readings.reserve(m_documents.size());
  for (std::size_t i = 0; i < m_documents.size(); ++i) {
    const Reading* reading = snapshot.find(m_documents[i].pattern);
    readings.push_back(reading);
    if (reading != nullptr && reading->content) {
      m_documents[i].lookup.find(*reading->content, docket.memories[i]);
    }
  }
  for (std::uint32_t i = 0; i < m_checks.size(); ++i) {
    if (!m_routes[i].starred) {
      judge_single(i, readings[m_routes[i].document], snapshot, docket);
    }
  }
}

void
Judge::judge_single(std::uint32_t index, const Reading* reading, const Snapshot& snapshot,
                    Docket& docket) const
{
  const Route& route = m_routes[index];
  Judgement& judgement = docket.judgements.emplace_back();
  judgement.check = index;
  judgement.reading = reading;
  if (!route.plain && blocked(judgement, m_checks[index], snapshot, docket)) {
    return;
  }
  if (route.expect == nullptr) {
    judgement.ground = Ground::attestation;
    return;
  }
  if (reading == nullptr || !reading->content) {
    judge_gap(judgement, reading);
    return;
  }
  judgement.observed = docket.memories[route.document].found[route.number];
  const Match match = route.plain && judgement.observed != nullptr
                          ? route.expect->match(*judgement.observed)
                          : Match::other_type;
  if (match == Match::other_type) {
    judge_observed(judgement, m_checks[index], snapshot, docket);
  } else {
    judgement.status = match == Match::yes ? Status::pass : Status::fail;
    judgement.ground = Ground::value;
  }
}

void
Judge::judge_member(const Reading& reading, const Snapshot& snapshot, Docket& docket,
                    std::vector<std::size_t>& met) const
{
  std::vector<bool> about(m_documents.size());
  for (std::size_t i = 0; i < m_documents.size(); ++i) {
    about[i] = m_documents[i].starred && matches(m_documents[i].pattern, reading.document);
    if (about[i] && reading.content) {
      m_documents[i].lookup.find(*reading.content, docket.memories[i]);
    }
  }
  for (std::uint32_t i = 0; i < m_checks.size(); ++i) {
    const Route& route = m_routes[i];
    if (!route.starred || !about[route.document]) {
      continue;
    }
    const std::size_t before = docket.judgements.size();
    auto bindings = stars_in(m_documents[route.document].pattern, reading.document);
    Judgement judgement{.reading = &reading, .check = i};
    if (route.deep && reading.content) {
      judge_deep(judgement, bindings, snapshot, docket);
    } else {
      judgement.observed =
          reading.content ? docket.memories[route.document].found[route.number] : nullptr;
      judge_place(judgement, std::move(bindings), snapshot, docket);
    }
    met[i] += docket.judgements.size() - before;
  }
}

void
Judge::judge_deep(const Judgement& base, const std::vector<std::string>& bindings,
                  const Snapshot& snapshot, Docket& docket) const
{
  const auto& path = m_checks[base.check].check->setting.steps;
  for (const auto& place : places_at(*base.reading->content, path)) {
    std::vector<std::string> all = bindings;
    for (std::size_t i = 0; i < path.size(); ++i) {
      if (path[i] == "*") {
        all.push_back(place.steps[i]);
      }
    }
    Judgement judgement{base};
    judgement.observed = place.value;
    judge_place(judgement, std::move(all), snapshot, docket);
  }
}

void
Judge::judge_place(Judgement judgement, std::vector<std::string> bindings,
                   const Snapshot& snapshot, Docket& docket) const
{
  const PreparedCheck& prepared = m_checks[judgement.check];
  judgement.bindings = static_cast<std::uint32_t>(docket.bindings.size());
  docket.bindings.push_back(std::move(bindings));
  const Reading& reading = *judgement.reading;
  if (!blocked(judgement, prepared, snapshot, docket)) {
    if (reading.content) {
      judge_observed(judgement, prepared, snapshot, docket);
    } else {
      judge_gap(judgement, &reading);
      if (reading.content.error().kind == Failure::left_out &&
          is_locked(*prepared.check, snapshot)) {
        judgement.status = Status::not_applicable;
        judgement.ground = Ground::locked;
      }
    }
  }
  docket.judgements.push_back(judgement);
}

void
Judge::judge_observed(Judgement& judgement, const PreparedCheck& prepared,
                      const Snapshot& snapshot, Docket& docket) const
{
  if (judgement.observed == nullptr) {
    judge_absent(judgement, prepared, snapshot, docket);
  } else if (can_tell(snapshot, prepared.check->setting, prepared.inner, *judgement.observed)) {
    judge_value(judgement, prepared, *judgement.observed);
  } else {
    judgement.status = Status::unknown;
    judgement.ground = Ground::not_kept;
  }
  const auto members = prepared.starred ? std::nullopt : members_of(judgement.observed);
  if (judgement.status == Status::pass && members && *members < prepared.check->at_least) {
    judgement.status = Status::unknown;
    judgement.ground = Ground::too_few;
  }
  judge_partners(judgement, prepared, snapshot, docket);
}

/// Takes a pass back unless what the tenant holds beside it confirms it. One partner that
/// contradicts decides, whatever the others do not say.
void
Judge::judge_partners(Judgement& judgement, const PreparedCheck& prepared,
                      const Snapshot& snapshot, Docket& docket) const
{
  if (judgement.status != Status::pass) {
    return;
  }
  for (std::size_t i = 0; i < prepared.confirm.size(); ++i) {
    const PreparedCondition& condition = prepared.confirm[i];
    const Match match = condition.match(seen(condition, judgement, snapshot, docket).value);
    if (match == Match::no) {
      judgement.status = Status::fail;
      judgement.ground = Ground::contradicted;
      judgement.confirm = static_cast<std::uint8_t>(i);
      return;
    }
    if (match == Match::other_type && judgement.status == Status::pass) {
      judgement.status = Status::unknown;
      judgement.ground = Ground::unconfirmed;
      judgement.confirm = static_cast<std::uint8_t>(i);
    }
  }
}

void
Judge::judge_absent(Judgement& judgement, const PreparedCheck& prepared,
                    const Snapshot& snapshot, const Docket& docket) const
{
  const Check& check = *prepared.check;
  const auto is_silent = [&] {
    const auto at = bound(check.setting, docket.bindings_of(judgement));
    return is_left_out(*judgement.reading->content, at.steps);
  };
  if (!check.since.empty() && !snapshot.version.empty() &&
      older(snapshot.version, check.since)) {
    judgement.status = Status::not_applicable;
    judgement.ground = Ground::not_in_version;
  } else if (!snapshot.kept_at(check.setting)) {
    judgement.status = Status::unknown;
    judgement.ground = Ground::not_kept;
  } else if (check.absent_means && is_silent()) {
    judge_value(judgement, prepared, *check.absent_means);
    judgement.ground = Ground::by_default;
  } else {
    judgement.status = Status::unknown;
    judgement.ground = Ground::silent;
  }
}

bool
Judge::blocked(Judgement& judgement, const PreparedCheck& prepared, const Snapshot& snapshot,
               Docket& docket, bool of_all) const
{
  for (const auto& condition : prepared.when) {
    if (of_all && condition.starred) {
      continue;
    }
    const auto [reading, value] = seen(condition, judgement, snapshot, docket);
    const Match match = condition.match(value);
    if (match == Match::yes) {
      continue;
    }
    const bool absent_product = reading != nullptr && !reading->content &&
                                reading->content.error().kind == Failure::unsupported;
    const bool unmet = match == Match::no || absent_product;
    judgement.status = unmet ? Status::not_applicable : Status::unknown;
    judgement.ground = unmet ? Ground::condition_unmet : Ground::condition_unknown;
    return true;
  }
  return false;
}

} // namespace klausur
