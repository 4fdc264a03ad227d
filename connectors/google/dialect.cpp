#include "connectors/google/dialect.hpp"

#include "connectors/base/time.hpp"
#include "connectors/format/json.hpp"

#include <fmt/format.h>

#include <cctype>

namespace klausur::google {

namespace {

/// The number in `orgUnits/03ph8a2z` or `id:03ph8a2z`.
std::string_view
number_in_name(std::string_view name)
{
  return name.substr(name.find_first_of("/:") + 1); // npos + 1 is 0
}

/// `history_on_by_default` as `historyOnByDefault`.
std::string
camel_case(std::string_view name)
{
  std::string text;
  for (std::size_t at = 0; at < name.size(); ++at) {
    const bool is_hump = name[at] == '_' && at > 0 && at + 1 < name.size();
    text += is_hump ? static_cast<char>(std::toupper(static_cast<unsigned char>(name[++at])))
                    : name[at];
  }
  return text;
}

/// One name for each setting and each of its members, whichever of two a tenant's API writes.
void
spell_alike(JsonValue& setting, Json::AllocatorType& memory)
{
  if (member_text(setting, "type") == "settings/chat.chat_external_spaces") {
    set_member(setting, "type", "settings/chat.external_spaces", memory);
  }
  const auto* value = member(setting, "value");
  if (value == nullptr || !value->IsObject()) {
    return;
  }
  for (auto& each : setting["value"].GetObject()) {
    const auto name = camel_case(text_of(each.name));
    each.name.SetString(name.data(), static_cast<rapidjson::SizeType>(name.size()), memory);
  }
}

/// Lists without members are left out by this vendor's APIs.
void
complete(Json& page, const char* list)
{
  if (page.IsObject() && member(page, list) == nullptr) {
    set_member(page, list, JsonValue{rapidjson::kArrayType}, page.GetAllocator());
  }
}

/// The text of one of an event's parameters.
std::string_view
parameter(const JsonValue& event, std::string_view name)
{
  const auto* all = member(event, "parameters");
  for (rapidjson::SizeType i = 0; all != nullptr && all->IsArray() && i < all->Size(); ++i) {
    if (member_text((*all)[i], "name") == name) {
      return member_text((*all)[i], "value");
    }
  }
  return {};
}

JsonValue
change_in(const JsonValue& event, std::string_view id, std::string_view when,
          Json::AllocatorType& memory)
{
  JsonValue change{rapidjson::kObjectType};
  set_member(change, "id", id, memory);
  set_member(change, "setting", parameter(event, "SETTING_NAME"), memory);
  set_member(change, "unit", parameter(event, "ORG_UNIT_NAME"), memory);
  set_member(change, "value", parameter(event, "NEW_VALUE"), memory);
  if (const auto time = iso_time(when)) {
    set_member(change, "time",
               JsonValue{static_cast<std::int64_t>(time->time_since_epoch().count())}, memory);
  }
  return change;
}

/// A page of the admin log as a list of what was changed, in the place of `items`. Who did it
/// is left behind.
void
flatten_audit(Json& page)
{
  const auto* items = member(page, "items");
  if (items == nullptr || !items->IsArray()) {
    return;
  }
  auto& memory = page.GetAllocator();
  JsonValue changes{rapidjson::kArrayType};
  for (const auto& activity : items->GetArray()) {
    const auto* id = member(activity, "id");
    const auto* events = member(activity, "events");
    for (rapidjson::SizeType i = 0;
         id != nullptr && events != nullptr && events->IsArray() && i < events->Size(); ++i) {
      const auto number = fmt::format("{}/{}", member_text(*id, "uniqueQualifier"), i);
      changes.PushBack(change_in((*events)[i], number, member_text(*id, "time"), memory),
                       memory);
    }
  }
  set_member(page, "items", changes, memory);
}

} // namespace

std::vector<Pointer>
GoogleDialect::own_of(std::string_view document) const
{
  return document == "org_units"
             ? std::vector<Pointer>{{"organizationUnits", "*", "orgUnitPath"}}
             : std::vector<Pointer>{};
}

Result<Json>
GoogleDialect::understand(const Answer& answer) const
{
  auto page = understand_rest(answer, m_at.manifest.errors);
  if (!page) {
    return page;
  }
  const auto& document = answer.question.document;
  if (document == "policies") {
    complete(*page, "policies");
    place(*page);
  } else if ((document == "licences/*" || document == "admin_audit") &&
             !member_text(*page, "kind").empty()) {
    complete(*page, "items");
  }
  if (document == "admin_audit") {
    flatten_audit(*page);
  }
  return page;
}

/// Beside each policy, the path of its unit and the number of its group.
void
GoogleDialect::place(Json& page) const
{
  auto& memory = page.GetAllocator();
  const auto list = page.IsObject() ? page.FindMember("policies") : page.MemberEnd();
  if (list == page.MemberEnd() || !list->value.IsArray()) {
    return;
  }
  for (auto& policy : list->value.GetArray()) {
    const auto* query = member(policy, "policyQuery");
    if (query == nullptr || !policy.IsObject()) {
      continue;
    }
    const auto unit = number_in_name(member_text(*query, "orgUnit"));
    const auto known = m_units.find(unit);
    set_member(policy, "unit",
               known == m_units.end() ? fmt::format("?{}", unit) : known->second, memory);
    set_member(policy, "group", number_in_name(member_text(*query, "group")), memory);
    if (auto setting = policy.FindMember("setting"); setting != policy.MemberEnd()) {
      spell_alike(setting->value, memory);
    }
  }
}

void
GoogleDialect::learn_units(const Reading& units)
{
  if (!units.content || !units.content->IsObject()) {
    return;
  }
  for (const auto& unit : units.content->GetObject()) {
    if (const auto path = member_text(unit.value, "orgUnitPath"); !path.empty()) {
      m_units.insert_or_assign(std::string{number_in_name(text_of(unit.name))}, path);
    }
  }
}

} // namespace klausur::google
