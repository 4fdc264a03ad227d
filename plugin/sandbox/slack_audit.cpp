#include "plugin/sandbox/slack_audit.hpp"

#include "connectors/base/clock.hpp"
#include "plugin/sandbox/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace klausur::slack_sandbox {

namespace {

std::int64_t
created(const JsonValue& entry)
{
  const auto* when = member(entry, "date_create");
  return when != nullptr && when->IsInt64() ? when->GetInt64() : 0;
}

bool
is_among(std::string_view action, std::string_view wanted)
{
  return wanted.empty() ||
         fmt::format(",{},", wanted).find(fmt::format(",{},", action)) != std::string::npos;
}

/// The entries that are asked for, newest first. Unlike the Web API an answer here has no
/// `ok` unless something is wrong.
Outbound
logs(Call& call)
{
  const auto wanted = argument(call, "action");
  const auto oldest = number_argument(call, "oldest", 0);
  const auto latest = number_argument(call, "latest", 0);
  std::vector<const JsonValue*> found;
  for (const auto& entry : held(call, "/audit").GetArray()) {
    const auto when = created(entry);
    if (is_among(member_text(entry, "action"), wanted) && when >= oldest &&
        (latest == 0 || when <= latest)) {
      found.push_back(&entry);
    }
  }
  std::ranges::stable_sort(found, std::ranges::greater{},
                           [](const JsonValue* entry) { return created(*entry); });
  Json sorted{rapidjson::kArrayType};
  for (const auto* entry : found) {
    sorted.PushBack(JsonValue{*entry, sorted.GetAllocator()}, sorted.GetAllocator());
  }
  auto page = page_in(call, sorted, "entries", {.usual = 9999, .most = 9999});
  return page ? json_answer(200, *page) : refused("invalid_cursor");
}

/// Only the owner's token opens the log.
Outbound
logs_of_owner(Call& call)
{
  return member_text(grant_of(call), "role") == "owner" ? logs(call)
                                                        : refused("team_not_authorized");
}

/// One token for another: the refresh token that was spent is worth nothing afterwards.
Outbound
renew(Call& call)
{
  if (argument(call, "client_id") != k_client_id) {
    return refused("invalid_client_id");
  }
  if (argument(call, "client_secret") != k_client_secret) {
    return refused("bad_client_secret");
  }
  if (argument(call, "grant_type") != "refresh_token") {
    return refused("invalid_grant_type");
  }
  const auto spent = argument(call, "refresh_token");
  const auto* owner = find_at(call.state, "/refresh/" + spent);
  if (owner == nullptr || !owner->IsString()) {
    return refused("invalid_refresh_token");
  }
  const std::string token{text_of(*owner)};
  const Json grant = copy_of(held(call, "/grants/" + token));
  const bool is_bot = member_text(grant, "kind") == "bot";
  const auto access =
      call.tokens.issue(is_bot ? "xoxe.xoxb-1-sandbox-" : "xoxe.xoxp-1-sandbox-");
  const auto refresh = "xoxe-1-" + access.substr(access.rfind('-') + 1) + (is_bot ? "b" : "p");
  find_at(call.state, "/refresh")->RemoveMember(spent.c_str());
  set_member(*find_at(call.state, "/refresh"), refresh, token, call.memory());
  set_member(*find_at(call.state, "/grants"), access, grant, call.memory());
  Json body = literal(R"({"expires_in": 43200})");
  set_member(body, "access_token", access, body.GetAllocator());
  set_member(body, "refresh_token", refresh, body.GetAllocator());
  set_member(body, "token_type", is_bot ? "bot" : "user", body.GetAllocator());
  return granted(std::move(body));
}

} // namespace

void
note_retention(Call& call, std::string_view channel, int days)
{
  Json entry = literal(R"({"action": "channel_retention_changed",
    "actor": {"type": "user", "user": {"id": "U0SANDBOX1"}},
    "entity": {"type": "channel", "channel": {}},
    "details": {"new_retention_policy": {"type": "legal_hold"}}})");
  auto& memory = entry.GetAllocator();
  auto& log = *find_at(call.state, "/audit");
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(system_time().time_since_epoch());
  set_member(entry, "id", fmt::format("sandbox-{}", log.Size() + 1), memory);
  set_member(entry, "date_create", JsonValue{static_cast<std::int64_t>(now.count())}, memory);
  set_member(entry["entity"]["channel"], "id", channel, memory);
  set_member(entry["details"]["new_retention_policy"], "duration_days", JsonValue{days},
             memory);
  log.PushBack(JsonValue{entry, call.memory()}, call.memory());
}

std::vector<Route>
audit_routes()
{
  static const Method method{"audit", "auditlogs:read", logs_of_owner, true,
                             Method::For::administrators};
  return {{"GET", "/audit/v1/logs", [](Call& call) { return answered(call, method); }, false,
           "audit"}};
}

std::vector<Route>
token_routes()
{
  return {{"POST", "/api/oauth.v2.access", renew, /*open=*/true, "oauth.v2.access"}};
}

} // namespace klausur::slack_sandbox
