#include "connectors/base/clock.hpp"
#include "connectors/model/snapshot.hpp"
#include "plugin/sandbox/state.hpp"
#include "plugin/sandbox/zoom_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace klausur::zoom_sandbox {

namespace {

constexpr std::string_view k_token = "sandbox-page-";

int
whole(const JsonValue& state, std::string_view pointer)
{
  const auto* value = find_at(state, pointer);
  return value != nullptr && value->IsInt() ? value->GetInt() : 0;
}

std::string
user_id(int index)
{
  return fmt::format("sandboxuser{:08}", index);
}

/// A page of `total` things, each made by `item`, and where the next begins.
struct Page
{
  int total;
  int most;

  template<typename Item>
  Outbound answer(const Call& call, std::string_view list, Item item) const
  {
    constexpr int usual = 30;
    const int size = std::clamp(call.number("page_size", usual), 1, most);
    const auto token = call.parameter("next_page_token");
    int first = 0;
    if (!token.empty()) {
      const auto number = token.substr(std::min(k_token.size(), token.size()));
      const auto got = std::from_chars(number.data(), number.data() + number.size(), first);
      if (!token.starts_with(k_token) || got.ec != std::errc{}) {
        return api_error(400, 300, "The next page token is invalid or expired.");
      }
    }
    Json body{rapidjson::kObjectType};
    auto& memory = body.GetAllocator();
    JsonValue items{rapidjson::kArrayType};
    const int end = std::min(total, first + size);
    for (int i = first; i < end; ++i) {
      items.PushBack(JsonValue{item(i), memory}, memory);
    }
    set_member(body, list, items, memory);
    set_member(body, "page_size", JsonValue{size}, memory);
    set_member(body, "total_records", JsonValue{total}, memory);
    set_member(body, "next_page_token",
               end < total ? fmt::format("{}{}", k_token, end) : std::string{}, memory);
    return json_answer(200, body);
  }
};

/// People with names and addresses, as the real list has them.
Outbound
users(Call& call)
{
  const int licensed = whole(call.state, "/users/licensed");
  const Page page{licensed + whole(call.state, "/users/basic"), 2000};
  return page.answer(call, "users", [&](int i) {
    Json user{rapidjson::kObjectType};
    auto& memory = user.GetAllocator();
    set_member(user, "id", user_id(i), memory);
    set_member(user, "email", fmt::format("erika.mustermann{}@example.org", i), memory);
    set_member(user, "first_name", "Erika", memory);
    set_member(user, "last_name", "Mustermann", memory);
    set_member(user, "display_name", "Erika Mustermann", memory);
    set_member(user, "host_key", "299492849", memory);
    set_member(user, "type", JsonValue{i < licensed ? 2 : 1}, memory);
    set_member(user, "status", "active", memory);
    set_member(user, "dept", "Personalabteilung", memory);
    return user;
  });
}

Outbound
summary(Call& call)
{
  const int licensed = whole(call.state, "/users/licensed");
  const int basic = whole(call.state, "/users/basic");
  Json body{rapidjson::kObjectType};
  auto& memory = body.GetAllocator();
  set_member(body, "licensed_users_count", JsonValue{licensed}, memory);
  set_member(body, "basic_users_count", JsonValue{basic}, memory);
  for (const auto* other : {"on_prem_users_count", "room_users_count", "pending_users_count",
                            "join_only_users_count"}) {
    set_member(body, other, JsonValue{0}, memory);
  }
  set_member(body, "total_users_count", JsonValue{licensed + basic}, memory);
  return json_answer(200, body);
}

Outbound
groups(Call& call)
{
  if (auto refused = unpaid(call, 400)) {
    return std::move(*refused);
  }
  const auto& all = *member(call.state, "groups");
  const Page page{static_cast<int>(all.Size()), 300};
  return page.answer(call, "groups",
                     [&](int i) { return copy_of(all[static_cast<rapidjson::SizeType>(i)]); });
}

Outbound
managed_domains(Call& call)
{
  if (auto refused = unpaid(call, 200)) {
    return std::move(*refused);
  }
  const auto& all = *member(call.state, "domains");
  Json body{rapidjson::kObjectType};
  set_member(body, "domains", all, body.GetAllocator());
  set_member(body, "total_records", JsonValue{all.Size()}, body.GetAllocator());
  return json_answer(200, body);
}

Outbound
trusted_domains(Call& call)
{
  if (auto refused = unpaid(call, 200)) {
    return std::move(*refused);
  }
  Json body{rapidjson::kObjectType};
  set_member(body, "trusted_domains", *member(call.state, "trusted_domains"),
             body.GetAllocator());
  return json_answer(200, body);
}

/// A recording with what people said and were called, as the real list has it.
Json
recording(const JsonValue& made, Time start)
{
  Json one{rapidjson::kObjectType};
  auto& memory = one.GetAllocator();
  set_member(one, "uuid", "4444AAAiAAAAAiAiAiiAii==", memory);
  set_member(one, "topic", member_text(made, "topic"), memory);
  set_member(one, "host_id", user_id(0), memory);
  set_member(one, "start_time", to_text(start), memory);
  set_member(one, "duration", JsonValue{45}, memory);
  set_member(one, "recording_count", JsonValue{1}, memory);
  JsonValue file{rapidjson::kObjectType};
  set_member(file, "file_type", "CHAT", memory);
  set_member(file, "download_url", "https://example.org/rec/download/planted", memory);
  JsonValue files{rapidjson::kArrayType};
  files.PushBack(file, memory);
  set_member(one, "recording_files", files, memory);
  return one;
}

/// Recordings of a stretch of at most a month.
Outbound
recordings(Call& call)
{
  if (auto refused = unpaid(call, 200)) {
    return std::move(*refused);
  }
  constexpr std::chrono::days month{31};
  const auto from = parse_time(fmt::format("{}T00:00:00Z", call.parameter("from")));
  const auto to = parse_time(fmt::format("{}T00:00:00Z", call.parameter("to")));
  if (!from || !to || *from > *to || *to - *from > month) {
    return api_error(400, 300, "The date range is at most one month.");
  }
  std::vector<Json> found;
  for (const auto& made : member(call.state, "recordings")->GetArray()) {
    const Time start =
        system_time() - std::chrono::days{whole(made, "/days_ago")} - std::chrono::hours{1};
    if (start >= *from && start < *to + std::chrono::days{1}) {
      found.push_back(recording(made, start));
    }
  }
  const Page page{static_cast<int>(found.size()), 300};
  return page.answer(call, "meetings",
                     [&](int i) { return copy_of(found[static_cast<std::size_t>(i)]); });
}

} // namespace

std::optional<Outbound>
nobody(const Call& call, Level level)
{
  const auto id = call.capture("id");
  if (level == Level::group) {
    const auto& all = *member(call.state, "groups");
    const bool there = std::ranges::any_of(
        all.GetArray(), [&](const JsonValue& group) { return member_text(group, "id") == id; });
    return there ? std::nullopt
                 : std::optional{
                       api_error(404, 4130, "Group does not exist: " + std::string{id})};
  }
  if (level == Level::user) {
    const int all = whole(call.state, "/users/licensed") + whole(call.state, "/users/basic");
    int index = -1;
    const auto number = id.substr(std::min(user_id(0).size() - 8, id.size()));
    std::from_chars(number.data(), number.data() + number.size(), index);
    return index >= 0 && index < all && id == user_id(index)
               ? std::nullopt
               : std::optional{api_error(404, 1001, "User does not exist: " + std::string{id})};
  }
  return call.capture("account") == "me" || call.capture("account") == "sandboxaccount00000001"
             ? std::nullopt
             : std::optional{api_error(404, 2001,
                                       "Account does not exist: " +
                                           std::string{call.capture("account")})};
}

std::vector<Route>
list_routes()
{
  const auto route = [](std::string_view path, std::string_view scopes,
                        Outbound (*answer)(Call&), std::string_view limit) {
    return Route{
        .method = "GET", .path = path, .answer = needs(scopes, answer), .limit = limit};
  };
  return {route("/v2/users", "user:read:list_users:admin ", users, "medium"),
          route("/v2/users/summary", "user:read:summary:admin ", summary, "medium"),
          route("/v2/groups", "group:read:list_groups:admin ", groups, "medium"),
          route("/v2/accounts/{account}/managed_domains",
                "account:read:managed_domains:master ", managed_domains, "light"),
          route("/v2/accounts/{account}/trusted_domains",
                "account:read:trusted_domains:master ", trusted_domains, "light"),
          route("/v2/accounts/{account}/recordings",
                "cloud_recording:read:list_account_recordings:admin "
                "cloud_recording:read:list_account_recordings:master ",
                recordings, "medium")};
}

} // namespace klausur::zoom_sandbox
