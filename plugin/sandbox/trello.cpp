#include "connectors/base/clock.hpp"
#include "plugin/sandbox/state.hpp"
#include "plugin/sandbox/trello_api.hpp"
#include "plugin/sandbox/vendors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur::trello_sandbox {

namespace {

constexpr std::string_view k_key = "5a6e64626f786b6579303030303030a1";
constexpr std::string_view k_token = "ATTAsandboxtoken0000000000000000000000000000000001";
constexpr std::string_view k_workspace = "5f1a00000000000000000001";

/// `2026-11-24T09:00:00.000Z`, so many days ago.
std::string
moment(int days_ago)
{
  auto text = to_text(system_time() - std::chrono::days{days_ago});
  text.insert(text.size() - 1, ".000");
  return text;
}

Outbound
refused(int status, std::string_view words)
{
  return text_answer(status, std::string{words});
}

bool
may(const Call& call, std::string_view scope)
{
  const auto granted = member(call.state, "scopes")->GetArray();
  return std::ranges::any_of(granted,
                             [&](const JsonValue& each) { return text_of(each) == scope; });
}

bool
is_workspace(const Call& call)
{
  const auto& organization = *member(call.state, "organization");
  const auto asked = call.capture("id");
  return asked == member_text(organization, "id") || asked == member_text(organization, "name");
}

Outbound
not_visible()
{
  return refused(404, "The requested resource was not found.");
}

using Answer = std::function<Outbound(Call&)>;

/// Let in only whose token may do this, and only to this workspace.
Answer
of_workspace(std::string_view scope, Answer answer)
{
  return [scope, answer = std::move(answer)](Call& call) {
    if (!may(call, scope)) {
      return refused(401, "unauthorized permission requested");
    }
    return is_workspace(call) ? answer(call) : not_visible();
  };
}

Answer
of_board(std::string_view scope, Answer answer)
{
  return [scope, answer = std::move(answer)](Call& call) {
    if (!may(call, scope)) {
      return refused(401, "unauthorized permission requested");
    }
    const auto* board = member(*member(call.state, "boards"), call.capture("id"));
    return board == nullptr ? refused(404, "board not found") : answer(call);
  };
}

Outbound
organization(Call& call)
{
  return json_answer(200, *member(call.state, "organization"));
}

/// All fields, or those that are asked for; the id always comes.
void
add_board(Json& list, std::string_view id, const JsonValue& held, std::string_view fields)
{
  auto& memory = list.GetAllocator();
  const auto is_asked_for = [&](std::string_view name) {
    return fields.empty() || fields == "all" ||
           fmt::format(",{},", fields).find(fmt::format(",{},", name)) != std::string::npos;
  };
  JsonValue board{rapidjson::kObjectType};
  set_member(board, "id", id, memory);
  if (is_asked_for("dateLastActivity")) {
    const auto* days = member(held, "days");
    set_member(board, "dateLastActivity", moment(days == nullptr ? 1 : days->GetInt()), memory);
  }
  for (const char* name : {"name", "desc", "closed", "prefs", "memberships"}) {
    const auto* value = member(held, name);
    if (value != nullptr && is_asked_for(name)) {
      set_member(board, name, *value, memory);
    }
  }
  list.PushBack(board, memory);
}

Outbound
boards(Call& call)
{
  const auto filter = call.parameter("filter", "all");
  constexpr std::array<std::string_view, 6> known{"all",     "open",         "closed",
                                                  "members", "organization", "public"};
  if (std::ranges::find(known, filter) == known.end()) {
    return refused(400, "invalid value for filter");
  }
  Json list{rapidjson::kArrayType};
  for (const auto& each : member(call.state, "boards")->GetObject()) {
    const bool closed = member(each.value, "closed")->IsTrue();
    if (filter == "all" || (filter == "closed") == closed) {
      add_board(list, text_of(each.name), each.value, call.parameter("fields"));
    }
  }
  return json_answer(200, list);
}

Outbound
board(Call& call)
{
  const auto* held = member(*member(call.state, "boards"), call.capture("id"));
  Json list{rapidjson::kArrayType};
  add_board(list, call.capture("id"), *held, call.parameter("fields"));
  return json_answer(200, list[0]);
}

Outbound
plugins(Call& call)
{
  const auto* list = member(*member(call.state, "plugins"), call.capture("id"));
  return list == nullptr ? json_answer(200, literal("[]")) : json_answer(200, *list);
}

/// Everybody on the board; what they are to the workspace only where it is asked for.
Outbound
memberships(Call& call)
{
  const auto filter = call.parameter("filter", "all");
  constexpr std::array<std::string_view, 4> known{"all", "admins", "normal", "none"};
  if (std::ranges::find(known, filter) == known.end()) {
    return refused(400, "invalid value for filter");
  }
  const auto* held = member(*member(call.state, "boards"), call.capture("id"));
  const auto* all = member(*held, "memberships");
  Json list{rapidjson::kArrayType};
  if (all == nullptr || filter == "none") {
    return json_answer(200, list);
  }
  for (const auto& each : all->GetArray()) {
    const bool is_admin = member_text(each, "memberType") == "admin";
    if (filter == "all" || (filter == "admins") == is_admin) {
      JsonValue membership{each, list.GetAllocator()};
      if (call.parameter("orgMemberType") != "true") {
        membership.RemoveMember("orgMemberType");
      }
      list.PushBack(membership, list.GetAllocator());
    }
  }
  return json_answer(200, list);
}

Outbound
exports(Call& call)
{
  Json list = copy_of(*member(call.state, "exports"));
  for (auto& each : list.GetArray()) {
    const auto* days = member(each, "days");
    set_member(each, "startedAt",
               moment(days == nullptr ? 0 : static_cast<int>(days->GetInt())),
               list.GetAllocator());
  }
  return json_answer(200, list);
}

Outbound
enterprise(Call& call)
{
  const auto* held = member(*member(call.state, "enterprises"), call.capture("id"));
  return held == nullptr ? not_visible() : json_answer(200, *held);
}

Outbound
token(Call& call)
{
  if (call.capture("id") != k_token) {
    return refused(404, "token not found");
  }
  Json answer = copy_of(*member(call.state, "token"));
  auto& memory = answer.GetAllocator();
  set_member(answer, "identifier", "klausur", memory);
  set_member(answer, "idMember", "4a0a00000000000000000001", memory);
  const Json permission =
      literal(R"([{"idModel":"*","modelType":"Organization","read":true,"write":false}])");
  set_member(answer, "permissions", permission, memory);
  return json_answer(200, answer);
}

/// A parameter as the kind of value that stands there; nothing when it does not fit.
std::optional<JsonValue>
as_kind_of(const JsonValue& old, std::string_view text, Json::AllocatorType& memory)
{
  JsonValue value;
  if (old.IsBool()) {
    if (text != "true" && text != "false") {
      return std::nullopt;
    }
    value.SetBool(text == "true");
  } else if (old.IsString()) {
    value.SetString(text.data(), static_cast<rapidjson::SizeType>(text.size()), memory);
  } else {
    return std::nullopt;
  }
  return value;
}

/// Take the documented parameters of a PUT; the others change nothing.
template<std::size_t count>
std::optional<Outbound>
take(Call& call, const std::array<std::string_view, count>& documented, std::string_view object)
{
  for (const auto name : documented) {
    const auto text = call.parameter(name);
    auto* old = find_at(call.state, fmt::format("{}/{}", object, name));
    if (text.empty() || old == nullptr) {
      continue;
    }
    auto value = as_kind_of(*old, text, call.memory());
    if (!value) {
      return refused(400, fmt::format("invalid value for {}", name));
    }
    *old = *value;
  }
  return std::nullopt;
}

/// Who the token belongs to.
Outbound
me(Call& call)
{
  if (!may(call, "read")) {
    return refused(401, "unauthorized permission requested");
  }
  return json_answer(200, literal(R"({"id": "5f1a0000000000000000ad01"})"));
}

Outbound
put_organization(Call& call)
{
  constexpr std::array<std::string_view, 5> documented{
      "prefs/externalMembersDisabled", "prefs/boardVisibilityRestrict/org",
      "prefs/boardVisibilityRestrict/private", "prefs/boardVisibilityRestrict/public",
      "prefs/permissionLevel"};
  auto wrong = take(call, documented, "/organization");
  return wrong ? std::move(*wrong) : organization(call);
}

Outbound
put_board(Call& call)
{
  constexpr std::array<std::string_view, 9> documented{
      "closed",          "prefs/permissionLevel", "prefs/selfJoin",
      "prefs/hideVotes", "prefs/invitations",     "prefs/voting",
      "prefs/comments",  "prefs/cardAging",       "prefs/calendarFeedEnabled"};
  auto wrong = take(call, documented, fmt::format("/boards/{}", call.capture("id")));
  return wrong ? std::move(*wrong) : board(call);
}

class TrelloSandbox final : public SandboxVendor
{
public:
  Result<Json> initial(std::string_view variant) const override
  {
    constexpr std::array variants{"", "out-of-the-box", "hardened"};
    if (std::ranges::find(variants, variant) == variants.end()) {
      return fail(Failure::invalid, fmt::format("there is no variant \"{}\"", variant));
    }
    return default_workspace(variant == "hardened");
  }

  std::vector<Route> routes() const override
  {
    return {{"GET", "/members/me", me},
            {"GET", "/tokens/{id}", token},
            {"GET", "/organizations/{id}", of_workspace("read", organization)},
            {"PUT", "/organizations/{id}", of_workspace("write", put_organization)},
            {"GET", "/organizations/{id}/boards", of_workspace("read", boards)},
            {"GET", "/organizations/{id}/exports", of_workspace("read", exports)},
            {"GET", "/boards/{id}", of_board("read", board)},
            {"PUT", "/boards/{id}", of_board("write", put_board)},
            {"GET", "/boards/{id}/plugins", of_board("read", plugins)},
            {"GET", "/boards/{id}/memberships", of_board("read", memberships)},
            {"GET", "/enterprises/{id}", enterprise}};
  }

  std::vector<std::string> tokens() const override { return {std::string{k_token}}; }

  std::optional<Outbound> refusal(Call& call) const override
  {
    const auto header = call.inbound.header("authorization");
    if (header.find(fmt::format("oauth_consumer_key=\"{}\"", k_key)) ==
        std::string_view::npos) {
      return refused(401, "invalid key");
    }
    constexpr std::string_view before = "oauth_token=\"";
    const auto at = header.find(before);
    const auto rest = at == std::string_view::npos ? "" : header.substr(at + before.size());
    if (!call.tokens.use(rest.substr(0, rest.find('"')))) {
      return refused(401, "invalid token");
    }
    return std::nullopt;
  }

  Outbound not_found(const Call& /*call*/) const override { return not_visible(); }

  std::map<std::string, Limit, std::less<>> limits() const override
  {
    return {{"default", {.requests = 100, .per_seconds = 10}}};
  }

  Outbound too_many(int /*wait*/) const override // no header tells how long to wait
  {
    return json_answer(429, literal(R"({"error": "API_TOKEN_LIMIT_EXCEEDED",
                                        "message": "Rate limit exceeded"})"));
  }

  Json tenant(const std::string& url, const std::string& secrets) const override
  {
    Json entry{rapidjson::kObjectType};
    auto& memory = entry.GetAllocator();
    set_member(entry, "vendor", "trello", memory);
    set_member(entry, "base_url", url, memory);
    JsonValue auth{rapidjson::kObjectType};
    set_member(auth, "key", fmt::format("file:{}/trello-key", secrets), memory);
    set_member(auth, "token", fmt::format("file:{}/trello-token", secrets), memory);
    set_member(auth, "organization", k_workspace, memory);
    set_member(entry, "auth", auth, memory);
    return entry;
  }

  std::map<std::string, std::string> secrets() const override
  {
    return {{"trello-key", std::string{k_key}}, {"trello-token", std::string{k_token}}};
  }
};

} // namespace

} // namespace klausur::trello_sandbox

std::unique_ptr<klausur::SandboxVendor>
klausur::make_trello_sandbox()
{
  return std::make_unique<trello_sandbox::TrelloSandbox>();
}
