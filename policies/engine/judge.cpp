#include "policies/engine/judge.hpp"

#include "policies/engine/bindings.hpp"
#include "policies/engine/versions.hpp"

#include <algorithm>
#include <span>

namespace klausur {

namespace {

/// As value_at(), beginning with the place where the key stood in the last document.
const JsonValue*
hinted_value_at(const JsonValue& root, const Judge::PreparedCheck& prepared,
                std::span<const Judge::Step> steps, const char* letters,
                rapidjson::SizeType* hints)
{
  const JsonValue* value = &root;
  for (const auto& [first, length] : steps) {
    const std::string_view step{letters + first, length};
    rapidjson::SizeType& hint = *hints++;
    if (!value->IsObject()) {
      return value_at(root, prepared.check->setting.steps); // into a list, or into nothing
    }
    const auto begin = value->MemberBegin();
    const rapidjson::SizeType count = value->MemberCount();
    if (hint >= count || text_of((begin + hint)->name) != step) {
      rapidjson::SizeType at = 0;
      while (at < count && text_of((begin + at)->name) != step) {
        ++at;
      }
      if (at == count) {
        return nullptr;
      }
      hint = at;
    }
    value = &(begin + hint)->value;
  }
  return value;
}

Status
status_of_gap(Failure kind)
{
  switch (kind) {
  case Failure::forbidden:
  case Failure::left_out:
    return Status::unknown;
  case Failure::unsupported:
    return Status::not_applicable;
  default:
    return Status::error;
  }
}

void
judge_value(Judgement& judgement, const Expectation& expect, const JsonValue& value)
{
  judgement.ground = Ground::value;
  switch (expect.match(value)) {
  case Match::yes:
    judgement.status = Status::pass;
    break;
  case Match::no:
    judgement.status = Status::fail;
    break;
  case Match::other_type:
    judgement.status = Status::unknown;
    judgement.ground = Ground::other_type;
    break;
  }
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

void
judge_gap(Judgement& judgement, const Reading* reading)
{
  judgement.reading = reading;
  judgement.status = Status::unknown;
  judgement.ground = Ground::not_read;
  if (reading != nullptr) {
    judgement.status = status_of_gap(reading->content.error().kind);
    judgement.ground = Ground::gap;
  }
}

} // namespace

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
  judge_singles(snapshot, docket);
  end_part();
  std::vector<bool> met(m_checks.size());
  for (const auto& reading : snapshot.readings) {
    judge_member(reading, snapshot, docket, met);
    docket.looked_at.push_back(&reading);
    end_part();
  }
  for (std::uint32_t i = 0; i < m_checks.size(); ++i) {
    if (m_routes[i].starred && !met[i]) {
      judge_nothing(i, snapshot, docket);
    }
  }
  end_part();
}

void
Judge::judge_singles(const Snapshot& snapshot, Docket& docket) const
{
  docket.hints.resize(m_steps.size());
  std::vector<const Reading*> readings;
  readings.reserve(m_documents.size());
  for (const auto& document : m_documents) {
    readings.push_back(snapshot.find(document));
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
  if (route.conditional && blocked(judgement, m_checks[index], snapshot, docket)) {
    return;
  }
  if (route.expect == nullptr) {
    judgement.ground = Ground::attestation;
  } else if (reading == nullptr || !reading->content) {
    judge_gap(judgement, reading);
  } else {
    const std::span steps{m_steps.data() + route.first, route.steps};
    judgement.observed = hinted_value_at(*reading->content, m_checks[index], steps,
                                         m_letters.data(), docket.hints.data() + route.first);
    if (judgement.observed == nullptr) {
      judge_absent(judgement, m_checks[index], snapshot);
    } else {
      judge_value(judgement, *route.expect, *judgement.observed);
      if (route.confirmed) {
        judge_seen(judgement, m_checks[index], snapshot);
      }
    }
  }
}

void
Judge::judge_member(const Reading& reading, const Snapshot& snapshot, Docket& docket,
                    std::vector<bool>& met) const
{
  for (std::uint32_t i = 0; i < m_checks.size(); ++i) {
    const std::string& pattern = m_checks[i].check->setting.document;
    if (!m_routes[i].starred || !matches(pattern, reading.document)) {
      continue;
    }
    const std::size_t before = docket.judgements.size();
    judge_places({.reading = &reading, .check = i}, stars_in(pattern, reading.document),
                 snapshot, docket);
    met[i] = met[i] || docket.judgements.size() > before;
  }
}

void
Judge::judge_nothing(std::uint32_t index, const Snapshot& snapshot, Docket& docket) const
{
  const std::string& pattern = m_checks[index].check->setting.document;
  // Nothing matched: nothing is there, unless the list of what is there could not be read.
  Judgement none{
      .check = index, .status = Status::not_applicable, .ground = Ground::nothing_there};
  const DocumentEntry* entry = m_policy->manifest.entry_of(pattern);
  const Reading* list = snapshot.find(pattern);
  if (list == nullptr && pattern.find('*') != std::string::npos && entry != nullptr &&
      entry->read.each) {
    list = snapshot.find(entry->read.each->document);
  }
  if (list == nullptr || !list->content) {
    judge_gap(none, list);
  }
  docket.judgements.push_back(none);
}

void
Judge::judge_places(const Judgement& base, std::vector<std::string> bindings,
                    const Snapshot& snapshot, Docket& docket) const
{
  const PreparedCheck& prepared = m_checks[base.check];
  const auto& path = prepared.check->setting.steps;
  const auto begin = [&](std::vector<std::string> bound_to) -> Judgement& {
    Judgement& judgement = docket.judgements.emplace_back(base);
    judgement.bindings = static_cast<std::uint32_t>(docket.bindings.size());
    docket.bindings.push_back(std::move(bound_to));
    return judgement;
  };
  if (!base.reading->content) {
    Judgement& judgement = begin(std::move(bindings));
    if (!blocked(judgement, prepared, snapshot, docket)) {
      judge_gap(judgement, base.reading);
      if (base.reading->content.error().kind == Failure::left_out &&
          is_locked(*prepared.check, snapshot)) {
        judgement.status = Status::not_applicable;
        judgement.ground = Ground::locked;
      }
    }
    return;
  }
  for (const auto& place : places_at(*base.reading->content, path)) {
    std::vector<std::string> all = bindings;
    for (std::size_t i = 0; i < path.size(); ++i) {
      if (path[i] == "*") {
        all.push_back(place.steps[i]);
      }
    }
    Judgement& judgement = begin(std::move(all));
    judgement.observed = place.value;
    if (blocked(judgement, prepared, snapshot, docket)) {
      continue;
    }
    if (place.value == nullptr) {
      judge_absent(judgement, prepared, snapshot);
    } else {
      judge_value(judgement, *prepared.expect, *place.value);
      judge_seen(judgement, prepared, snapshot);
    }
  }
}

/// Takes a pass back unless what the tenant holds confirms it.
void
Judge::judge_seen(Judgement& judgement, const PreparedCheck& prepared,
                  const Snapshot& snapshot) const
{
  if (judgement.status != Status::pass || !prepared.confirm) {
    return;
  }
  const Address& at = prepared.check->confirm->setting;
  const Reading* reading = snapshot.find(at.document);
  const JsonValue* value =
      reading != nullptr && reading->content ? value_at(*reading->content, at.steps) : nullptr;
  const Match match = value == nullptr ? Match::other_type : prepared.confirm->match(*value);
  if (match == Match::no) {
    judgement.status = Status::fail;
    judgement.ground = Ground::contradicted;
  } else if (match == Match::other_type) {
    judgement.status = Status::unknown;
    judgement.ground = Ground::unconfirmed;
  }
}

void
Judge::judge_absent(Judgement& judgement, const PreparedCheck& prepared,
                    const Snapshot& snapshot) const
{
  const Check& check = *prepared.check;
  if (!check.since.empty() && !snapshot.version.empty() &&
      older(snapshot.version, check.since)) {
    judgement.status = Status::not_applicable;
    judgement.ground = Ground::not_in_version;
  } else if (check.absent_means) {
    judge_value(judgement, *prepared.expect, *check.absent_means);
    judgement.ground = Ground::by_default;
  } else {
    judgement.status = Status::unknown;
    judgement.ground = Ground::silent;
  }
}

bool
Judge::blocked(Judgement& judgement, const PreparedCheck& prepared, const Snapshot& snapshot,
               Docket& docket) const
{
  for (const auto& [condition, starred, expect] : prepared.when) {
    const Address setting =
        starred ? bound(condition->setting, docket.bindings_of(judgement)) : Address{};
    const Address& at = starred ? setting : condition->setting;
    const Reading* reading = snapshot.find(at.document);
    if (starred && reading != nullptr) {
      docket.looked_at.push_back(reading);
    }
    const JsonValue* value = reading != nullptr && reading->content
                                 ? value_at(*reading->content, at.steps)
                                 : nullptr;
    if (value == nullptr && reading != nullptr && reading->content && condition->absent_means) {
      value = &*condition->absent_means;
    }
    const Match match = value == nullptr ? Match::other_type : expect->match(*value);
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
