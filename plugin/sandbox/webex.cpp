#include "connectors/base/clock.hpp"
#include "connectors/base/percent.hpp"
#include "plugin/sandbox/state.hpp"
#include "plugin/sandbox/vendors.hpp"
#include "plugin/sandbox/webex_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur::webex_sandbox {

namespace {

constexpr std::string_view k_key =
    "73616e64626f782d6b65792d6f662d7468652d77656265782d74656e616e7421";

/// Renewal: every refresh token works once, the harder of what a vendor may do.
Outbound
access_token(Call& call)
{
  const auto* app = member(call.state, "app");
  const auto said = [&](std::string_view name) { return member_text(call.body, name); };
  if (said("grant_type") != "refresh_token") {
    return api_error(400, "The grant_type is not supported.");
  }
  for (const auto* name : {"client_id", "client_secret"}) {
    if (said(name) != member_text(*app, name)) {
      return api_error(401, "Invalid client credentials",
                       fmt::format("The provided {} is invalid", name));
    }
  }
  if (said("refresh_token") != member_text(*app, "refresh_token")) {
    return api_error(400, "The refresh token provided is expired, revoked, or invalid.");
  }
  const auto token = call.tokens.issue("sandbox-webex-access-");
  const auto next = "sandbox-webex-refresh-" + token.substr(token.rfind('-') + 1);
  merge(call.state, literal(fmt::format(R"({{"app":{{"refresh_token":"{}"}}}})", next)),
        call.memory());
  return json_answer(
      200, literal(fmt::format(R"({{"access_token":"{}","expires_in":1209599,)"
                               R"("refresh_token":"{}","refresh_token_expires_in":7775999,)"
                               R"("token_type":"Bearer"}})",
                               token, next)));
}

class WebexSandbox final : public SandboxVendor
{
public:
  Result<Json> initial(std::string_view variant) const override
  {
    constexpr std::array variants{"", "out-of-the-box", "hardened"};
    if (std::ranges::find(variants, variant) == variants.end()) {
      return fail(Failure::invalid, fmt::format("there is no variant \"{}\"", variant));
    }
    return default_organisation(variant == "hardened", system_time());
  }

  std::vector<Route> routes() const override
  {
    std::vector<Route> all{{"POST", "/access_token", access_token, /*open=*/true}};
    for (auto& more : {site_routes(), people_routes(), record_routes()}) {
      all.insert(all.end(), more.begin(), more.end());
    }
    return all;
  }

  std::vector<std::string> tokens() const override { return {"sandbox-webex-access"}; }

  std::optional<Outbound> refusal(Call& call) const override
  {
    if (call.tokens.use(call.bearer())) {
      return std::nullopt;
    }
    return api_error(401, "The request requires a valid access token set in the Authorization "
                          "request header.");
  }

  Outbound not_found(const Call& /*call*/) const override
  {
    return api_error(404, "The requested resource could not be found.");
  }

  Outbound too_many(int wait) const override
  {
    auto answer = api_error(429, "Too many requests have been sent in a given amount of time "
                                 "and the request has been rate limited.");
    answer.headers.emplace_back("Retry-After", std::to_string(wait));
    return answer;
  }

  Json tenant(const std::string& url, const std::string& secrets) const override
  {
    Json entry{rapidjson::kObjectType};
    auto& memory = entry.GetAllocator();
    set_member(entry, "vendor", "webex", memory);
    set_member(entry, "base_url", url, memory);
    JsonValue auth{rapidjson::kObjectType};
    set_member(auth, "client_id", "Csandbox", memory);
    set_member(auth, "client_secret", fmt::format("file:{}/webex-secret", secrets), memory);
    set_member(auth, "refresh_token", fmt::format("file:{}/webex-refresh", secrets), memory);
    set_member(auth, "token_key", fmt::format("file:{}/webex-key", secrets), memory);
    set_member(entry, "auth", auth, memory);
    return entry;
  }

  std::map<std::string, std::string> secrets() const override
  {
    return {{"webex-secret", "sandbox-webex-secret"},
            {"webex-refresh", "sandbox-webex-refresh-0"},
            {"webex-key", std::string{k_key}}};
  }
};

} // namespace

Outbound
api_error(int status, std::string_view message, std::string_view description)
{
  Json body{rapidjson::kObjectType};
  auto& memory = body.GetAllocator();
  set_member(body, "message", message, memory);
  JsonValue error{rapidjson::kObjectType};
  set_member(error, "description", description.empty() ? message : description, memory);
  JsonValue errors{rapidjson::kArrayType};
  errors.PushBack(error, memory);
  set_member(body, "errors", errors, memory);
  set_member(body, "trackingId", "ROUTER_SANDBOX-0000-4000-8000", memory);
  return json_answer(status, body);
}

std::function<Outbound(Call&)>
scoped(std::string_view scope, std::function<Outbound(Call&)> answer)
{
  return [scope, answer = std::move(answer)](Call& call) {
    const auto& granted = member(call.state, "scopes")->GetArray();
    const bool has = std::ranges::any_of(
        granted, [&](const JsonValue& each) { return text_of(each) == scope; });
    return has ? answer(call)
               : api_error(403, "The access token is missing required scopes or the user is "
                                "missing required roles or licenses.");
  };
}

Outbound
page_of(const Call& call, const std::vector<const JsonValue*>& items, PageRule rule)
{
  const int size = call.number("max", rule.usual);
  if (size < 1 || size > rule.most) {
    return api_error(400, fmt::format("max must be between 1 and {}", rule.most));
  }
  const auto first = static_cast<std::size_t>(std::max(0, call.number("offset", 0)));
  const auto last = std::min(items.size(), first + static_cast<std::size_t>(size));
  Json page{rapidjson::kObjectType};
  auto& memory = page.GetAllocator();
  JsonValue list{rapidjson::kArrayType};
  for (auto i = first; i < last; ++i) {
    JsonValue item{*items[i], memory};
    for (const auto hidden : rule.hidden) {
      item.RemoveMember(std::string{hidden});
    }
    list.PushBack(item, memory);
  }
  set_member(page, "items", list, memory);
  auto answer = json_answer(200, page);
  answer.content_type = "application/json;charset=UTF-8";
  if (last < items.size()) {
    std::string query = fmt::format("offset={}", last);
    for (const auto& [name, value] : call.query) {
      query += name == "offset" ? "" : fmt::format("&{}={}", name, percent_encoded(value));
    }
    answer.headers.emplace_back("Link", fmt::format("<http://{}{}?{}>; rel=\"next\"",
                                                    call.inbound.header("host"),
                                                    call.inbound.path, query));
  }
  return answer;
}

const JsonValue*
site_of(const Call& call)
{
  const auto wanted = call.parameter("siteUrl");
  const auto& sites = member(call.state, "sites")->GetArray();
  const auto found = std::ranges::find_if(sites, [&](const JsonValue& site) {
    return wanted.empty() ? member(site, "default")->IsTrue()
                          : member_text(site, "siteUrl") == wanted;
  });
  return found == sites.end() ? nullptr : &*found;
}

JsonValue*
person_at(const Call& call, std::string_view address)
{
  for (auto& person : call.state.FindMember("people")->value.GetArray()) {
    if (text_of((*member(person, "emails"))[0]) == address) {
      return &person;
    }
  }
  return nullptr;
}

tl::expected<Range, Outbound>
range_of(const Call& call, std::chrono::days most)
{
  constexpr std::chrono::days k_week{7};
  const auto time = [&](std::string_view name, Time otherwise) -> Result<Time> {
    const std::string said{call.parameter(name)};
    constexpr std::size_t k_day = 10;
    return said.empty() ? otherwise
                        : parse_time(said + (said.size() == k_day ? "T00:00:00Z" : ""));
  };
  const bool only_from = !call.parameter("from").empty() && call.parameter("to").empty();
  const auto from_said = time("from", Time{});
  const auto to =
      only_from && from_said ? Result<Time>{*from_said + k_week} : time("to", system_time());
  const auto from = to ? time("from", *to - k_week) : from_said;
  if (!from || !to) {
    return tl::unexpected(api_error(400, "from and to must be in ISO 8601 format"));
  }
  if (*from > *to || *to - *from > most) {
    return tl::unexpected(
        api_error(400, fmt::format("The interval between from and to must be within {} days",
                                   most.count())));
  }
  return Range{to_text(*from), to_text(*to)};
}

} // namespace klausur::webex_sandbox

std::unique_ptr<klausur::SandboxVendor>
klausur::make_webex_sandbox()
{
  return std::make_unique<webex_sandbox::WebexSandbox>();
}
