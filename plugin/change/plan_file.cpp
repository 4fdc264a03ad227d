#include "plugin/change/plan_file.hpp"

#include "connectors/format/digest.hpp"
#include "connectors/format/json_list.hpp"
#include "connectors/format/read_members.hpp"
#include "connectors/format/source_file.hpp"
#include "plugin/change/places.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace klausur {

namespace {

constexpr int k_format = 2;
constexpr std::size_t k_largest = std::size_t{1} << 30; ///< Bytes.

/// The lists of a choice by their names.
constexpr std::array<std::pair<std::string_view, std::vector<std::string> Choice::*>, 7>
    k_lists{{{"checks", &Choice::checks},
             {"controls", &Choice::controls},
             {"points", &Choice::points},
             {"severities", &Choice::severities},
             {"settings", &Choice::settings},
             {"except", &Choice::except},
             {"risks", &Choice::risks}}};

Json
choice_json(const Choice& choice)
{
  Json json{rapidjson::kObjectType};
  auto& memory = json.GetAllocator();
  for (const auto& [name, list] : k_lists) {
    JsonValue texts{rapidjson::kArrayType};
    for (const auto& each : choice.*list) {
      texts.PushBack(JsonValue{each.c_str(), memory}, memory);
    }
    if (!texts.Empty()) {
      set_member(json, name, texts, memory);
    }
  }
  return json;
}

Choice
choice_from(const JsonValue& json)
{
  Choice choice;
  for (const auto& [name, list] : k_lists) {
    choice.*list = texts_in(json, name);
  }
  return choice;
}

/// All that the file says, with an empty list of changes.
Json
head_of(const ChangeSet& set)
{
  const Bond& bond = set.bond;
  Json json{rapidjson::kObjectType};
  auto& memory = json.GetAllocator();
  set_member(json, "format", JsonValue{k_format}, memory);
  set_member(json, "id", bond.nonce, memory);
  set_member(json, "tenant", bond.tenant, memory);
  set_member(json, "vendor", bond.vendor, memory);
  set_member(json, "account", bond.identity.account, memory);
  set_member(json, "account_by", bond.identity.by_vendor ? "vendor" : "address", memory);
  set_member(json, "basis", bond.basis, memory);
  set_member(json, "rollback_of", bond.run, memory);
  set_member(json, "made_at", to_text(bond.made_at), memory);
  set_member(json, "ends_at", to_text(bond.ends_at), memory);
  set_member(json, "choice", choice_json(set.choice), memory);
  set_member(json, "light_afterwards", set.outlook.light, memory);
  set_member(json, "open_afterwards", JsonValue{set.outlook.open}, memory);
  set_member(json, "changes", JsonValue{rapidjson::kArrayType}, memory);
  return json;
}

Json
json_of(const PlannedChange& change)
{
  Json json{rapidjson::kObjectType};
  auto& memory = json.GetAllocator();
  set_member(json, "setting", change.setting.text(), memory);
  if (change.from) {
    set_member(json, "from", *change.from, memory);
  }
  set_member(json, "to", *change.to, memory);
  set_member(json, "check", check_of(change), memory);
  set_member(json, "step", JsonValue{change.step}, memory);
  if (!change.risks->empty()) {
    JsonValue risks{rapidjson::kArrayType};
    for (const auto& risk : *change.risks) {
      risks.PushBack(JsonValue{std::string{name_of(risk.danger)}.c_str(), memory}, memory);
    }
    set_member(json, "risks", risks, memory);
  }
  if (!has_way_back(change)) {
    set_member(json, "reversible", false, memory);
  }
  if (!change.after.empty()) {
    JsonValue after{rapidjson::kArrayType};
    for (const auto& each : change.after) {
      after.PushBack(JsonValue{each.text().c_str(), memory}, memory);
    }
    set_member(json, "after", after, memory);
  }
  return json;
}

/// Over the changes as they come, and over the rest at the end.
class PlanHash
{
public:
  void add(const JsonValue& change) { m_hash.add(canonical_text(change) + "\n"); }
  [[nodiscard]] std::string end(const JsonValue& head)
  {
    m_hash.add(canonical_text(head));
    return m_hash.text();
  }

private:
  Sha256 m_hash;
};

/// Equal texts and values of many changes are one.
class Pool
{
public:
  SharedText text(std::string_view given) { return m_texts.keep(given); }
  Shared<Json> value(const JsonValue& given)
  {
    auto& known = m_values[to_text(given)];
    if (!known) {
      known = packed_copy_of(given);
    }
    return known;
  }
  SettingText setting(std::string_view address)
  {
    const auto hash = std::min(address.find('#'), address.size());
    return {text(address.substr(0, hash)), text(address.substr(hash))};
  }

private:
  TextPool m_texts;
  std::map<std::string, Shared<Json>> m_values;
};

class PlanReader
{
public:
  Result<GivenPlan> read(std::istream& in)
  {
    auto head = parse_list(in, "changes", [&](const Json& item) { take(item); });
    if (!head) {
      return tl::unexpected(head.error());
    }
    if (auto whole = check_format(*head); !whole) {
      return tl::unexpected(whole.error());
    }
    m_plan.hash = text_in(*head, "hash");
    head->RemoveMember("hash");
    if (m_hash.end(*head) != m_plan.hash) {
      return fail(Failure::invalid, "the plan was altered after it was made: its content does "
                                    "not match its hash; plan again");
    }
    return finish(*head).map([&] { return std::move(m_plan); });
  }

private:
  static Result<void> check_format(const JsonValue& head)
  {
    const JsonValue* format = member(head, "format");
    if (format != nullptr && format->IsInt() && format->GetInt() < k_format &&
        member(head, "hash") != nullptr) {
      return fail(Failure::invalid,
                  "this plan was made by an earlier version of Klausur: plan again");
    }
    if (format == nullptr || !format->IsInt() || format->GetInt() != k_format ||
        member(head, "changes") == nullptr) {
      return fail(Failure::invalid,
                  fmt::format("this is no plan of ours: \"format\" is not {}, "
                              "or \"changes\" is missing",
                              k_format));
    }
    return {};
  }

  void take(const Json& item)
  {
    m_hash.add(item);
    const JsonValue* to = member(item, "to");
    const auto setting = member_text(item, "setting");
    const auto address = parse_address(setting);
    if (to == nullptr || !address || address->steps.empty()) {
      m_broken = true;
      return;
    }
    const JsonValue* from = member(item, "from");
    PlannedChange change{.setting = m_pool.setting(setting),
                         .from = from == nullptr ? Shared<Json>{} : m_pool.value(*from),
                         .to = m_pool.value(*to),
                         .check = nullptr,
                         .risks = risks_in(item),
                         .after = {},
                         .step = static_cast<std::uint32_t>(number_in(item, "step"))};
    for (const auto& each : texts_in(item, "after")) {
      change.after.push_back(m_pool.setting(each));
    }
    m_plan.set.changes.push_back(std::move(change));
    m_plan.checks.push_back(m_pool.text(member_text(item, "check")));
  }

  static Shared<std::vector<Risk>> risks_in(const JsonValue& item)
  {
    std::vector<Risk> risks;
    for (const auto& each : texts_in(item, "risks")) {
      risks.push_back({.danger = danger_named(each).value_or(Danger::people), .says = {}});
    }
    return risks.empty() ? Shared<std::vector<Risk>>{}
                         : Shared<std::vector<Risk>>{std::move(risks)};
  }

  Result<void> finish(const JsonValue& head)
  {
    const auto made_at = parse_time(member_text(head, "made_at"));
    const auto ends_at = parse_time(member_text(head, "ends_at"));
    if (m_broken || !made_at || !ends_at) {
      return fail(Failure::invalid, "plan: a change needs \"setting\" and \"to\", the plan "
                                    "\"made_at\" and \"ends_at\"; plan again");
    }
    const JsonValue* choice = member(head, "choice");
    m_plan.set.bond = {
        .tenant = text_in(head, "tenant"),
        .vendor = text_in(head, "vendor"),
        .identity = {text_in(head, "account"), member_text(head, "account_by") == "vendor"},
        .basis = text_in(head, "basis"),
        .run = text_in(head, "rollback_of"),
        .nonce = text_in(head, "id"),
        .made_at = *made_at,
        .ends_at = *ends_at};
    if (choice != nullptr) {
      m_plan.set.choice = choice_from(*choice);
    }
    m_plan.set.outlook = {text_in(head, "light_afterwards"),
                          number_in(head, "open_afterwards")};
    return {};
  }

  GivenPlan m_plan;
  PlanHash m_hash;
  Pool m_pool;
  bool m_broken = false;
};

/// The file names the risks; what is said of them stands in the policy.
void
say_risks(PlannedChange& change)
{
  if (change.risks->empty()) {
    return;
  }
  std::vector<Risk> said;
  for (const auto& risk : *change.risks) {
    const auto& rules = change.check->remedy.risks;
    const auto rule = std::ranges::find(rules, risk.danger, &RiskRule::danger);
    said.push_back({risk.danger, risk.reach, rule == rules.end() ? Text{} : rule->says});
  }
  change.risks = std::move(said);
}

} // namespace

std::string
hash_of(const ChangeSet& set)
{
  PlanHash hash;
  for (const auto& change : set.changes) {
    hash.add(json_of(change));
  }
  return hash.end(head_of(set));
}

void
write_plan(const ChangeSet& set, const TextSink& sink)
{
  SinkStream out{sink};
  PrettyStream writer{out};
  const Json head = head_of(set);
  writer.StartObject();
  for (const auto& each : head.GetObject()) {
    if (text_of(each.name) != "changes") {
      send_key(writer, text_of(each.name));
      each.value.Accept(writer);
    }
  }
  send_key(writer, "changes");
  writer.StartArray();
  PlanHash hash;
  for (const auto& change : set.changes) {
    const Json json = json_of(change);
    hash.add(json);
    json.Accept(writer);
  }
  writer.EndArray(static_cast<rapidjson::SizeType>(set.changes.size()));
  send_key(writer, "hash");
  send_text(writer, hash.end(head));
  writer.EndObject();
  out.Put('\n');
  out.Flush();
}

Result<GivenPlan>
read_plan(std::istream& in)
{
  return PlanReader{}.read(in);
}

Result<GivenPlan>
read_plan_file(const std::string& path)
{
  auto in = open_file(path, k_largest);
  if (!in) {
    return tl::unexpected(in.error());
  }
  auto plan = read_plan(*in);
  if (!plan) {
    return fail(Failure::invalid, fmt::format("{}: {}", path, plan.error().what));
  }
  return plan;
}

GivenPlan
given(const ChangeSet& set)
{
  GivenPlan plan{.set = set, .checks = {}, .hash = hash_of(set)};
  for (const auto& change : set.changes) {
    plan.checks.emplace_back(check_of(change));
  }
  return plan;
}

Result<ChangeSet>
with_checks(GivenPlan given, const Policy& policy)
{
  std::map<std::string_view, const Check*> by_id;
  for (const auto& check : policy.checks) {
    by_id.emplace(check.id, &check);
  }
  for (std::size_t i = 0; i < given.set.changes.size(); ++i) {
    if (given.checks[i].empty()) {
      continue;
    }
    const auto found = by_id.find(given.checks[i].str());
    if (found == by_id.end()) {
      return fail(Failure::invalid, fmt::format("the policies have no check \"{}\": plan again",
                                                given.checks[i]));
    }
    given.set.changes[i].check = found->second;
    say_risks(given.set.changes[i]);
  }
  return std::move(given.set);
}

} // namespace klausur
