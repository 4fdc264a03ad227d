#include "policies/engine/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace klausur {

namespace {

bool
has_star(const Address& address)
{
  return address.document.find('*') != std::string::npos ||
         std::ranges::find(address.steps, "*") != address.steps.end();
}

/// As value_at(), beginning with the place where the key stood in the last document.
const JsonValue*
hinted_value_at(const JsonValue& root, const std::vector<std::string>& steps,
                rapidjson::SizeType* hints)
{
  const JsonValue* value = &root;
  for (const auto& step : steps) {
    rapidjson::SizeType& hint = *hints++;
    if (!value->IsObject()) {
      return value_at(root, steps); // a step into a list, or into nothing
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
    return Status::unknown;
  case Failure::unsupported:
    return Status::not_applicable;
  default:
    return Status::error;
  }
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

/// `pattern` with each `*` replaced by the next binding.
std::string
bound_text(std::string_view pattern, const std::vector<std::string>& bindings,
           std::size_t& next)
{
  std::string text;
  for (const char c : pattern) {
    if (c == '*' && next < bindings.size()) {
      text += bindings[next++];
    } else {
      text += c;
    }
  }
  return text;
}

Address
bound(const Address& pattern, const std::vector<std::string>& bindings)
{
  std::size_t next = 0;
  Address address{.document = bound_text(pattern.document, bindings, next), .steps = {}};
  for (const auto& step : pattern.steps) {
    address.steps.push_back(bound_text(step, bindings, next));
  }
  return address;
}

/// What each `*` of the pattern stands for in `name`, which matches it.
std::vector<std::string>
stars_in(std::string_view pattern, std::string_view name)
{
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) {
    return {};
  }
  const std::string_view rest = pattern.substr(star + 1);
  for (std::size_t end = star; end <= name.size(); ++end) {
    if (matches(rest, name.substr(end))) {
      std::vector<std::string> found{std::string{name.substr(star, end - star)}};
      std::ranges::move(stars_in(rest, name.substr(end)), std::back_inserter(found));
      return found;
    }
  }
  return {};
}

} // namespace

Json
parameters_over_defaults(const Catalogue& catalogue, const JsonValue& parameters)
{
  Json all{rapidjson::kObjectType};
  for (const auto& control : catalogue.controls) {
    for (const auto& [name, value] : control.parameters) {
      set_member(all, name, value, all.GetAllocator());
    }
  }
  if (parameters.IsObject()) {
    for (const auto& each : parameters.GetObject()) {
      set_member(all, text_of(each.name), each.value, all.GetAllocator());
    }
  }
  return all;
}

bool
older(std::string_view a, std::string_view b)
{
  const auto next_part = [](std::string_view& text) {
    unsigned part = 0;
    const auto dot = std::min(text.find('.'), text.size());
    std::from_chars(text.data(), text.data() + dot, part); // no digits count as 0
    text.remove_prefix(std::min(dot + 1, text.size()));
    return part;
  };
  while (!a.empty() || !b.empty()) {
    const unsigned left = next_part(a);
    const unsigned right = next_part(b);
    if (left != right) {
      return left < right;
    }
  }
  return false;
}

Result<Judge>
Judge::prepare(const Policy& policy, const Catalogue& catalogue, const JsonValue& parameters)
{
  Judge judge;
  judge.m_policy = &policy;
  judge.m_catalogue = &catalogue;
  judge.m_parameters = parameters_over_defaults(catalogue, parameters);
  for (const auto& check : policy.checks) {
    if (auto added = judge.add(check); !added) {
      return fail(added.error().kind, fmt::format("{}: {}", check.id, added.error().what));
    }
  }
  return judge;
}

Result<void>
Judge::add(const Check& check)
{
  PreparedCheck prepared{.check = &check,
                         .control = m_catalogue->find(check.control),
                         .starred = has_star(check.setting),
                         .path = check.setting.steps,
                         .hint = m_hints};
  if (prepared.control == nullptr) {
    return fail(Failure::invalid, fmt::format("there is no control \"{}\"", check.control));
  }
  const auto known = std::ranges::find(m_documents, check.setting.document);
  prepared.document = static_cast<std::size_t>(known - m_documents.begin());
  if (known == m_documents.end()) {
    m_documents.push_back(check.setting.document);
  }
  m_hints += check.setting.steps.size();
  const auto compile = [&](const JsonValue& expect) {
    return fill(expect, m_parameters).and_then([](const Json& filled) {
      return Expectation::compile(filled);
    });
  };
  if (check.attest.empty()) {
    auto expect = compile(check.expect);
    if (!expect) {
      return tl::unexpected(expect.error());
    }
    prepared.expect = std::move(*expect);
  }
  for (const auto& condition : check.when) {
    auto expect = compile(condition.expect);
    if (!expect) {
      return tl::unexpected(expect.error());
    }
    prepared.when.push_back({&condition, has_star(condition.setting), std::move(*expect)});
  }
  if (check.remedy.set) {
    auto remedy = fill(*check.remedy.set, m_parameters);
    if (!remedy) {
      return tl::unexpected(remedy.error());
    }
    prepared.remedy = std::move(*remedy);
  }
  m_checks.push_back(std::move(prepared));
  return {};
}

std::vector<Judgement>
Judge::judge(const Snapshot& snapshot, Hints& hints) const
{
  hints.resize(m_hints);
  std::vector<const Reading*> readings;
  readings.reserve(m_documents.size());
  for (const auto& document : m_documents) {
    readings.push_back(snapshot.find(document));
  }
  std::vector<Judgement> judgements;
  judgements.reserve(m_checks.size());
  for (std::size_t i = 0; i < m_checks.size(); ++i) {
    if (m_checks[i].starred) {
      judge_starred(i, snapshot, judgements);
    } else {
      judge_single(i, readings[m_checks[i].document], snapshot, hints, judgements);
    }
  }
  return judgements;
}

void
Judge::judge_single(std::size_t index, const Reading* reading, const Snapshot& snapshot,
                    Hints& hints, std::vector<Judgement>& out) const
{
  const PreparedCheck& prepared = m_checks[index];
  Judgement judgement{.check = index, .reading = reading};
  if (!blocked(judgement, prepared, snapshot)) {
    if (!prepared.expect) {
      judgement.ground = Ground::attestation;
    } else if (reading == nullptr || !reading->content) {
      judge_gap(judgement, reading);
    } else {
      judgement.observed =
          hinted_value_at(*reading->content, prepared.path, hints.data() + prepared.hint);
      judge_value(judgement, prepared, snapshot);
    }
  }
  out.push_back(std::move(judgement));
}

void
Judge::judge_starred(std::size_t index, const Snapshot& snapshot,
                     std::vector<Judgement>& out) const
{
  const PreparedCheck& prepared = m_checks[index];
  const std::string& pattern = prepared.check->setting.document;
  const std::size_t before = out.size();
  for (const auto& reading : snapshot.readings) {
    if (!matches(pattern, reading.document)) {
      continue;
    }
    Judgement judgement{.check = index, .reading = &reading};
    judgement.bindings = stars_in(pattern, reading.document);
    if (!reading.content) {
      if (!blocked(judgement, prepared, snapshot)) {
        judge_gap(judgement, &reading);
      }
      out.push_back(std::move(judgement));
      continue;
    }
    for (auto& place : places_at(*reading.content, prepared.path)) {
      Judgement one = judgement;
      for (std::size_t i = 0; i < prepared.path.size(); ++i) {
        if (prepared.path[i] == "*") {
          one.bindings.push_back(place.steps[i]);
        }
      }
      one.observed = place.value;
      if (!blocked(one, prepared, snapshot)) {
        judge_value(one, prepared, snapshot);
      }
      out.push_back(std::move(one));
    }
  }
  if (out.size() > before) {
    return;
  }
  // Nothing matched: nothing is there, unless the list of what is there could not be read.
  Judgement none{
      .check = index, .status = Status::not_applicable, .ground = Ground::nothing_there};
  const DocumentEntry* entry = m_policy->manifest.entry_of(pattern);
  const Reading* exact = snapshot.find(pattern);
  if (exact == nullptr && pattern.find('*') != std::string::npos && entry != nullptr &&
      !entry->each.empty()) {
    exact = snapshot.find(std::string_view{entry->each}.substr(0, entry->each.find('#')));
  }
  if (exact == nullptr || !exact->content) {
    judge_gap(none, exact);
  }
  out.push_back(std::move(none));
}

void
Judge::judge_value(Judgement& judgement, const PreparedCheck& prepared,
                   const Snapshot& snapshot) const
{
  const Check& check = *prepared.check;
  const JsonValue* value = judgement.observed;
  judgement.ground = Ground::value;
  if (value == nullptr && !check.since.empty() && !snapshot.version.empty() &&
      older(snapshot.version, check.since)) {
    judgement.status = Status::not_applicable;
    judgement.ground = Ground::not_in_version;
    return;
  }
  if (value == nullptr && check.absent_means) {
    value = &*check.absent_means;
    judgement.ground = Ground::by_default;
  }
  if (value == nullptr) {
    judgement.status = Status::unknown;
    judgement.ground = Ground::silent;
    return;
  }
  switch (prepared.expect->match(*value)) {
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

bool
Judge::blocked(Judgement& judgement, const PreparedCheck& prepared,
               const Snapshot& snapshot) const
{
  for (const auto& [condition, starred, expect] : prepared.when) {
    const Address setting = starred ? bound(condition->setting, judgement.bindings) : Address{};
    const Address& at = starred ? setting : condition->setting;
    const Reading* reading = snapshot.find(at.document);
    const JsonValue* value = reading != nullptr && reading->content
                                 ? value_at(*reading->content, at.steps)
                                 : nullptr;
    if (value == nullptr && reading != nullptr && reading->content && condition->absent_means) {
      value = &*condition->absent_means;
    }
    const Match match = value == nullptr ? Match::other_type : expect.match(*value);
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
