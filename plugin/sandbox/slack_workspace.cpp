#include "plugin/sandbox/slack_api.hpp"
#include "plugin/sandbox/state.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace klausur::slack_sandbox {

namespace {

/// `{name: what is held there}`.
Outbound
whole(const Call& call, std::string_view pointer, std::string_view name)
{
  Json body{rapidjson::kObjectType};
  set_member(body, name, held(call, pointer), body.GetAllocator());
  return granted(std::move(body));
}

Outbound
auth_test(Call& call)
{
  Json body{rapidjson::kObjectType};
  auto& memory = body.GetAllocator();
  const auto& team = held(call, "/team");
  set_member(body, "url", member_text(team, "url"), memory);
  set_member(body, "team", member_text(team, "name"), memory);
  set_member(body, "team_id", member_text(team, "id"), memory);
  set_member(body, "user", "owner.of.the.sandbox", memory);
  set_member(body, "user_id", "U0SANDBOX1", memory);
  set_member(body, "is_enterprise_install", is_enterprise(call), memory);
  if (is_enterprise(call)) {
    set_member(body, "enterprise_id", member_text(team, "enterprise_id"), memory);
    set_member(body, "team_id", member_text(team, "enterprise_id"), memory);
  }
  auto answer = granted(std::move(body));
  std::string scopes;
  if (const auto* list = member(grant_of(call), "scopes"); list != nullptr && list->IsArray()) {
    for (const auto& each : list->GetArray()) {
      scopes += (scopes.empty() ? "" : ",") + std::string{text_of(each)};
    }
  }
  answer.headers.emplace_back("x-oauth-scopes", scopes);
  return answer;
}

/// Exactly these five; all other preferences have no getter.
Outbound
team_preferences(Call& call)
{
  return granted(copy_of(held(call, "/preferences")));
}

Outbound
search_info(Call& call)
{
  return whole(call, "/ai_search", "is_ai_search_enabled");
}

Outbound
users_list(Call& call)
{
  const auto& members = held(call, "/members");
  constexpr unsigned many = 1000; // So many come without a limit.
  if (number_argument(call, "limit", 0) <= 0 && members.Size() > many) {
    return refused("limit_required");
  }
  return page_of(call, members, "members", {.usual = static_cast<int>(many), .most = 1000});
}

bool
is_asked_for(const Call& call, const JsonValue& file)
{
  const auto* created = member(file, "created");
  const auto when = created != nullptr && created->IsInt64() ? created->GetInt64() : 0;
  const int before = number_argument(call, "ts_to", 0); // "now", which is usual: no number
  return before == 0 || when <= before;
}

/// Numbered pages, with the number of all files that were asked for.
Outbound
files_list(Call& call)
{
  const int size = std::clamp(number_argument(call, "count", 100), 1, 1000);
  const int page = std::max(1, number_argument(call, "page", 1));
  Json body = literal(R"({"files": [], "paging": {}})");
  auto& memory = body.GetAllocator();
  int total = 0;
  for (const auto& file : held(call, "/files").GetArray()) {
    if (!is_asked_for(call, file)) {
      continue;
    }
    if (total >= (page - 1) * size && total < page * size) {
      body["files"].PushBack(JsonValue{file, memory}, memory);
    }
    ++total;
  }
  set_member(body["paging"], "count", JsonValue{size}, memory);
  set_member(body["paging"], "total", JsonValue{total}, memory);
  set_member(body["paging"], "page", JsonValue{page}, memory);
  set_member(body["paging"], "pages", JsonValue{(total + size - 1) / size}, memory);
  return granted(std::move(body));
}

Outbound
external_teams(Call& call)
{
  if (member_text(call.state, "plan") == "free") {
    return refused("paid_only");
  }
  const auto status = argument(call, "connection_status_filter");
  Json wanted{rapidjson::kArrayType};
  for (const auto& each : held(call, "/external").GetArray()) {
    if (status.empty() || member_text(each, "connection_status") == status) {
      wanted.PushBack(JsonValue{each, wanted.GetAllocator()}, wanted.GetAllocator());
    }
  }
  return page_of(call, wanted, "organizations", {.usual = 20, .most = 20});
}

} // namespace

std::vector<Method>
workspace_methods()
{
  using For = Method::For;
  return {
      {"auth.test", "", auth_test},
      {"team.info", "team:read", [](Call& call) { return whole(call, "/team", "team"); }, true},
      {"team.billing.info", "team.billing:read",
       [](Call& call) { return whole(call, "/plan", "plan"); }},
      {"team.preferences.list", "team.preferences:read", team_preferences},
      {"assistant.search.info", "search:read.public", search_info},
      {"users.list", "users:read", users_list, true},
      {"files.list", "files:read", files_list, true},
      {"team.externalTeams.list", "conversations.connect:manage team:read", external_teams,
       true, For::bots},
  };
}

} // namespace klausur::slack_sandbox
