#include "plugin/sandbox/google_api.hpp"
#include "plugin/sandbox/vendors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur::google_sandbox {

namespace {

class GoogleSandbox final : public SandboxVendor
{
public:
  Result<Json> initial(std::string_view variant) const override
  {
    constexpr std::array variants{"", "out-of-the-box", "hardened", "ai"};
    if (std::ranges::find(variants, variant) == variants.end()) {
      return fail(Failure::invalid, fmt::format("there is no variant \"{}\"", variant));
    }
    return default_workspace(variant);
  }

  std::vector<Route> routes() const override
  {
    std::vector<Route> all{{.method = "POST",
                            .path = "/token",
                            .answer = [key = m_key](Call& call) { return token(call, key); },
                            .open = true}};
    for (auto& more : {policy_routes(), directory_routes()}) {
      all.insert(all.end(), more.begin(), more.end());
    }
    return all;
  }

  std::optional<Outbound> refusal(Call& call) const override
  {
    return call.tokens.use(call.bearer())
               ? std::nullopt
               : std::optional{api_error(401, "UNAUTHENTICATED",
                                         "Request had invalid authentication credentials.")};
  }

  Outbound not_found(const Call& /*call*/) const override
  {
    return api_error(404, "NOT_FOUND", "Requested entity was not found.");
  }

  std::map<std::string, Limit, std::less<>> limits() const override
  {
    return {{"policies", {.requests = 1, .per_seconds = 1}}};
  }

  Outbound too_many(int /*wait*/) const override // no header tells how long to wait
  {
    return api_error(429, "RESOURCE_EXHAUSTED",
                     "Quota exceeded for quota metric 'Policy read requests' and limit 'Policy "
                     "read requests per minute'");
  }

  Json tenant(const std::string& url, const std::string& secrets) const override
  {
    Json entry{rapidjson::kObjectType};
    auto& memory = entry.GetAllocator();
    set_member(entry, "vendor", "google", memory);
    set_member(entry, "base_url", url, memory);
    JsonValue hosts{rapidjson::kObjectType};
    for (const auto* name : {"token", "directory", "licensing"}) {
      set_member(hosts, name, url, memory);
    }
    set_member(entry, "hosts", hosts, memory);
    JsonValue auth{rapidjson::kObjectType};
    set_member(auth, "service_account", fmt::format("file:{}/google-account.json", secrets),
               memory);
    set_member(auth, "subject", "klausur-admin@example.org", memory);
    set_member(entry, "auth", auth, memory);
    return entry;
  }

  std::map<std::string, std::string> secrets() const override
  {
    Json file{rapidjson::kObjectType};
    auto& memory = file.GetAllocator();
    set_member(file, "type", "service_account", memory);
    set_member(file, "client_email", k_account, memory);
    set_member(file, "private_key_id", k_key_id, memory);
    set_member(file, "private_key", m_key.pem(), memory);
    set_member(file, "token_uri", "https://oauth2.googleapis.com/token", memory);
    return {{"google-account.json", to_text(file)}};
  }

private:
  AccountKey m_key;
};

} // namespace

Outbound
api_error(int status, std::string_view code, std::string_view message)
{
  Json body{rapidjson::kObjectType};
  auto& memory = body.GetAllocator();
  JsonValue error{rapidjson::kObjectType};
  set_member(error, "code", JsonValue{status}, memory);
  set_member(error, "message", message, memory);
  set_member(error, "status", code, memory);
  set_member(body, "error", error, memory);
  return json_answer(status, body);
}

} // namespace klausur::google_sandbox

std::unique_ptr<klausur::SandboxVendor>
klausur::make_google_sandbox()
{
  return std::make_unique<google_sandbox::GoogleSandbox>();
}
