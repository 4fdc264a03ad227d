#include "connectors/zoom/dialect.hpp"

#include "connectors/format/json.hpp"
#include "connectors/http/template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace klausur::zoom {

namespace {

constexpr std::string_view k_missing_scope = "does not contain scopes";
constexpr int k_paid_only = 200; // Also used for "No permission".

struct Meaning
{
  int code;
  Failure kind;
};

/// What stands nowhere here means what its HTTP status says.
constexpr std::array k_meanings{
    Meaning{124, Failure::unauthorised}, // The token has ended, or is none.
    Meaning{201, Failure::unauthorised}, // The same, in newer words.
    Meaning{4711, Failure::forbidden},   // A scope is missing.
    Meaning{2305, Failure::forbidden},   // Blocked by a policy of the account.
    Meaning{1001, Failure::unsupported}, // The user is gone since the list was read.
    Meaning{4130, Failure::unsupported}, // The group is.
    Meaning{1120, Failure::unsupported}, // The user has not accepted the invitation.
    Meaning{1108, Failure::unsupported}, // These need a licence that the user has not.
    Meaning{1122, Failure::unsupported}, Meaning{1204, Failure::unsupported},
    Meaning{1205, Failure::unsupported}, Meaning{1206, Failure::unsupported}};

int
code_in(const JsonValue& json)
{
  const auto* code = member(json, "code");
  return code != nullptr && code->IsInt() ? code->GetInt() : 0;
}

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
  constexpr std::size_t k_longest = 400;
  const auto open = message.find('[', message.find(k_missing_scope));
  const auto close = message.find(']', open);
  if (open == std::string_view::npos || close == std::string_view::npos) {
    return {};
  }
  const auto named = message.substr(open + 1, close - open - 1);
  const bool plain =
      named.size() <= k_longest && std::ranges::all_of(named, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == ':' || c == ',' || c == ' ' || c == '-';
      });
  return plain ? std::string{named} : std::string{};
}

std::optional<Failure>
kind_of(int code, std::string_view message)
{
  if (mentions(message, k_missing_scope)) {
    return Failure::forbidden;
  }
  if (code == k_paid_only) {
    return mentions(message, "permission") ? Failure::forbidden : Failure::unsupported;
  }
  const auto found = std::ranges::find(k_meanings, code, &Meaning::code);
  return found == k_meanings.end() ? std::nullopt : std::optional{found->kind};
}

Error
failure_of(const Answer& answer, Failure kind, int code, std::string_view message)
{
  DocumentEntry named = answer.entry; // The vendor's word for the scope stands over ours.
  if (auto scopes = scopes_named(message); !scopes.empty()) {
    named.scopes = {std::move(scopes)};
  }
  if (code == k_paid_only && named.plan.empty()) {
    named.plan = "Pro";
  }
  return refusal({named, answer.place, answer.response}, kind, fmt::format("code {}", code));
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

Result<void>
ZoomDialect::authorise(Request& request)
{
  return source().and_then([&](TokenSource* from) { return from->authorise(request); });
}

Result<bool>
ZoomDialect::renew()
{
  return source().and_then([](TokenSource* from) { return from->renew(); });
}

Result<Json>
ZoomDialect::understand(const Answer& answer) const
{
  const auto json = parse_json(answer.response.body);
  const int code = json ? code_in(*json) : 0;
  const auto message = json ? member_text(*json, "message") : std::string_view{};
  if (code != 0 && answer.response.status != 429) {
    if (const auto kind = kind_of(code, message)) {
      return tl::unexpected(failure_of(answer, *kind, code, message));
    }
  }
  return understand_rest(answer);
}

} // namespace klausur::zoom
