#include "connectors/zoom/dialect.hpp"

#include "connectors/format/json.hpp"
#include "connectors/rest/template.hpp"

#include <algorithm>
#include <cctype>

namespace klausur::zoom {

namespace {

constexpr int k_too_many = 429;
constexpr std::string_view k_missing_scope = "does not contain scopes";
constexpr std::string_view k_several_things = "200"; // Which of them only the text says.
constexpr std::string_view k_paid_only =
    "available for paid"; // ... accounts, ... or ZMP account

bool
mentions(std::string_view text, std::string_view word)
{
  const auto same = [](unsigned char a, unsigned char b) {
    return std::tolower(a) == std::tolower(b);
  };
  return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

/// `account:read:settings:admin, ...` out of the brackets; empty where they hold anything
/// but plain scopes.
std::string
scopes_named(std::string_view message)
{
  const auto open = message.find('[', message.find(k_missing_scope));
  const auto close = message.find(']', open);
  if (open == std::string_view::npos || close == std::string_view::npos) {
    return {};
  }
  return plain_word(message.substr(open + 1, close - open - 1), "_:,- ");
}

/// What Zoom says by its text only: a missing scope comes with several codes.
void
read_message(Complaint& complaint, std::string_view message)
{
  if (mentions(message, k_missing_scope)) {
    complaint.kind = Failure::forbidden;
    if (auto scopes = scopes_named(message); !scopes.empty()) {
      complaint.scopes = {std::move(scopes)};
    }
  } else if (complaint.code == k_several_things) {
    const bool paid = mentions(message, k_paid_only);
    const bool denied = mentions(message, "permission") || mentions(message, "privilege");
    complaint.kind = paid     ? Failure::unsupported
                     : denied ? Failure::forbidden
                              : Failure::unexpected;
    complaint.plan = paid ? "Pro" : "";
  }
}

} // namespace

Result<TokenSource*>
ZoomDialect::source()
{
  if (m_source) {
    return &*m_source;
  }
  const auto host = host_url(m_at, "token");
  const auto account = auth_value(m_at, "account_id");
  const auto id = auth_value(m_at, "client_id");
  const auto secret = auth_value(m_at, "client_secret");
  for (const auto* each : {&host, &account, &id, &secret}) {
    if (!*each) {
      return tl::unexpected(each->error());
    }
  }
  TokenEndpoint endpoint{
      .url = *host + "/oauth/token",
      .user = *id,
      .password = *secret,
      .form = {{"grant_type", "account_credentials"}, {"account_id", *account}},
      .refresh_token = {}};
  m_source.emplace(m_at.http, m_at.redactor, m_at.clock, std::move(endpoint));
  return &*m_source;
}

Task<Result<void>>
ZoomDialect::authorise(Request& request, const Needs& /*needs*/)
{
  const auto from = source();
  if (!from) {
    co_return tl::unexpected(from.error());
  }
  co_return co_await (*from)->authorise(request);
}

Task<Result<bool>>
ZoomDialect::renew()
{
  const auto from = source();
  if (!from) {
    co_return tl::unexpected(from.error());
  }
  co_return co_await (*from)->renew();
}

Task<Result<Account>>
ZoomDialect::whoami()
{
  const auto from = source();
  if (!from) {
    co_return tl::unexpected(from.error());
  }
  const auto token = co_await (*from)->access_token();
  const auto account = auth_value(m_at, "account_id");
  const auto app = auth_value(m_at, "client_id");
  if (!token || !account || !app) {
    co_return tl::unexpected(!token ? token.error() : (account ? app : account).error());
  }
  co_return Account{*account, *app};
}

Result<Json>
ZoomDialect::understand(const Answer& answer) const
{
  const auto json = parse_json(answer.response.body);
  auto complaint = json ? complaint_in(*json, m_at.manifest.errors) : Complaint{};
  read_message(complaint, json ? member_text(*json, "message") : std::string_view{});
  if (!complaint.kind || answer.response.status == k_too_many) {
    return understand_rest(answer);
  }
  return tl::unexpected(refusal(answer, complaint, *complaint.kind));
}

} // namespace klausur::zoom
