#include "tests/plugin/leaks/planting_proxy.hpp"

#include "connectors/base/time.hpp"
#include "connectors/http/http.hpp"
#include "connectors/http/redactor.hpp"

#include <algorithm>
#include <array>

namespace klausur::test {

namespace {

/// Members that reading hangs on: who and what something is, where it goes on, and tokens.
bool
leads_on(const Pointer& at)
{
  constexpr std::array<std::string_view, 14> names{
      "ok",    "error", "email", "emails",  "next_cursor", "next_page_token", "cursor",
      "token", "type",  "plan",  "version", "action",      "roles",           "access_token"};
  const auto named = std::ranges::find_if(at.rbegin(), at.rend(), [](const std::string& step) {
    return step.find_first_not_of("0123456789") != std::string::npos;
  });
  if (named == at.rend()) {
    return true;
  }
  std::string name = *named;
  std::ranges::transform(name, name.begin(), [](unsigned char each) {
    return static_cast<char>(std::tolower(each));
  });
  return name.ends_with("id") || name.ends_with("token") || name == "siteurl" ||
         name == "token_type" || std::ranges::count(names, name) > 0;
}

std::string
replaced(std::string text, const std::string& what, const std::string& by)
{
  for (auto at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

/// A refusal that says in every member what it should not.
Reply
refusal(std::size_t number)
{
  const auto& texts = shaped_texts();
  const auto text = [&](std::size_t i) {
    return to_text(json_string(texts[(number + i) % texts.size()]));
  };
  constexpr std::array statuses{400, 401, 403, 404, 409, 422, 500, 302};
  std::string body =
      R"({"ok":false,"id":)" + text(1) + R"(,"message":)" + text(2) +
      R"(,"error":"xoxb-12345678901-pl4nted","needed":"xoxb-12345678901-pl4nted")" +
      R"(,"trackingId":"xoxb-12345678901-pl4nted","code":)" + text(3) +
      R"(,"detailed_error":)" + text(4) + R"(,"errors":[{"description":)" + text(5) + "}]}";
  return {.status = statuses[number % statuses.size()],
          .body = std::move(body),
          .headers = {{"Content-Type", "application/json; a=pl4nted"},
                      {"Location", "https://me:pl4nted@other.invalid/x?token=pl4nted"},
                      {"WWW-Authenticate", "Bearer pl4nted"},
                      {"Link", "<https://other.invalid/x?token=pl4nted>; rel=\"next\""},
                      {"X-OAuth-Scopes", "xoxb-12345678901-pl4nted"}}};
}

} // namespace

PlantingProxy::PlantingProxy(std::string_view vendor, const std::string& variant,
                             Planted planted)
    : m_sandbox{Sandbox::open(vendor, {.variant = variant}).value()}, m_planted{planted},
      m_server{std::make_unique<LoopbackServer>(
          [this](const Received& request) { return answer(request); })}
{
}

Json
PlantingProxy::tenant(const std::string& folder) const
{
  return m_sandbox->vendor().tenant(m_server->url(), folder);
}

Reply
PlantingProxy::answer(const Received& request)
{
  const auto number = ++m_answers;
  const bool for_token = request.target.find("token") != std::string::npos ||
                         request.target.find("oauth") != std::string::npos;
  if (m_planted == Planted::errors && !for_token && number % 3 == 0) {
    return refusal(number / 3);
  }
  Redactor redactor;
  Http http{{.attempts = 1}, redactor};
  Request forward{
      .method = request.method, .url = m_sandbox->url() + request.target, .body = request.body};
  for (const auto& [name, value] : request.headers) {
    if (name == "authorization" || name == "content-type" || name == "accept") {
      forward.headers.emplace_back(name, value);
    }
  }
  const auto response = http.send(forward);
  if (!response) {
    return {.status = 502, .body = "{}"};
  }
  Reply reply{.status = response->status, .body = response->body};
  for (const auto& [name, value] : response->headers) {
    if (name != "content-length" && name != "transfer-encoding" && name != "connection") {
      reply.headers.emplace_back(name, replaced(value, m_sandbox->url(), m_server->url()));
    }
  }
  if (!for_token) {
    reply.body = planted_in(reply.body);
  }
  return reply;
}

std::string
PlantingProxy::planted_in(const std::string& body)
{
  auto json = parse_json(body);
  if (!json || m_planted == Planted::errors) {
    return body;
  }
  std::size_t count = m_answers;
  plant(*json, json->GetAllocator(), [&](const Pointer& at) {
    const bool ours =
        !at.empty() && (at.back() == "unheardOf" || at.back().find('@') != std::string::npos);
    const bool stays = !ours && (m_planted == Planted::members || leads_on(at));
    return stays ? std::string{} : shaped_texts()[++count % shaped_texts().size()];
  });
  return to_text(*json);
}

} // namespace klausur::test
