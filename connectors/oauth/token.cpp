#include "connectors/oauth/token.hpp"

#include "connectors/format/base64.hpp"
#include "connectors/format/json.hpp"
#include "connectors/http/loop.hpp"
#include "connectors/http/url.hpp"
#include "connectors/rest/dialect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

namespace klausur {

namespace {

using std::chrono::seconds;

constexpr seconds k_margin{60};

std::string
basic(const std::string& user, const std::string& password)
{
  return "Basic " + base64(user + ":" + password);
}

/// How long the token lives, whether the vendor writes a number or its text.
std::optional<seconds>
lifetime(const JsonValue& answer)
{
  const auto* value = member(answer, "expires_in");
  if (value == nullptr) {
    return std::nullopt;
  }
  if (value->IsNumber()) {
    constexpr double k_century = 3.2e9;
    return seconds{static_cast<long>(std::clamp(value->GetDouble(), 0.0, k_century))};
  }
  const auto text = value->IsString() ? text_of(*value) : std::string_view{};
  long number = 0;
  const auto got = std::from_chars(text.data(), text.data() + text.size(), number);
  return got.ec == std::errc{} && number >= 0 ? std::optional{seconds{number}} : std::nullopt;
}

bool
is_due(const std::optional<Time>& renew_at, Time now)
{
  return renew_at && now >= *renew_at;
}

/// The error's code, `invalid_client`, where it is a plain word; else nothing.
std::string
code_in(std::string_view body)
{
  constexpr std::size_t k_longest = 64;
  const auto json = parse_json(body);
  const auto code = json ? member_text(*json, "error") : std::string_view{};
  const bool plain = code.size() <= k_longest && std::ranges::all_of(code, [](unsigned char c) {
                       return std::isalnum(c) != 0 || c == '_' || c == '.' || c == '-';
                     });
  return plain ? std::string{code} : std::string{};
}

} // namespace

TokenSource::TokenSource(Http& http, Redactor& redactor, const Clock& clock,
                         TokenEndpoint endpoint, std::unique_ptr<TokenKeeper> keeper)
    : m_http{http}, m_redactor{redactor}, m_clock{clock},
      m_endpoint{std::move(endpoint)}, m_keeper{std::move(keeper)}
{
  m_redactor.add(m_endpoint.password);
  m_redactor.add(m_endpoint.refresh_token);
}

Task<Result<std::string>>
TokenSource::access_token()
{
  const auto turn = co_await m_one_at_a_time.take();
  co_return co_await token_now();
}

Task<Result<std::string>>
TokenSource::token_now()
{
  if (m_refused) {
    co_return tl::unexpected(*m_refused);
  }
  if (!m_unsaved && (m_token.empty() || is_due(m_renew_at, m_clock()))) {
    auto renew = m_keeper ? renew_kept() : fetch();
    const auto renewed = co_await renew;
    if (!renewed) {
      m_token.clear();
      co_return tl::unexpected(renewed.error());
    }
  }
  if (m_unsaved) {
    if (auto saved = co_await save_late(); !saved) {
      co_return tl::unexpected(saved.error());
    }
  }
  co_return m_token;
}

Task<Result<void>>
TokenSource::authorise(Request& request)
{
  const auto token = co_await access_token();
  if (!token) {
    co_return tl::unexpected(token.error());
  }
  request.headers.emplace_back("Authorization", "Bearer " + *token);
  co_return Result<void>{};
}

Task<Result<bool>>
TokenSource::renew()
{
  const auto turn = co_await m_one_at_a_time.take();
  m_worthless = std::exchange(m_token, {});
  const auto token = co_await token_now();
  if (!token) {
    co_return tl::unexpected(token.error());
  }
  co_return true;
}

Result<Request>
TokenSource::request() const
{
  Request request;
  request.method = "POST";
  request.url = m_endpoint.url;
  // A rotated token may be spent although no answer came.
  request.repeatable = m_endpoint.refresh_token.empty();
  request.headers = {{"Accept", "application/json"},
                     {"Content-Type", "application/x-www-form-urlencoded"}};
  if (!m_endpoint.user.empty()) {
    request.headers.emplace_back("Authorization", basic(m_endpoint.user, m_endpoint.password));
  }
  auto form = m_endpoint.form;
  if (!m_endpoint.refresh_token.empty()) {
    form.emplace_back("refresh_token", m_endpoint.refresh_token);
  }
  if (m_endpoint.proof) {
    auto proof = m_endpoint.proof(m_clock());
    if (!proof) {
      return tl::unexpected(std::move(proof.error()));
    }
    for (auto& field : *proof) {
      m_redactor.add(field.second);
      form.push_back(std::move(field));
    }
  }
  request.body = form_text(form);
  return request;
}

Task<Result<void>>
TokenSource::fetch()
{
  auto asked = request();
  if (!asked) {
    co_return tl::unexpected(asked.error());
  }
  const auto response = co_await m_http.fetch(std::move(*asked));
  m_answered = response.has_value();
  auto taken = response ? take(*response) : tl::unexpected(response.error());
  if (!taken) {
    taken.error().what = m_redactor.redact(taken.error().what);
  }
  co_return taken;
}

/// Why there is no token. A refusal stands: it is not asked for again.
Error
TokenSource::refused(const Response& response)
{
  const int status = response.status;
  const auto code = code_in(response.body);
  const bool busy = status == 429 || status >= 500;
  const bool refused = status == 400 || status == 401 || status == 403 || !code.empty();
  const auto known = m_endpoint.kinds.find(code);
  const auto kind = busy                              ? Failure::unreachable
                    : !refused                        ? Failure::unexpected
                    : known != m_endpoint.kinds.end() ? known->second
                                                      : Failure::unauthorised;
  const auto* next = busy               ? "Try again later."
                     : !refused         ? "Check the address of the token host."
                     : m_endpoint.proof ? "Check whose key it is, in whose name and with which "
                                          "permissions it is used, and the clock."
                                        : "Check client id, client secret and refresh token.";
  Error error{kind,
              m_redactor.redact(fmt::format("POST {}: no access token (answered {}{}{}). {}",
                                            place_of(m_redactor.redact(m_endpoint.url)), status,
                                            code.empty() ? "" : ", ", code, next)),
              ""};
  if (refused && !busy) {
    m_refused = error;
  }
  return error;
}

Result<void>
TokenSource::take(const Response& response)
{
  const auto json = is_success(response) ? parse_json(response.body) : Json{};
  const auto token = json ? member_text(*json, "access_token") : std::string_view{};
  if (token.empty()) {
    return tl::unexpected(refused(response));
  }
  m_redactor.add(token);
  m_token = token;
  m_scopes = member_text(*json, "scope");
  const auto life = lifetime(*json);
  m_renew_at =
      life ? std::optional{m_clock() + *life - std::min(k_margin, *life / 10)} : std::nullopt;
  const auto refresh = member_text(*json, "refresh_token");
  if (!refresh.empty() && refresh != m_endpoint.refresh_token) {
    m_redactor.add(refresh);
    m_endpoint.refresh_token = refresh;
  }
  return {};
}

/// Renew with what is kept, while nobody else does.
Task<Result<void>>
TokenSource::renew_kept()
{
  const auto kept = co_await open_keeper();
  if (!kept) {
    co_return tl::unexpected(kept.error());
  }
  m_answered = true;
  Result<void> renewed;
  if (!take_kept(*kept)) {
    renewed = co_await spend(*kept);
  }
  m_keeper->close(m_answered);
  co_return renewed;
}

/// Another process may be at it, and the loop has others to serve.
Task<Result<KeptTokens>>
TokenSource::open_keeper()
{
  const auto open = [keeper = m_keeper.get()] { return keeper->open(); };
  co_return co_await m_http.loop().aside(open);
}

/// @return Whether there is nothing to renew: another process has done it.
bool
TokenSource::take_kept(const KeptTokens& kept)
{
  m_redactor.add(kept.refresh_token);
  m_redactor.add(kept.access_token);
  m_endpoint.refresh_token = kept.refresh_token;
  const bool usable = !kept.access_token.empty() && kept.access_token != m_worthless &&
                      kept.renew_at && !is_due(kept.renew_at, m_clock());
  if (usable) {
    m_token = kept.access_token;
    m_renew_at = kept.renew_at;
    m_scopes = kept.scopes;
  }
  return usable;
}

Task<Result<void>>
TokenSource::spend(const KeptTokens& kept)
{
  if (auto room = m_keeper->reserve(); !room) {
    co_return room;
  }
  const auto fetched = co_await fetch();
  if (!fetched && m_refused && kept.cut_off) {
    m_refused->what += " An earlier renewal was cut off before its answer was kept, which "
                       "may have ended the refresh token: put a new one into its file.";
    co_return tl::unexpected(*m_refused);
  }
  if (fetched) {
    // An error of saving is told when the token is asked for, which saves once more.
    m_unsaved = !m_keeper->save(to_keep()).has_value();
  }
  co_return fetched;
}

Task<Result<void>>
TokenSource::save_late()
{
  const auto kept = co_await open_keeper();
  if (!kept) {
    co_return tl::unexpected(kept.error());
  }
  auto saved = m_keeper->reserve().and_then([&] { return m_keeper->save(to_keep()); });
  m_unsaved = !saved;
  m_keeper->close(/*answered=*/true);
  co_return saved;
}

KeptTokens
TokenSource::to_keep() const
{
  return {m_endpoint.refresh_token, m_token, m_scopes, m_renew_at};
}

} // namespace klausur
