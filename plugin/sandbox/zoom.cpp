#include "connectors/base/clock.hpp"
#include "plugin/sandbox/state.hpp"
#include "plugin/sandbox/vendors.hpp"
#include "plugin/sandbox/zoom_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur::zoom_sandbox {

namespace {

// `printf %s sandbox-client:sandbox-secret | base64`
constexpr std::string_view k_basic = "Basic c2FuZGJveC1jbGllbnQ6c2FuZGJveC1zZWNyZXQ=";
constexpr std::string_view k_account = "sandboxaccount00000001";

Outbound
token_error(int status, std::string_view error, std::string_view reason)
{
  Json body{rapidjson::kObjectType};
  set_member(body, "reason", reason, body.GetAllocator());
  set_member(body, "error", error, body.GetAllocator());
  return json_answer(status, body);
}

/// Server-to-Server OAuth: a new token each time, no refresh token. The parameters may come
/// in the body or in the query.
Outbound
token(Call& call)
{
  const auto said = [&](std::string_view name) {
    return call.body.IsObject() && call.body.HasMember(std::string{name})
               ? member_text(call.body, name)
               : call.parameter(name);
  };
  if (call.inbound.header("authorization") != k_basic) {
    return token_error(400, "invalid_client", "Invalid client_id or client_secret");
  }
  if (said("grant_type") != "account_credentials") {
    return token_error(400, "unsupported_grant_type", "unsupported grant type");
  }
  if (said("account_id") != k_account) {
    return token_error(400, "invalid_request", "Bad Request");
  }
  std::string scopes;
  for (const auto& scope : find_at(call.state, "/scopes")->GetArray()) {
    scopes += (scopes.empty() ? "" : " ") + std::string{text_of(scope)};
  }
  Json body{rapidjson::kObjectType};
  auto& memory = body.GetAllocator();
  set_member(body, "access_token", call.tokens.issue("sandbox-zoom-token-"), memory);
  set_member(body, "token_type", "bearer", memory);
  set_member(body, "expires_in", JsonValue{3600}, memory);
  set_member(body, "scope", scopes, memory);
  return json_answer(200, body);
}

class ZoomSandbox final : public SandboxVendor
{
public:
  Result<Json> initial(std::string_view variant) const override
  {
    constexpr std::array variants{"", "out-of-the-box", "hardened", "free"};
    if (std::ranges::find(variants, variant) == variants.end()) {
      return fail(Failure::invalid, fmt::format("there is no variant \"{}\"", variant));
    }
    Json state = default_account();
    auto& memory = state.GetAllocator();
    if (variant == "hardened") {
      merge(state, hardening(), memory);
    }
    set_member(state, "plan", variant == "free" ? "free" : "pro", memory);
    return state;
  }

  std::vector<Route> routes() const override
  {
    std::vector<Route> all{
        {.method = "POST", .path = "/oauth/token", .answer = token, .open = true}};
    for (auto& more : {settings_routes(), list_routes()}) {
      all.insert(all.end(), more.begin(), more.end());
    }
    return all;
  }

  std::optional<Outbound> refusal(Call& call) const override
  {
    if (call.bearer().empty()) {
      return api_error(401, 124, "Invalid access token.");
    }
    return call.tokens.use(call.bearer())
               ? std::nullopt
               : std::optional{api_error(401, 124, "Access token is expired.")};
  }

  Outbound not_found(const Call& /*call*/) const override
  {
    return api_error(404, 2300, "This API endpoint is not recognized.");
  }

  /// The Pro plan, by Zoom's labels.
  std::map<std::string, Limit, std::less<>> limits() const override
  {
    return {{"light", {.requests = 30, .per_seconds = 1}},
            {"medium", {.requests = 20, .per_seconds = 1}}};
  }

  Outbound too_many(int wait) const override
  {
    auto answer = api_error(429, 429,
                            "You have reached the maximum per-second rate limit for "
                            "this API. Try again later.");
    const auto now = system_time().time_since_epoch().count();
    answer.headers = {{"X-RateLimit-Category", "Medium"},
                      {"X-RateLimit-Type", "QPS"},
                      {"X-RateLimit-Limit", "20"},
                      {"X-RateLimit-Remaining", "0"},
                      {"X-RateLimit-Reset", std::to_string(now + wait)}};
    return answer;
  }

  Json tenant(const std::string& url, const std::string& secrets) const override
  {
    Json entry{rapidjson::kObjectType};
    auto& memory = entry.GetAllocator();
    set_member(entry, "vendor", "zoom", memory);
    set_member(entry, "base_url", url + "/v2", memory);
    JsonValue hosts{rapidjson::kObjectType};
    set_member(hosts, "token", url, memory);
    set_member(entry, "hosts", hosts, memory);
    JsonValue auth{rapidjson::kObjectType};
    set_member(auth, "account_id", k_account, memory);
    set_member(auth, "client_id", "sandbox-client", memory);
    set_member(auth, "client_secret", fmt::format("file:{}/zoom-secret", secrets), memory);
    set_member(entry, "auth", auth, memory);
    return entry;
  }

  std::map<std::string, std::string> secrets() const override
  {
    return {{"zoom-secret", "sandbox-secret"}};
  }
};

} // namespace

Outbound
api_error(int status, int code, std::string_view message)
{
  Json body{rapidjson::kObjectType};
  set_member(body, "code", JsonValue{code}, body.GetAllocator());
  set_member(body, "message", message, body.GetAllocator());
  return json_answer(status, body);
}

std::function<Outbound(Call&)>
needs(std::string_view scopes, Outbound (*answer)(Call&))
{
  return [scopes, answer](Call& call) {
    for (const auto& granted : find_at(call.state, "/scopes")->GetArray()) {
      if (scopes.find(fmt::format("{} ", text_of(granted))) != std::string_view::npos) {
        return answer(call);
      }
    }
    std::string list{scopes.substr(0, scopes.size() - 1)};
    for (auto blank = list.find(' '); blank != std::string::npos;
         blank = list.find(' ', blank + 2)) {
      list.insert(blank, ",");
    }
    return api_error(400, 4711,
                     fmt::format("Invalid access token, does not contain scopes:[{}].", list));
  };
}

std::optional<Outbound>
unpaid(const Call& call, int status)
{
  return member_text(call.state, "plan") != "free"
             ? std::nullopt
             : std::optional{api_error(status, 200, "Only available for Paid account: me.")};
}

} // namespace klausur::zoom_sandbox

std::unique_ptr<klausur::SandboxVendor>
klausur::make_zoom_sandbox()
{
  return std::make_unique<zoom_sandbox::ZoomSandbox>();
}
