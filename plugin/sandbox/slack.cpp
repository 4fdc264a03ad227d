#include "plugin/sandbox/call.hpp"
#include "plugin/sandbox/slack_api.hpp"
#include "plugin/sandbox/slack_audit.hpp"
#include "plugin/sandbox/state.hpp"
#include "plugin/sandbox/vendors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace klausur::slack_sandbox {

namespace {

constexpr std::string_view k_cursor = "bmV4dD";

std::vector<std::string>
words_of(std::string_view text)
{
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) {
      words.emplace_back(text.substr(0, end));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

/// `missing_scope`, in the words that Slack has for it, or nothing.
std::optional<Outbound>
lacking_scope(const Call& call, const Method& method)
{
  const auto& scopes = held(call, fmt::format("/grants/{}/scopes", token_of(call)));
  std::string needed;
  std::string provided;
  if (scopes.IsArray()) {
    for (const auto& each : scopes.GetArray()) {
      provided += (provided.empty() ? "" : ",") + std::string{text_of(each)};
    }
  }
  for (const auto& wanted : words_of(method.scopes)) {
    const bool has =
        scopes.IsArray() && std::ranges::any_of(scopes.GetArray(), [&](const JsonValue& each) {
          return text_of(each) == wanted;
        });
    if (!has) {
      needed += (needed.empty() ? "" : ",") + wanted;
    }
  }
  if (needed.empty()) {
    return std::nullopt;
  }
  Json body = literal(R"({"ok": false, "error": "missing_scope"})");
  set_member(body, "needed", needed, body.GetAllocator());
  set_member(body, "provided", provided, body.GetAllocator());
  return json_answer(200, body);
}

/// Who may not ask for this, or nothing.
std::optional<Outbound>
not_for(const Call& call, const Method& method)
{
  const bool is_bot = member_text(grant_of(call), "kind") == "bot";
  if (method.who == Method::For::bots) {
    return is_bot ? std::nullopt : std::optional{refused("not_allowed_token_type")};
  }
  if (method.who != Method::For::administrators) {
    return std::nullopt;
  }
  if (is_bot) {
    return refused("not_allowed_token_type");
  }
  if (!is_enterprise(call)) {
    return refused("feature_not_enabled");
  }
  return member_text(grant_of(call), "role") == "member"
             ? std::optional{refused("not_an_admin")}
             : std::nullopt;
}

void
add_routes(std::vector<Route>& routes, const std::vector<Method>& methods)
{
  // A route's path is a view: these live as long as the program.
  static std::map<std::string, std::string, std::less<>> paths;
  for (const auto& method : methods) {
    const auto& path =
        paths.emplace(method.name, fmt::format("/api/{}", method.name)).first->second;
    const auto answer = [method](Call& call) { return answered(call, method); };
    routes.push_back({"POST", path, answer, false, method.name});
    if (method.by_get) {
      routes.push_back({"GET", path, answer, false, method.name});
    }
  }
}

/// Where the page of a cursor begins; nothing when it is none of ours.
std::optional<int>
place_in(std::string_view cursor)
{
  if (cursor.empty()) {
    return 0;
  }
  if (!cursor.starts_with(k_cursor) || !cursor.ends_with('=')) {
    return std::nullopt;
  }
  int first = 0;
  const auto* end = cursor.data() + cursor.size() - 1;
  const auto got = std::from_chars(cursor.data() + k_cursor.size(), end, first);
  return got.ec == std::errc{} && got.ptr == end && first >= 0 ? std::optional{first}
                                                               : std::nullopt;
}

class SlackSandbox final : public SandboxVendor
{
public:
  Result<Json> initial(std::string_view variant) const override { return held_by(variant); }

  std::vector<Route> routes() const override
  {
    std::vector<Route> all = token_routes();
    add_routes(all, workspace_methods());
    add_routes(all, organisation_methods());
    const auto audit = audit_routes();
    all.insert(all.end(), audit.begin(), audit.end());
    return all;
  }

  std::vector<std::string> tokens() const override
  {
    return {std::string{k_user_token}, std::string{k_bot_token}};
  }

  std::optional<Outbound> refusal(Call& call) const override
  {
    const auto token = token_of(call);
    if (token.empty()) {
      return refused("not_authed");
    }
    if (call.tokens.use(token)) {
      return std::nullopt;
    }
    const bool known = !grant_of(call).ObjectEmpty();
    return refused(known && token.starts_with("xoxe.") ? "token_expired"
                   : known                             ? "token_revoked"
                                                       : "invalid_auth");
  }

  Outbound not_found(const Call& /*call*/) const override { return refused("unknown_method"); }

  /// Per minute: tiers 1 to 4 are 1, 20, 50 and 100; auth.test has 600; the audit log 50 for
  /// the whole organisation. Source: java-slack-sdk 86ff7ca, rate_limit_tiers.json.
  std::map<std::string, Limit, std::less<>> limits() const override
  {
    constexpr std::array<std::string_view, 7> tier_3{"team.info",
                                                     "team.billing.info",
                                                     "team.preferences.list",
                                                     "files.list",
                                                     "admin.teams.list",
                                                     "audit",
                                                     "files.revokePublicURL"};
    constexpr std::array<std::string_view, 4> tier_4{
        "admin.users.list", "admin.users.session.getSettings",
        "admin.users.session.setSettings", "admin.auth.policy.getEntities"};
    std::map<std::string, Limit, std::less<>> limits;
    for (const auto& methods : {workspace_methods(), organisation_methods()}) {
      for (const auto& method : methods) {
        limits[std::string{method.name}] = {.requests = 20, .per_seconds = 60};
      }
    }
    for (const auto name : tier_3) {
      limits[std::string{name}] = {.requests = 50, .per_seconds = 60};
    }
    for (const auto name : tier_4) {
      limits[std::string{name}] = {.requests = 100, .per_seconds = 60};
    }
    limits["auth.test"] = {.requests = 600, .per_seconds = 60};
    return limits;
  }

  Outbound too_many(int wait) const override
  {
    Outbound answer = refused("ratelimited");
    answer.status = 429;
    answer.headers = {{"Retry-After", std::to_string(wait)}};
    return answer;
  }

  Json tenant(const std::string& url, const std::string& secrets) const override
  {
    Json entry = literal(R"({"vendor": "slack", "hosts": {}, "auth": {}})");
    auto& memory = entry.GetAllocator();
    set_member(entry, "base_url", url + "/api", memory);
    set_member(entry["hosts"], "audit", url + "/audit/v1", memory);
    auto& auth = entry["auth"];
    set_member(auth, "client_id", k_client_id, memory);
    set_member(auth, "client_secret", fmt::format("file:{}/slack-client-secret", secrets),
               memory);
    set_member(auth, "refresh_token", fmt::format("file:{}/slack/refresh", secrets), memory);
    set_member(auth, "bot_refresh_token", fmt::format("file:{}/slack/bot-refresh", secrets),
               memory);
    return entry;
  }

  std::map<std::string, std::string> secrets() const override
  {
    return {{"slack-client-secret", std::string{k_client_secret}},
            {"slack/refresh", "xoxe-1-owner"},
            {"slack/bot-refresh", "xoxe-1-bot"}};
  }
};

} // namespace

Outbound
refused(std::string_view code)
{
  Json body = literal(R"({"ok": false})");
  set_member(body, "error", code, body.GetAllocator());
  return json_answer(200, body);
}

Outbound
granted(Json body)
{
  set_member(body, "ok", true, body.GetAllocator());
  return json_answer(200, body);
}

std::string
argument(const Call& call, std::string_view name, std::string_view otherwise)
{
  const auto* value = member(call.body, name);
  if (value == nullptr) {
    return std::string{call.parameter(name, otherwise)};
  }
  return value->IsString() ? std::string{text_of(*value)} : to_text(*value);
}

int
number_argument(const Call& call, std::string_view name, int otherwise)
{
  const auto text = argument(call, name);
  int number = 0;
  const auto* end = text.data() + text.size();
  const auto got = std::from_chars(text.data(), end, number);
  return got.ec == std::errc{} && got.ptr == end ? number : otherwise;
}

std::string
token_of(const Call& call)
{
  const auto bearer = call.bearer();
  return bearer.empty() ? std::string{member_text(call.body, "token")} : std::string{bearer};
}

const JsonValue&
held(const Call& call, std::string_view pointer)
{
  static const JsonValue nothing;
  const auto* found = find_at(call.state, pointer);
  return found == nullptr ? nothing : *found;
}

const JsonValue&
grant_of(const Call& call)
{
  static const JsonValue nobody{rapidjson::kObjectType};
  const auto& found = held(call, fmt::format("/grants/{}", token_of(call)));
  return found.IsObject() ? found : nobody;
}

bool
is_enterprise(const Call& call)
{
  const auto plan = member_text(call.state, "plan");
  return plan == "enterprise" || plan == "compliance";
}

Outbound
answered(Call& call, const Method& method)
{
  if (auto refusal = not_for(call, method)) {
    return *refusal;
  }
  if (auto refusal = lacking_scope(call, method)) {
    return *refusal;
  }
  return method.answer(call);
}

std::optional<Json>
page_in(const Call& call, const JsonValue& list, std::string_view name, Pages pages)
{
  const auto first = place_in(argument(call, "cursor"));
  if (!first) {
    return std::nullopt;
  }
  const int asked = number_argument(call, "limit", 0);
  const int size = asked > 0 ? std::min(asked, pages.most) : pages.usual;
  const int all = list.IsArray() ? static_cast<int>(list.Size()) : 0;
  const int after = std::min(all, *first + size);
  Json body{rapidjson::kObjectType};
  auto& memory = body.GetAllocator();
  JsonValue items{rapidjson::kArrayType};
  for (int i = *first; i < after; ++i) {
    items.PushBack(JsonValue{list[static_cast<rapidjson::SizeType>(i)], memory}, memory);
  }
  set_member(body, name, items, memory);
  const auto next = after < all ? fmt::format("{}{}=", k_cursor, after) : std::string{};
  if (pages.cursor_on_top) {
    set_member(body, "next_cursor", next, memory);
    set_member(body, "total_count", JsonValue{all}, memory);
  } else {
    JsonValue metadata{rapidjson::kObjectType};
    set_member(metadata, "next_cursor", next, memory);
    set_member(body, "response_metadata", metadata, memory);
  }
  return body;
}

Outbound
page_of(const Call& call, const JsonValue& list, std::string_view name, Pages pages)
{
  auto page = page_in(call, list, name, pages);
  return page ? granted(std::move(*page)) : refused("invalid_cursor");
}

} // namespace klausur::slack_sandbox

std::unique_ptr<klausur::SandboxVendor>
klausur::make_slack_sandbox()
{
  return std::make_unique<slack_sandbox::SlackSandbox>();
}
