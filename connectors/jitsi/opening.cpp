#include "connectors/jitsi/opening.hpp"

#include "connectors/jitsi/prosody_stores.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur::jitsi {

namespace {

bool
is_text(const JsonValue& value, std::string_view text)
{
  return value.IsString() && text_of(value) == text;
}

/// Where jicofo wants a log-in, as far as it is known: an empty text is nowhere.
std::optional<std::string>
login_host(const Result<Json>& jicofo, const std::optional<std::string>& login_url)
{
  if (!jicofo) {
    if (!login_url) {
      return std::nullopt;
    }
    return login_url->substr(
        login_url->find(':') == std::string::npos ? 0 : login_url->find(':') + 1);
  }
  const JsonValue* root = member(*jicofo, "jicofo");
  const JsonValue* said = root == nullptr ? nullptr : member(*root, "authentication");
  const JsonValue* enabled = said == nullptr ? nullptr : member(*said, "enabled");
  if (enabled != nullptr && !enabled->IsBool() && !enabled->IsString()) {
    return std::nullopt;
  }
  const auto url = said == nullptr ? std::string_view{} : member_text(*said, "login-url");
  const bool wanted = enabled != nullptr && (enabled->IsTrue() || is_text(*enabled, "true"));
  if (!wanted) {
    return std::string{};
  }
  if (member_text(*said, "type") != "NONE") {
    return url.empty() ? "a host of its own" : std::string{url};
  }
  // NONE is today's default; until 2023 it was XMPP, and files of that time say no type.
  return url.empty() ? std::optional{std::string{}} : std::nullopt;
}

/// Ways to log in of which it is known that they ask for an account or a token: Prosody's own
/// and its community's. Empty: none is named, and Prosody's default is one of them.
bool
asks_for_somebody(std::string_view authentication)
{
  constexpr auto k_known = std::to_array<std::string_view>({"",
                                                            "internal_plain",
                                                            "internal_hashed",
                                                            "cyrus",
                                                            "ldap",
                                                            "ldap2",
                                                            "pam",
                                                            "dovecot",
                                                            "sql",
                                                            "sql_hashed",
                                                            "http",
                                                            "http_async",
                                                            "http_cookie",
                                                            "custom_http",
                                                            "token",
                                                            "imap",
                                                            "ha1",
                                                            "ccert",
                                                            "external",
                                                            "oauth_external",
                                                            "wordpress",
                                                            "phpbb3",
                                                            "joomla",
                                                            "jitsi-shared-secret",
                                                            "matrix_user_verification",
                                                            "hybrid_matrix_token"});
  return std::ranges::find(k_known, authentication) != k_known.end();
}

/// The host with accounts that everybody can make, of those where a log-in may be asked for.
std::string
open_accounts(const JsonValue& prosody, const std::string& login)
{
  const JsonValue* accounts = member(prosody, "accounts");
  if (accounts == nullptr || !accounts->IsObject()) {
    return {};
  }
  for (const auto& each : accounts->GetObject()) {
    const JsonValue* open = member(each.value, "open_to_all");
    const auto name = text_of(each.name);
    const bool asked = login.find('.') == std::string::npos || login == name;
    if (asked && !name.starts_with("auth.") && open != nullptr && open->IsTrue()) {
      return std::string{name};
    }
  }
  return {};
}

/// A door that needs no account: the deployment's own host, or another one of this Prosody;
/// empty: there is none. nullopt: files that were not seen may open one.
std::optional<std::string>
open_door(const JsonValue& prosody)
{
  const JsonValue* main = member(prosody, "main");
  const JsonValue* empty = main == nullptr ? nullptr : member(*main, "allow_empty_token");
  if (main != nullptr && empty != nullptr && empty->IsTrue() &&
      has_tokens(member_text(*main, "authentication"))) {
    return "nobody has to bring a token (allow_empty_token)";
  }
  const JsonValue* others = member(prosody, "anonymous_hosts");
  if (others != nullptr && !others->IsArray()) {
    return std::nullopt;
  }
  return others == nullptr || others->Empty()
             ? std::string{}
             : fmt::format("guests connect at {} without an account", text_of((*others)[0]));
}

/// Whether everybody has an account at the host where jicofo wants a log-in.
bool
is_anonymous(const JsonValue& prosody, const std::string& login)
{
  const JsonValue* others = member(prosody, "anonymous_hosts");
  return others != nullptr && others->IsArray() &&
         std::ranges::any_of(others->GetArray(),
                             [&](const JsonValue& each) { return is_text(each, login); });
}

} // namespace

std::optional<Opening>
who_opens_rooms(const Result<Json>& prosody, const Result<Json>& jicofo,
                const std::optional<std::string>& login_url)
{
  const JsonValue* main = prosody ? member(*prosody, "main") : nullptr;
  if (main == nullptr) {
    return std::nullopt;
  }
  const auto login = login_host(jicofo, login_url);
  const auto authentication = member_text(*main, "authentication");
  if (const auto host = open_accounts(*prosody, login.value_or("")); !host.empty()) {
    return Opening{
        "anybody",
        fmt::format("everybody can make an account at {} (allow_registration)", host)};
  }
  if (asks_for_nobody(authentication)) {
    // Everybody has "logged in" at a host that lets everybody in.
    const JsonValue* accounts = member(*prosody, "accounts");
    const bool elsewhere =
        login && !login->empty() && accounts != nullptr && member(*accounts, *login) != nullptr;
    return elsewhere ? Opening{"login", fmt::format("jicofo wants a log-in at {}", *login)}
                     : Opening{"anybody", "Prosody lets everybody in without an account"};
  }
  if (!login || !asks_for_somebody(authentication)) {
    return std::nullopt;
  }
  if (!login->empty() && is_anonymous(*prosody, *login)) {
    return Opening{"anybody", fmt::format("jicofo wants a log-in at {}, which lets everybody "
                                          "in without an account",
                                          *login)};
  }
  if (!login->empty()) {
    return Opening{"login", fmt::format("jicofo wants a log-in at {}", *login)};
  }
  const auto door = open_door(*prosody);
  if (!door) {
    return std::nullopt;
  }
  return door->empty()
             ? Opening{"login", "Prosody lets nobody in without an account or a token"}
             : Opening{"anybody", fmt::format("{}, and jicofo asks for no log-in", *door)};
}

} // namespace klausur::jitsi
