#include "plugin/sandbox/slack_api.hpp"
#include "plugin/sandbox/slack_audit.hpp"
#include "plugin/sandbox/vendors.hpp"

#include <fmt/format.h>

#include <array>

namespace klausur::slack_sandbox {

namespace {

std::vector<Method>
all_methods()
{
  auto all = workspace_methods();
  const auto more = organisation_methods();
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

class SlackSandbox final : public SandboxVendor
{
public:
  SlackSandbox() : m_methods{all_methods()}
  {
    for (const auto& method : m_methods) {
      m_paths.push_back(fmt::format("/api/{}", method.name));
    }
  }

  Result<Json> initial(std::string_view variant) const override { return held_by(variant); }

  std::vector<Route> routes() const override
  {
    std::vector<Route> all = token_routes();
    for (std::size_t i = 0; i < m_methods.size(); ++i) {
      const auto& method = m_methods[i];
      const auto answer = [method](Call& call) { return answered(call, method); };
      all.push_back({"POST", m_paths[i], answer, false, method.name});
      if (method.by_get) {
        all.push_back({"GET", m_paths[i], answer, false, method.name});
      }
    }
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
    constexpr std::array<std::string_view, 6> tier_3{
        "team.info",  "team.billing.info", "team.preferences.list",
        "files.list", "admin.teams.list",  "audit"};
    constexpr std::array<std::string_view, 4> tier_4{
        "admin.users.list", "admin.users.session.getSettings",
        "admin.users.session.setSettings", "admin.auth.policy.getEntities"};
    std::map<std::string, Limit, std::less<>> limits;
    for (const auto& method : m_methods) {
      limits[std::string{method.name}] = {.requests = 20, .per_seconds = 60};
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

private:
  std::vector<Method> m_methods;
  std::vector<std::string> m_paths; ///< Of m_methods; routes() points to them.
};

} // namespace

} // namespace klausur::slack_sandbox

std::unique_ptr<klausur::SandboxVendor>
klausur::make_slack_sandbox()
{
  return std::make_unique<slack_sandbox::SlackSandbox>();
}
