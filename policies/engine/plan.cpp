#include "policies/engine/plan.hpp"

#include "connectors/format/digest.hpp"
#include "connectors/format/read_members.hpp"
#include "policies/engine/expectation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace klausur {

namespace {

Change
change_of(std::string setting, const JsonValue* from, const JsonValue& to, const Check& check)
{
  return {.setting = std::move(setting),
          .from = from == nullptr ? Json{} : copy_of(*from),
          .from_absent = from == nullptr,
          .to = copy_of(to),
          .check = check.id,
          .impact = check.impact};
}

/// Whether the entry's `where` holds for the member that `document` is of; nothing: nobody
/// knows.
std::optional<bool>
is_written_here(const DocumentEntry& entry, std::string_view document, const Snapshot& snapshot)
{
  const Address& where = *entry.write.where;
  const Reading* reading = snapshot.find(where.document);
  if (reading == nullptr || !reading->content) {
    return std::nullopt;
  }
  const auto id = document.substr(std::min(entry.name.find('*'), document.size()));
  const auto* value = value_for(*reading->content, where, id);
  return value != nullptr && value->IsTrue();
}

bool
is_written_by_api(const Manifest& manifest, std::string_view setting, const Snapshot& snapshot)
{
  const auto address = parse_address(setting);
  const DocumentEntry* entry = address ? manifest.entry_of(address->document) : nullptr;
  return entry != nullptr && entry->is_written_by_api() &&
         (!entry->write.where ||
          is_written_here(*entry, address->document, snapshot).value_or(false));
}

/// Why an API that there is does not serve; empty: there is none, or it does.
Text
why_not_by_api(const Manifest& manifest, std::string_view setting, const Snapshot& snapshot)
{
  const auto address = parse_address(setting);
  const DocumentEntry* entry = address ? manifest.entry_of(address->document) : nullptr;
  if (entry == nullptr || !entry->is_written_by_api() || !entry->write.where) {
    return {};
  }
  const auto here = is_written_here(*entry, address->document, snapshot);
  if (!here) {
    const auto where = to_text(*entry->write.where);
    return {fmt::format("An API exists, but {} was not read: nobody knows whether it is for "
                        "this one. ",
                        where),
            fmt::format("Es gibt eine API, aber {} wurde nicht gelesen: ob sie dies hier "
                        "schreibt, ist nicht bekannt. ",
                        where)};
  }
  return *here ? Text{}
               : Text{"An API exists, but not for this token. ",
                      "Es gibt eine API, aber nicht für dieses Token. "};
}

void
skip(Plan& plan, const Finding& finding, Text why)
{
  plan.skipped.push_back({std::string{finding.id}, finding.setting.text(), std::move(why)});
}

/// What people do about it.
Text
way_without_api(const Check& check)
{
  if (!check.remedy.steps.empty()) {
    return check.remedy.steps;
  }
  return check.remedy.set
             ? Text{"No value that the vendor takes is as wanted.",
                    "Kein Wert, den der Anbieter annimmt, entspricht dem Sollwert."}
             : Text{"No API writes this setting.", "Keine API schreibt diese Einstellung."};
}

/// Add a change unless the same one is planned; false when another value is planned.
bool
add(Plan& plan, Change change)
{
  const auto same = std::ranges::find(plan.changes, change.setting, &Change::setting);
  if (same == plan.changes.end()) {
    plan.changes.push_back(std::move(change));
    return true;
  }
  return same_setting(same->to, change.to);
}

/// The lock's place for the same member as the setting's.
void
add_lock(Plan& plan, const Check& check, const Snapshot& snapshot, const Manifest& manifest)
{
  const Address& lock = *check.remedy.lock;
  const std::string setting = to_text(lock);
  const Reading* reading = snapshot.find(lock.document);
  if (reading == nullptr || !reading->content ||
      !is_written_by_api(manifest, setting, snapshot)) {
    return;
  }
  const JsonValue* now = value_at(*reading->content, lock.steps);
  if (now != nullptr && now->IsFalse()) { // anything else nobody foresaw, and it stays
    (void)add(plan, change_of(setting, now, JsonValue{true}, check));
  }
}

void
plan_finding(Plan& plan, const Finding& finding, const Snapshot& snapshot,
             const Manifest& manifest)
{
  const Check* check = finding.check;
  if (check == nullptr || finding.setting.empty()) {
    return;
  }
  const std::string setting = finding.setting.text();
  if (!finding.remedy || !is_written_by_api(manifest, setting, snapshot)) {
    const auto why = why_not_by_api(manifest, setting, snapshot);
    const bool told = !why.empty() && check->remedy.steps.empty();
    const auto way = told ? Text{} : way_without_api(*check);
    skip(plan, finding, {why.en + way.en, why.de + way.de});
    return;
  }
  const JsonValue* from = finding.observed ? &*finding.observed : nullptr;
  if (from != nullptr && same_setting(*from, *finding.remedy)) {
    skip(plan, finding,
         {"The setting is as wanted; what stands beside it has to be put right.",
          "Die Einstellung ist wie gewünscht; zu ändern ist, was daneben steht."});
    return;
  }
  if (!add(plan, change_of(setting, from, *finding.remedy, *check))) {
    std::erase_if(plan.changes, [&](const Change& each) { return each.setting == setting; });
    skip(plan, finding,
         {"Two checks want different values for this setting.",
          "Zwei Prüfungen verlangen für diese Einstellung verschiedene Werte."});
    return;
  }
  if (check->remedy.lock) {
    add_lock(plan, *check, snapshot, manifest);
  }
}

void
put_text(JsonValue& object, std::string_view name, const Text& text,
         Json::AllocatorType& memory)
{
  JsonValue both{rapidjson::kObjectType};
  set_member(both, "en", text.en, memory);
  set_member(both, "de", text.de, memory);
  set_member(object, name, both, memory);
}

/// All that the hash covers.
Json
hashed_part(const Plan& plan)
{
  Json json{rapidjson::kObjectType};
  auto& memory = json.GetAllocator();
  set_member(json, "format", JsonValue{1}, memory);
  set_member(json, "tenant", plan.tenant, memory);
  set_member(json, "vendor", plan.vendor, memory);
  set_member(json, "reason", plan.reason, memory);
  set_member(json, "created_at", to_text(plan.created_at), memory);
  JsonValue changes{rapidjson::kArrayType};
  for (const auto& change : plan.changes) {
    JsonValue each{rapidjson::kObjectType};
    set_member(each, "setting", change.setting, memory);
    set_member(each, "from", change.from, memory);
    set_member(each, "from_absent", change.from_absent, memory);
    set_member(each, "to", change.to, memory);
    set_member(each, "check", change.check, memory);
    put_text(each, "impact", change.impact, memory);
    changes.PushBack(each, memory);
  }
  set_member(json, "changes", changes, memory);
  return json;
}

Result<Change>
change_from(const JsonValue& json)
{
  const JsonValue* from = member(json, "from");
  const JsonValue* to = member(json, "to");
  Change change{.setting = text_in(json, "setting"),
                .from = from == nullptr ? Json{} : copy_of(*from),
                .from_absent = flag_in(json, "from_absent"),
                .to = to == nullptr ? Json{} : copy_of(*to),
                .check = text_in(json, "check"),
                .impact = both_languages_in(json, "impact")};
  if (from == nullptr || to == nullptr || !parse_address(change.setting)) {
    return fail(Failure::invalid, "plan: a change needs \"setting\", \"from\" and \"to\"");
  }
  return change;
}

} // namespace

Plan
plan_for(const TenantReport& report, const Snapshot& snapshot, const Manifest& manifest,
         Time now)
{
  Plan plan{.tenant = report.name,
            .vendor = report.vendor,
            .reason = "audit",
            .created_at = now,
            .changes = {},
            .skipped = {}};
  for (const auto& finding : report.findings) {
    if (finding.status == Status::fail && !finding.waived) {
      plan_finding(plan, finding, snapshot, manifest);
    }
  }
  return plan;
}

std::string
hash_of(const Plan& plan)
{
  return sha256(canonical_text(hashed_part(plan)));
}

Json
to_json(const Plan& plan)
{
  Json json = hashed_part(plan);
  auto& memory = json.GetAllocator();
  JsonValue skipped{rapidjson::kArrayType};
  for (const auto& each : plan.skipped) {
    JsonValue row{rapidjson::kObjectType};
    set_member(row, "check", each.check, memory);
    set_member(row, "setting", each.setting, memory);
    put_text(row, "why", each.why, memory);
    skipped.PushBack(row, memory);
  }
  set_member(json, "skipped", skipped, memory);
  set_member(json, "hash", hash_of(plan), memory);
  return json;
}

Result<Plan>
plan_from_json(const JsonValue& json)
{
  const JsonValue* format = member(json, "format");
  const JsonValue* changes = member(json, "changes");
  const auto created_at = parse_time(member_text(json, "created_at"));
  if (format == nullptr || !format->IsInt() || format->GetInt() != 1 || changes == nullptr ||
      !changes->IsArray() || !created_at) {
    return fail(Failure::invalid,
                "this is no plan of ours: \"format\" is not 1, or \"changes\" "
                "or \"created_at\" is missing");
  }
  Plan plan{.tenant = text_in(json, "tenant"),
            .vendor = text_in(json, "vendor"),
            .reason = text_in(json, "reason"),
            .created_at = *created_at,
            .changes = {},
            .skipped = {}};
  for (const auto& each : changes->GetArray()) {
    auto change = change_from(each);
    if (!change) {
      return tl::unexpected(change.error());
    }
    plan.changes.push_back(std::move(*change));
  }
  if (hash_of(plan) != member_text(json, "hash")) {
    return fail(Failure::invalid,
                "the plan was altered after it was made: its content does not "
                "match its hash; plan again");
  }
  return plan;
}

} // namespace klausur
