#include "connectors/base/clock.hpp"
#include "plugin/sandbox/mattermost_api.hpp"
#include "plugin/sandbox/mattermost_config.hpp"
#include "plugin/sandbox/state.hpp"

#include <fmt/format.h>

namespace klausur::mattermost_sandbox {

namespace {

/// The item of a list in the state whose member is `value`, or nullptr.
JsonValue*
find_in(const Call& call, std::string_view list, std::string_view name, std::string_view value)
{
  for (auto& each : call.state.FindMember(std::string{list})->value.GetArray()) {
    if (member_text(each, name) == value) {
      return &each;
    }
  }
  return nullptr;
}

JsonValue*
channel_in(const Call& call, std::string_view team, std::string_view name)
{
  for (auto& each : call.state.FindMember("channels")->value.GetArray()) {
    if (member_text(each, "team_id") == team && member_text(each, "name") == name) {
      return &each;
    }
  }
  return nullptr;
}

Outbound
team_missing()
{
  return missing("app.team.get_by_name.missing.app_error", "Unable to find the existing team.");
}

Outbound
channel_missing()
{
  return missing("app.channel.get_by_name.missing.app_error", "Channel does not exist.");
}

Outbound
me(Call& call)
{
  return json_answer(200, caller(call));
}

Outbound
my_teams(Call& call)
{
  return json_answer(200, *member(call.state, "teams"));
}

Outbound
user_stats(Call& call)
{
  Json answer{rapidjson::kObjectType};
  set_member(answer, "total_users_count", *member(call.state, "users"), answer.GetAllocator());
  return json_answer(200, answer);
}

Outbound
role(Call& call)
{
  constexpr std::string_view known[] = {"system_admin", "system_user", "system_manager",
                                        "system_read_only_admin"};
  for (const auto name : known) {
    if (name == call.capture("name")) {
      Json answer{rapidjson::kObjectType};
      auto& memory = answer.GetAllocator();
      set_member(answer, "id", fmt::format("role-{}", name), memory);
      set_member(answer, "name", name, memory);
      set_member(answer, "permissions", JsonValue{rapidjson::kArrayType}, memory);
      set_member(answer, "built_in", true, memory);
      return json_answer(200, answer);
    }
  }
  return missing("app.role.get_by_name.app_error", "Unable to get role.");
}

Outbound
team_by_name(Call& call)
{
  const auto* team = find_in(call, "teams", "name", call.capture("team"));
  return team == nullptr ? team_missing() : json_answer(200, *team);
}

Outbound
channel_by_names(Call& call)
{
  const auto* team = find_in(call, "teams", "name", call.capture("team"));
  if (team == nullptr) {
    return team_missing();
  }
  const auto* channel = channel_in(call, member_text(*team, "id"), call.capture("channel"));
  return channel == nullptr ? channel_missing() : json_answer(200, *channel);
}

Outbound
channel_of_team(Call& call)
{
  const auto* channel = channel_in(call, call.capture("team"), call.capture("channel"));
  return channel == nullptr ? channel_missing() : json_answer(200, *channel);
}

/// A message, or props with attachments: one of them has to be there.
bool
says_something(const JsonValue& post)
{
  const auto* attachments = find_at(post, "/props/attachments");
  return !member_text(post, "message").empty() ||
         (attachments != nullptr && attachments->IsArray() && !attachments->Empty());
}

Outbound
post(Call& call)
{
  auto& posts = call.state.FindMember("posts")->value;
  const auto channel = member_text(call.body, "channel_id");
  if (find_in(call, "channels", "id", channel) == nullptr) {
    return api_error(403, "api.context.permissions.app_error",
                     "You do not have the appropriate permissions.");
  }
  if (!says_something(call.body)) {
    return api_error(400, "api.context.invalid_body_param.app_error",
                     "Invalid or missing post in request body.");
  }
  const auto pending = member_text(call.body, "pending_post_id");
  const auto* known =
      pending.empty() ? nullptr : find_in(call, "posts", "pending_post_id", pending);
  if (known != nullptr) {
    return json_answer(201, *known); // Sent twice: one post, the same id.
  }
  JsonValue kept{call.body, call.memory()};
  const auto now = std::chrono::milliseconds{system_time().time_since_epoch()}.count();
  set_member(kept, "id", fmt::format("post{:022}", posts.Size() + 1), call.memory());
  set_member(kept, "create_at", JsonValue{now}, call.memory());
  set_member(kept, "update_at", JsonValue{now}, call.memory());
  set_member(kept, "user_id", member_text(caller(call), "id"), call.memory());
  posts.PushBack(kept, call.memory());
  return json_answer(201, posts[posts.Size() - 1]);
}

Outbound
patch_post(Call& call)
{
  auto* found = find_in(call, "posts", "id", call.capture("id"));
  if (found == nullptr) {
    return missing("app.post.get.app_error", "Unable to get the post.");
  }
  merge(*found, call.body, call.memory());
  return json_answer(200, *found);
}

} // namespace

std::vector<Route>
chat_routes()
{
  return {
      {"GET", "/api/v4/users/me", me},
      {"GET", "/api/v4/users/me/teams", my_teams},
      {"GET", "/api/v4/users/stats", user_stats},
      {"GET", "/api/v4/roles/name/{name}", role},
      {"GET", "/api/v4/teams/name/{team}", team_by_name},
      {"GET", "/api/v4/teams/name/{team}/channels/name/{channel}", channel_by_names},
      {"GET", "/api/v4/teams/{team}/channels/name/{channel}", channel_of_team},
      {"POST", "/api/v4/posts", post},
      {"PUT", "/api/v4/posts/{id}/patch", patch_post},
  };
}

} // namespace klausur::mattermost_sandbox
