#include "connectors/jitsi/opening.hpp"

#include <fmt/format.h>

#include <algorithm>

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

bool
is_anonymous(std::string_view authentication)
{
  return authentication == "anonymous" || authentication == "jitsi-anonymous";
}

/// A door that needs no account: the deployment's own host, or another one of this Prosody.
std::string
open_door(const JsonValue& prosody)
{
  const JsonValue* main = member(prosody, "main");
  const JsonValue* empty = main == nullptr ? nullptr : member(*main, "allow_empty_token");
  if (main != nullptr && empty != nullptr && empty->IsTrue() &&
      member_text(*main, "authentication") == "token") {
    return "nobody has to bring a token (allow_empty_token)";
  }
  const JsonValue* others = member(prosody, "anonymous_hosts");
  return others == nullptr || others->Empty()
             ? std::string{}
             : fmt::format("guests connect at {} without an account", text_of((*others)[0]));
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
  if (is_anonymous(member_text(*main, "authentication"))) {
    // Everybody has "logged in" at a host that lets everybody in.
    const JsonValue* accounts = member(*prosody, "accounts");
    const bool elsewhere =
        login && !login->empty() && accounts != nullptr && member(*accounts, *login) != nullptr;
    return elsewhere ? Opening{"login", fmt::format("jicofo wants a log-in at {}", *login)}
                     : Opening{"anybody", "Prosody lets everybody in without an account"};
  }
  if (!login) {
    return std::nullopt;
  }
  if (!login->empty()) {
    return Opening{"login", fmt::format("jicofo wants a log-in at {}", *login)};
  }
  const std::string door = open_door(*prosody);
  return door.empty()
             ? Opening{"login", "Prosody lets nobody in without an account or a token"}
             : Opening{"anybody", fmt::format("{}, and jicofo asks for no log-in", door)};
}

} // namespace klausur::jitsi
