#include "plugin/sandbox/mattermost_api.hpp"
#include "plugin/sandbox/mattermost_config.hpp"
#include "plugin/sandbox/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

// What the server enforces when settings of access change. Source: a 5.37 server, tried on
// 2026-11-30; the ids of errors that say "from memory" were not seen.
namespace klausur::mattermost_sandbox {

namespace {

constexpr std::string_view k_password = "sandbox-password"; ///< Everybody's.

/// Roles that an administrator can give away with a licence only.
constexpr std::array<std::string_view, 3> k_licensed_roles{
    "system_read_only_admin", "system_manager", "system_user_manager"};

bool
is_on(const Call& call, std::string_view pointer)
{
  const auto* value = find_at(call.state, "/config" + std::string{pointer});
  return value != nullptr && value->IsTrue();
}

int
number_at(const JsonValue& object, std::string_view pointer)
{
  const auto* value = find_at(object, pointer);
  return value != nullptr && value->IsInt() ? value->GetInt() : 0;
}

bool
is_true(const JsonValue& person, std::string_view name)
{
  const auto* value = member(person, name);
  return value != nullptr && value->IsTrue();
}

Outbound
session_expired()
{
  return api_error(401, "api.context.session_expired.app_error",
                   "Invalid or expired session, please login again.");
}

Outbound
wrong_password()
{
  return api_error(401, "api.user.login.invalid_credentials_email_username", // from memory
                   "Enter a valid email or username and/or password.");
}

JsonValue*
person_named(const Call& call, std::string_view username)
{
  for (auto& each : call.state.FindMember("people")->value.GetObject()) {
    if (member_text(each.value, "username") == username && !is_true(each.value, "session")) {
      return &each.value;
    }
  }
  return nullptr;
}

Outbound
begin_session(Call& call, const JsonValue& person)
{
  const std::string token = call.tokens.issue("session");
  JsonValue session{person, call.memory()};
  set_member(session, "session", true, call.memory());
  set_member(session, "idle_minutes", JsonValue{0}, call.memory());
  set_member(call.state.FindMember("people")->value, token, session, call.memory());
  Outbound answer = json_answer(200, session);
  answer.headers.emplace_back("Token", token);
  return answer;
}

Outbound
login(Call& call)
{
  auto* person = person_named(call, member_text(call.body, "login_id"));
  if (person == nullptr) {
    return wrong_password();
  }
  const int failed = number_at(*person, "/failed_attempts");
  if (failed >= number_at(call.state, "/config/ServiceSettings/MaximumLoginAttempts")) {
    return api_error(401, "api.user.check_user_login_attempts.too_many.app_error",
                     "Your account is locked because of too many failed password attempts. "
                     "Please reset your password.");
  }
  if (member_text(call.body, "password") != k_password) {
    set_member(*person, "failed_attempts", JsonValue{failed + 1}, call.memory());
    return wrong_password();
  }
  if (is_on(call, "/EmailSettings/RequireEmailVerification") &&
      !is_true(*person, "email_verified")) {
    return api_error(401, "api.user.login.not_verified.app_error",
                     "Login failed because email address has not been verified.");
  }
  set_member(*person, "failed_attempts", JsonValue{0}, call.memory());
  return begin_session(call, *person);
}

Outbound
sign_up(Call& call)
{
  if (!is_on(call, "/TeamSettings/EnableUserCreation")) {
    return api_error(501, "api.user.create_user.disabled.app_error", // from memory
                     "User creation is disabled.");
  }
  if (!is_on(call, "/TeamSettings/EnableOpenServer")) {
    return api_error(403, "api.user.create_user.no_open_server", // from memory
                     "This server does not allow open signups.");
  }
  return json_answer(201, call.body);
}

/// A role that needs a licence is refused without one.
Outbound
give_roles(Call& call)
{
  const auto roles = member_text(call.body, "roles");
  const bool needs_licence = std::ranges::any_of(k_licensed_roles, [&](std::string_view role) {
    return roles.find(role) != std::string_view::npos;
  });
  if (needs_licence && as_text(*find_at(call.state, "/license/IsLicensed")) != "true") {
    return api_error(400, "api.user.update_user_roles.license.app_error",
                     "Custom Permissions Schemes not supported by current license.");
  }
  bool found = false;
  for (auto& each : call.state.FindMember("people")->value.GetObject()) {
    if (member_text(each.value, "id") == call.capture("id")) {
      set_member(each.value, "roles", roles, call.memory());
      found = true;
    }
  }
  return found ? json_answer(200, literal(R"({"status": "OK"})"))
               : missing("app.user.missing_account.const", "Unable to find the user.");
}

/// A forwarding that does not fit the port is accepted while the server runs, and ends it at
/// the next start.
Outbound
restart(Call& call)
{
  const auto listen = as_text(*find_at(call.state, "/config/ServiceSettings/ListenAddress"));
  const bool secure =
      as_text(*find_at(call.state, "/config/ServiceSettings/ConnectionSecurity")) == "TLS";
  const auto port = listen.substr(listen.rfind(':') + 1);
  if (secure && is_on(call, "/ServiceSettings/Forward80To443") && port != "443" &&
      port != "https") {
    set_member(
        call.state, "ended",
        fmt::format("Unable to forward port 80 to port 443 while listening on port {}", port),
        call.memory());
  }
  return json_answer(200, literal(R"({"status": "OK"})"));
}

} // namespace

std::optional<Outbound>
token_refused(const Call& call)
{
  const auto& person = caller(call);
  if (is_true(person, "is_bot")) {
    return std::nullopt;
  }
  if (!is_true(person, "session")) { // A personal token.
    const bool allowed = is_on(call, "/ServiceSettings/EnableUserAccessTokens");
    return allowed ? std::nullopt : std::optional{session_expired()};
  }
  const int limit =
      number_at(call.state, "/config/ServiceSettings/SessionIdleTimeoutInMinutes");
  const bool too_long = limit > 0 && number_at(person, "/idle_minutes") > limit;
  return too_long && !is_on(call, "/ServiceSettings/ExtendSessionLengthWithActivity")
             ? std::optional{session_expired()}
             : std::nullopt;
}

std::optional<Outbound>
server_ended(const Call& call)
{
  const auto* why = member(call.state, "ended");
  return why == nullptr ? std::nullopt : std::optional{text_answer(503, as_text(*why))};
}

std::vector<Route>
account_routes()
{
  return {
      {"POST", "/api/v4/users/login", login, /*open=*/true},
      {"POST", "/api/v4/users", sign_up, /*open=*/true},
      {"PUT", "/api/v4/users/{id}/roles", guarded(Right::write, give_roles)},
      {"POST", "/api/v4/restart", guarded(Right::write, restart)},
  };
}

} // namespace klausur::mattermost_sandbox
