#include "plugin/sandbox/state.hpp"
#include "plugin/sandbox/webex_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur::webex_sandbox {

namespace {

constexpr std::string_view k_read = "meeting:admin_preferences_read";
constexpr std::string_view k_write = "meeting:admin_preferences_write";

Outbound
no_such_person()
{
  return api_error(404, "The requested resource could not be found.", "user is not found");
}

/// What other endpoints give of a person, and the directory does not.
constexpr std::array<std::string_view, 4> k_elsewhere{"scheduling", "room", "session_types",
                                                      "meetings"};

Outbound
people(Call& call)
{
  std::vector<const JsonValue*> all;
  for (const auto& person : member(call.state, "people")->GetArray()) {
    all.push_back(&person);
  }
  constexpr int k_usual = 100;
  constexpr int k_most = 1000;
  return page_of(call, all, {k_usual, k_most, k_elsewhere});
}

/// The machine's account of the service app, which the directory does not list.
Outbound
me(Call& call)
{
  const auto& organisation = (*member(call.state, "organizations"))[0];
  Json answer = literal(R"({"id": "Y2lzY29zcGFyazovL3VzL0FQUExJQ0FUSU9OL0MxMjM0",
                            "emails": ["klausur-bot@webex.example"],
                            "displayName": "Klausur", "type": "bot"})");
  set_member(answer, "orgId", member_text(organisation, "id"), answer.GetAllocator());
  return json_answer(200, answer);
}

JsonValue*
person_with(const Call& call, std::string_view id)
{
  for (auto& person : call.state.FindMember("people")->value.GetArray()) {
    if (member_text(person, "id") == id) {
      return &person;
    }
  }
  return nullptr;
}

Outbound
person(Call& call)
{
  const auto* found = person_with(call, call.capture("id"));
  if (found == nullptr) {
    return no_such_person();
  }
  Json answer = copy_of(*found);
  for (const auto hidden : k_elsewhere) {
    answer.RemoveMember(std::string{hidden});
  }
  return json_answer(200, answer);
}

/// A part of a person's preferences, by the address in the query.
std::function<Outbound(Call&)>
preference(const char* name)
{
  return [name](Call& call) {
    const auto* found = person_at(call, call.parameter("userEmail"));
    return found == nullptr ? no_such_person() : json_answer(200, *member(*found, name));
  };
}

struct Form
{
  const char* name;
  std::vector<const char*> required;
  const char* minutes;
  std::vector<int> minutes_allowed;
};

/// Takes a whole object, as PUT does: what is required must be there, and what the API does
/// not know or does not let be written is ignored.
std::function<Outbound(Call&)>
replacement(Form form)
{
  return [form = std::move(form)](Call& call) {
    auto* found = person_at(call, call.parameter("userEmail"));
    if (found == nullptr) {
      return no_such_person();
    }
    if (!call.body.IsObject()) {
      return api_error(400, "POST body is malformed");
    }
    for (const auto* name : form.required) {
      if (member(call.body, name) == nullptr) {
        return api_error(400, "The request was invalid or cannot be otherwise served.",
                         fmt::format("{} is required", name));
      }
    }
    const auto* minutes = member(call.body, form.minutes);
    if (!minutes->IsInt() || std::ranges::find(form.minutes_allowed, minutes->GetInt()) ==
                                 form.minutes_allowed.end()) {
      return api_error(400, "The request was invalid or cannot be otherwise served.",
                       fmt::format("{} has no such option", form.minutes));
    }
    auto& there = found->FindMember(form.name)->value;
    constexpr std::array read_only{"personalMeetingRoomLink", "sipAddress", "dialInIpAddress",
                                   "telephony"};
    for (const auto& each : call.body.GetObject()) {
      const bool kept = std::ranges::find(read_only, text_of(each.name)) != read_only.end();
      if (!kept && member(there, text_of(each.name)) != nullptr) {
        set_member(there, text_of(each.name), each.value, call.memory());
      }
    }
    return json_answer(200, there);
  };
}

Outbound
session_types(Call& call)
{
  const auto* found = person_with(call, call.parameter("personId"));
  const auto* site = site_of(call);
  if (found == nullptr || site == nullptr) {
    return no_such_person();
  }
  Json answer{rapidjson::kObjectType};
  auto& memory = answer.GetAllocator();
  JsonValue types{rapidjson::kArrayType};
  for (const auto& type : member(call.state, "session_types")->GetArray()) {
    const auto& own = member(*found, "session_types")->GetArray();
    if (std::ranges::find(own, *member(type, "id")) != own.end()) {
      types.PushBack(JsonValue{type, memory}, memory);
    }
  }
  JsonValue item{rapidjson::kObjectType};
  set_member(item, "personId", member_text(*found, "id"), memory);
  set_member(item, "email", (*member(*found, "emails"))[0], memory);
  set_member(item, "siteUrl", member_text(*site, "siteUrl"), memory);
  set_member(item, "sessionTypes", types, memory);
  JsonValue items{rapidjson::kArrayType};
  items.PushBack(item, memory);
  set_member(answer, "items", items, memory);
  return json_answer(200, answer);
}

} // namespace

std::vector<Route>
people_routes()
{
  constexpr std::string_view options = "/meetingPreferences/schedulingOptions";
  constexpr std::string_view room = "/meetingPreferences/personalMeetingRoom";
  return {
      {"GET", "/people", scoped("spark-admin:people_read", people)},
      {"GET", "/people/me", scoped("spark-admin:people_read", me)},
      {"GET", "/people/{id}", scoped("spark-admin:people_read", person)},
      {"GET", options, scoped(k_read, preference("scheduling"))},
      {"PUT", options,
       scoped(k_write, replacement({"scheduling",
                                    {"enabledJoinBeforeHost", "joinBeforeHostMinutes",
                                     "enabledAutoShareRecording"},
                                    "joinBeforeHostMinutes",
                                    {0, 5, 10, 15}}))},
      {"GET", room, scoped(k_read, preference("room"))},
      {"PUT", room,
       scoped(k_write, replacement({"room",
                                    {"topic", "hostPin", "enabledAutoLock", "autoLockMinutes",
                                     "enabledNotifyHost", "supportCoHost", "coHosts"},
                                    "autoLockMinutes",
                                    {0, 5, 10, 15, 20}}))},
      {"GET", "/admin/meeting/userconfig/sessionTypes",
       scoped("meeting:admin_config_read", session_types)},
  };
}

} // namespace klausur::webex_sandbox
