#include "connectors/base/clock.hpp"
#include "plugin/sandbox/google_api.hpp"
#include "plugin/sandbox/state.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur::google_sandbox {

namespace {

bool
is_customer(const Call& call, std::string_view said)
{
  const auto& customer = *member(call.state, "customer");
  return said == "my_customer" || said == member_text(customer, "id") ||
         said == member_text(customer, "customerDomain");
}

Outbound
not_found()
{
  return api_error(404, "NOT_FOUND", "Resource Not Found: customer");
}

Outbound
customer(Call& call)
{
  return is_customer(call, call.capture("customer"))
             ? json_answer(200, *member(call.state, "customer"))
             : not_found();
}

/// All units, the top itself only with `all_including_parent`.
Outbound
units(Call& call)
{
  if (!is_customer(call, call.capture("customer"))) {
    return not_found();
  }
  const auto type = call.parameter("type", "children");
  if (type != "all" && type != "children" && type != "all_including_parent") {
    return api_error(400, "INVALID_ARGUMENT", "Invalid value for: type");
  }
  Json body{rapidjson::kObjectType};
  auto& memory = body.GetAllocator();
  set_member(body, "kind", "admin#directory#orgUnits", memory);
  JsonValue list{rapidjson::kArrayType};
  for (const auto& unit : member(call.state, "units")->GetArray()) {
    const auto path = member_text(unit, "orgUnitPath");
    const bool is_top = path == "/";
    const bool is_child = !is_top && member_text(unit, "parentOrgUnitPath") == "/";
    if (type == "all_including_parent" || (type == "all" && !is_top) || is_child) {
      list.PushBack(JsonValue{unit, memory}, memory);
    }
  }
  set_member(body, "organizationUnits", list, memory);
  return json_answer(200, body);
}

/// A page of at most `most` items under `items`, which is left out where there is none.
Outbound
page_of(const Call& call, std::string_view kind, const JsonValue& all, int usual, int most)
{
  const int size = call.number("maxResults", usual);
  if (size < 1 || size > most) {
    return api_error(400, "INVALID_ARGUMENT", "Invalid value for: maxResults");
  }
  const auto first = static_cast<rapidjson::SizeType>(std::max(0, call.number("pageToken", 0)));
  const auto last = std::min(all.Size(), first + static_cast<rapidjson::SizeType>(size));
  Json body{rapidjson::kObjectType};
  auto& memory = body.GetAllocator();
  set_member(body, "kind", kind, memory);
  JsonValue list{rapidjson::kArrayType};
  for (auto i = first; i < last; ++i) {
    list.PushBack(JsonValue{all[i], memory}, memory);
  }
  if (!list.Empty()) {
    set_member(body, "items", list, memory);
  }
  if (last < all.Size()) {
    set_member(body, "nextPageToken", std::to_string(last), memory);
  }
  return json_answer(200, body);
}

Outbound
licences(Call& call)
{
  if (!is_customer(call, call.parameter("customerId")) ||
      call.parameter("customerId") == "my_customer") {
    return api_error(400, "INVALID_ARGUMENT", "Invalid customerId");
  }
  const auto* all = member(*member(call.state, "licences"), call.capture("product"));
  return all == nullptr ? api_error(400, "INVALID_ARGUMENT", "Invalid productId")
                        : page_of(call, "licensing#licenseAssignmentList", *all, 100, 1000);
}

JsonValue
parameter(std::string_view name, std::string_view value, Json::AllocatorType& memory)
{
  JsonValue each{rapidjson::kObjectType};
  set_member(each, "name", name, memory);
  set_member(each, "value", value, memory);
  return each;
}

/// An entry of the state as the log tells it, with who did it and from where.
JsonValue
activity(const JsonValue& held, int number, Json::AllocatorType& memory)
{
  const auto days = std::chrono::days{member(held, "days")->GetInt()};
  JsonValue entry =
      JsonValue{literal(fmt::format(R"({{"kind":"admin#reports#activity","id":{{"time":"{}",)"
                                    R"("uniqueQualifier":"{}","applicationName":"admin"}},)"
                                    R"("actor":{{"email":"erika.mustermann@example.org",)"
                                    R"("profileId":"1047"}},"ipAddress":"198.51.100.7"}})",
                                    to_text(system_time() - days), number)),
                memory};
  JsonValue parameters{rapidjson::kArrayType};
  for (const auto& [name, at] :
       {std::pair{"APPLICATION_NAME", "application"}, std::pair{"SETTING_NAME", "setting"},
        std::pair{"NEW_VALUE", "value"}, std::pair{"ORG_UNIT_NAME", "unit"}}) {
    parameters.PushBack(parameter(name, member_text(held, at), memory), memory);
  }
  JsonValue event{rapidjson::kObjectType};
  set_member(event, "type", "APPLICATION_SETTINGS", memory);
  set_member(event, "name", member_text(held, "event", "CHANGE_APPLICATION_SETTING"), memory);
  set_member(event, "parameters", parameters, memory);
  JsonValue events{rapidjson::kArrayType};
  events.PushBack(event, memory);
  set_member(entry, "events", events, memory);
  return entry;
}

Outbound
activities(Call& call)
{
  if (call.capture("user") != "all" || call.capture("application") != "admin") {
    return api_error(400, "INVALID_ARGUMENT", "Invalid value for: applicationName");
  }
  const auto since = parse_time(call.parameter("startTime", "1970-01-01T00:00:00Z"));
  if (!since) {
    return api_error(400, "INVALID_ARGUMENT", "Invalid value for: startTime");
  }
  const auto wanted = call.parameter("eventName");
  Json all{rapidjson::kArrayType};
  int number = 0;
  for (const auto& held : member(call.state, "log")->GetArray()) {
    const auto event = member_text(held, "event", "CHANGE_APPLICATION_SETTING");
    const auto then = system_time() - std::chrono::days{member(held, "days")->GetInt()};
    if (then >= *since && (wanted.empty() || wanted == event)) {
      all.PushBack(activity(held, ++number, all.GetAllocator()), all.GetAllocator());
    }
  }
  return page_of(call, "admin#reports#activities", all, 1000, 1000);
}

} // namespace

std::vector<Route>
directory_routes()
{
  return {{.method = "GET",
           .path = "/admin/directory/v1/customers/{customer}",
           .answer =
               scoped("admin.directory.customer admin.directory.customer.readonly", customer)},
          {.method = "GET",
           .path = "/admin/directory/v1/customer/{customer}/orgunits",
           .answer = scoped("admin.directory.orgunit.readonly", units)},
          {.method = "GET",
           .path = "/apps/licensing/v1/product/{product}/users",
           .answer = scoped("apps.licensing", licences)},
          {.method = "GET",
           .path = "/admin/reports/v1/activity/users/{user}/applications/{application}",
           .answer = scoped("admin.reports.audit.readonly", activities)}};
}

} // namespace klausur::google_sandbox
