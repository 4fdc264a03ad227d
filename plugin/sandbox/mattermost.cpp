#include "connectors/base/clock.hpp"
#include "plugin/sandbox/mattermost_api.hpp"
#include "plugin/sandbox/mattermost_config.hpp"
#include "plugin/sandbox/state.hpp"
#include "plugin/sandbox/vendors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur::mattermost_sandbox {

namespace {

// Who may come in. Personal tokens have 26 characters.
constexpr std::string_view k_people = R"({
  "sandboxadmintoken000000001": {"id": "adm1n000000000000000000001", "username": "klausur",
    "roles": "system_user system_admin", "is_bot": true},
  "sandboxreadertoken00000001": {"id": "reader00000000000000000001", "username": "auditor",
    "roles": "system_user system_read_only_admin", "is_bot": true},
  "sandboxmanagertoken0000001": {"id": "manager0000000000000000001", "username": "manager",
    "roles": "system_user system_manager", "is_bot": false, "email_verified": true},
  "sandboxmembertoken00000001": {"id": "member00000000000000000001", "username": "anna",
    "roles": "system_user", "is_bot": false, "email_verified": false}
})";

constexpr std::string_view k_plugins = R"([
  {"id": "com.mattermost.calls", "name": "Calls", "version": "1.11.4",
    "settings_schema": {"settings": [{"key": "EnableRecordings", "type": "bool"},
      {"key": "TURNStaticAuthSecret", "type": "text"}]}},
  {"id": "com.mattermost.nps", "name": "User Satisfaction Surveys", "version": "1.3.3"},
  {"id": "mattermost-ai", "name": "Agents", "version": "1.9.1",
    "settings_schema": {"settings": [{"key": "Config", "type": "custom"}]}},
  {"id": "playbooks", "name": "Playbooks", "version": "2.7.0"}
])";

constexpr std::string_view k_rooms = R"({
  "teams": [{"id": "team0000000000000000000001", "name": "it", "display_name": "IT"}],
  "channels": [{"id": "chan0000000000000000000001", "name": "privacy",
    "display_name": "Privacy", "team_id": "team0000000000000000000001", "type": "O"}],
  "posts": [], "policies": [], "jobs": [], "environment": {}, "calls_environment": {},
  "audits": [], "users": 42,
  "license": {"IsLicensed": "false"}
})";

constexpr std::string_view k_licence = R"({
  "license": {"IsLicensed": "true", "SkuShortName": "enterprise", "SkuName": "Enterprise",
    "Users": "100", "ExpiresAt": "4102444800000", "IsTrial": "false", "Cloud": "false",
    "DataRetention": "true", "MessageExport": "true", "Compliance": "true", "MFA": "true",
    "GuestAccounts": "true", "CustomTermsOfService": "true",
    "IDLoadedPushNotifications": "true", "EmailNotificationContents": "true"},
  "jobs": [{"id": "job00000000000000000000001", "type": "data_retention",
    "status": "success", "progress": 100}]
})";

bool
has_role(const JsonValue& person, std::string_view role)
{
  const auto roles = fmt::format(" {} ", member_text(person, "roles"));
  return roles.find(fmt::format(" {} ", role)) != std::string::npos;
}

/// Everything that a person has to have stands in the state, so that a test can add one.
Json
people()
{
  return literal(k_people);
}

class MattermostSandbox final : public SandboxVendor
{
public:
  Result<Json> initial(std::string_view variant) const override
  {
    constexpr std::array variants{"", "out-of-the-box", "licensed", "hardened"};
    if (std::ranges::find(variants, variant) == variants.end()) {
      return fail(Failure::invalid, fmt::format("there is no variant \"{}\"", variant));
    }
    Json state = literal(k_rooms);
    auto& memory = state.GetAllocator();
    set_member(state, "people", people(), memory);
    set_member(state, "plugins", literal(k_plugins), memory);
    set_member(state, "config", default_config(variant == "hardened"), memory);
    if (variant == "licensed" || variant == "hardened") {
      merge(state, literal(k_licence), memory);
      const auto now = std::chrono::milliseconds{system_time().time_since_epoch()}.count();
      for (auto& job : find_at(state, "/jobs")->GetArray()) {
        for (const auto* moment : {"create_at", "start_at", "last_activity_at"}) {
          set_member(job, moment, JsonValue{now}, memory);
        }
      }
    }
    return state;
  }

  std::vector<Route> routes() const override
  {
    std::vector<Route> all = system_routes();
    for (auto& more : {account_routes(), plugin_routes(), chat_routes()}) {
      all.insert(all.end(), more.begin(), more.end());
    }
    for (auto& route : all) {
      route.answer = [answer = std::move(route.answer)](Call& call) {
        show_late(call);
        auto ended = server_ended(call);
        return ended ? std::move(*ended) : answer(call);
      };
    }
    return all;
  }

  std::vector<std::string> tokens() const override
  {
    std::vector<std::string> names;
    const Json everybody = people();
    for (const auto& each : everybody.GetObject()) {
      names.emplace_back(text_of(each.name));
    }
    return names;
  }

  std::optional<Outbound> refusal(Call& call) const override
  {
    if (call.tokens.use(call.bearer())) {
      return token_refused(call);
    }
    return api_error(401, "api.context.session_expired.app_error",
                     "Invalid or expired session, please login again.");
  }

  Outbound not_found(const Call& /*call*/) const override
  {
    return missing("api.context.404.app_error", "Sorry, we could not find the page.");
  }

  Outbound too_many(int wait) const override
  {
    Outbound answer = text_answer(429, "limit exceeded");
    answer.headers = {{"X-Ratelimit-Limit", "100"},
                      {"X-Ratelimit-Remaining", "0"},
                      {"X-Ratelimit-Reset", std::to_string(wait)}};
    return answer;
  }

  Json tenant(const std::string& url, const std::string& secrets) const override
  {
    Json entry{rapidjson::kObjectType};
    auto& memory = entry.GetAllocator();
    set_member(entry, "vendor", "mattermost", memory);
    set_member(entry, "base_url", url, memory);
    JsonValue auth{rapidjson::kObjectType};
    set_member(auth, "token", fmt::format("file:{}/mattermost-token", secrets), memory);
    set_member(entry, "auth", auth, memory);
    return entry;
  }

  std::map<std::string, std::string> secrets() const override
  {
    return {{"mattermost-token", "sandboxadmintoken000000001"}};
  }
};

} // namespace

const JsonValue&
caller(const Call& call)
{
  static const JsonValue nobody{rapidjson::kObjectType};
  const auto* person = find_at(call.state, fmt::format("/people/{}", call.bearer()));
  return person == nullptr ? nobody : *person;
}

std::string
as_text(const JsonValue& value)
{
  return value.IsString() ? std::string{text_of(value)} : to_text(value);
}

/// The items of one page; more than 200 at a time is silently cut.
JsonValue
page_of(const Call& call, const JsonValue& list, Json::AllocatorType& memory)
{
  constexpr int most = 200;
  constexpr int usual = 60;
  const int size = std::clamp(call.number("per_page", usual), 1, most);
  const auto first =
      static_cast<rapidjson::SizeType>(std::max(0, call.number("page", 0)) * size);
  JsonValue page{rapidjson::kArrayType};
  for (auto i = first; i < list.Size() && page.Size() < static_cast<unsigned>(size); ++i) {
    page.PushBack(JsonValue{list[i], memory}, memory);
  }
  return page;
}

bool
may(const Call& call, Right right)
{
  const auto& person = caller(call);
  const bool admin = has_role(person, "system_admin");
  const bool reader = has_role(person, "system_read_only_admin");
  const bool manager = has_role(person, "system_manager");
  switch (right) {
  case Right::read:
    return admin || reader || manager;
  case Right::read_compliance:
    return admin || reader;
  case Right::write:
    return admin;
  }
  return false;
}

Outbound
api_error(int status, std::string_view id, std::string_view message)
{
  Json body{rapidjson::kObjectType};
  auto& memory = body.GetAllocator();
  set_member(body, "id", id, memory);
  set_member(body, "message", message, memory);
  set_member(body, "detailed_error", "", memory);
  set_member(body, "request_id", "sandbox0000000000000000001", memory);
  set_member(body, "status_code", JsonValue{status}, memory);
  return json_answer(status, body);
}

Outbound
missing(std::string_view id, std::string_view message)
{
  return api_error(404, id, message);
}

/// Answers only who has the right.
std::function<Outbound(Call&)>
guarded(Right right, Outbound (*answer)(Call&))
{
  return [right, answer](Call& call) {
    return may(call, right) ? answer(call)
                            : api_error(403, "api.context.permissions.app_error",
                                        "You do not have the appropriate permissions.");
  };
}

} // namespace klausur::mattermost_sandbox

std::unique_ptr<klausur::SandboxVendor>
klausur::make_mattermost_sandbox()
{
  return std::make_unique<mattermost_sandbox::MattermostSandbox>();
}
