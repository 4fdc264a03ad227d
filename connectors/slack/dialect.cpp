#include "connectors/slack/dialect.hpp"

#include "connectors/format/json.hpp"
#include "connectors/http/template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace klausur::slack {

namespace {

struct Meaning
{
  std::string_view codes; ///< Each between two blanks.
  Failure kind;
};

/// What stands nowhere here is `unexpected`.
constexpr std::array k_meanings{
    Meaning{" not_authed invalid_auth account_inactive token_revoked token_expired "
            "missing_authentication ",
            Failure::unauthorised},
    Meaning{
        " missing_scope no_permission not_allowed_token_type access_denied accesslimited "
        "not_an_admin restricted_action not_allowed team_not_authorized invalid_actor "
        "user_cannot_manage_workspace user_cannot_manage_public_channels admin_unauthorized "
        "bots_not_allowed org_login_required ekm_access_denied two_factor_setup_required "
        "app_management_app_not_installed_on_org ",
        Failure::forbidden},
    Meaning{" feature_not_enabled feature_not_available paid_only not_an_enterprise "
            "unknown_method method_deprecated enterprise_is_restricted invalid_workspace "
            "restricted_plan_level channel_type_not_supported default_org_wide_channel "
            "retention_override_not_allowed ",
            Failure::unsupported},
    Meaning{" ratelimited rate_limited request_timeout service_unavailable internal_error "
            "fatal_error team_added_to_org could_not_get_retention "
            "could_not_get_conversation_prefs could_not_set_retention file_not_yet_available ",
            Failure::unreachable}};

/// Codes and scopes are shown only where they are plain words.
std::string
plain_word(std::string_view text)
{
  constexpr std::size_t k_longest = 120;
  const bool plain =
      text.size() <= k_longest && std::ranges::all_of(text, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '.' || c == ':' || c == ',' || c == '-';
      });
  return plain ? std::string{text} : std::string{"no plain code"};
}

Failure
kind_of(std::string_view code)
{
  const auto word = fmt::format(" {} ", code);
  const auto known = std::ranges::find_if(k_meanings, [&](const Meaning& each) {
    return each.codes.find(word) != std::string_view::npos;
  });
  return known == k_meanings.end() ? Failure::unexpected : known->kind;
}

Error
failure_of(const Answer& answer, const JsonValue& json)
{
  const auto code = plain_word(member_text(json, "error"));
  const auto needed = plain_word(member_text(json, "needed"));
  if (code != "missing_scope" || needed.empty()) {
    return refusal(answer, kind_of(code), code);
  }
  DocumentEntry named; // The vendor's word for the scope stands over the manifest's.
  named.scopes = {needed};
  return refusal({named, answer.place, answer.response}, Failure::forbidden, code);
}

Json
analytics(bool enabled)
{
  Json said{rapidjson::kObjectType};
  set_member(said, "enabled", enabled, said.GetAllocator());
  return said;
}

bool
ends_path(const std::string& url, std::string_view method)
{
  return url.substr(0, url.find('?')).ends_with(method);
}

} // namespace

Result<void>
SlackDialect::authorise(Request& request)
{
  const auto& auth = m_at.tenant.auth;
  const bool of_workspace =
      ends_path(request.url, "/files.list") || ends_path(request.url, "/users.list");
  if (const auto team = auth.find("team_id"); team != auth.end() && of_workspace) {
    request.url = with_query(std::move(request.url), {{"team_id", team->second}});
  }
  const bool of_bot = ends_path(request.url, "/team.externalTeams.list") && m_bot.is_given();
  return of_bot ? m_bot.authorise(request) : m_user.authorise(request);
}

Result<bool>
SlackDialect::renew()
{
  const auto user = m_user.renew();
  const auto bot = m_bot.renew();
  if (!user || !bot) {
    return user ? bot : user;
  }
  return *user || *bot;
}

Result<Json>
SlackDialect::understand(const Answer& answer) const
{
  const bool is_probe = answer.entry.name == "member_analytics";
  const auto json = parse_json(answer.response.body);
  const auto* ok = json ? member(*json, "ok") : nullptr;
  if (ok != nullptr && ok->IsFalse()) {
    if (is_probe && member_text(*json, "error") == "member_analytics_disabled") {
      return analytics(false);
    }
    return tl::unexpected(failure_of(answer, *json));
  }
  if (is_probe && is_success(answer.response) && !json &&
      answer.response.header("content-type").find("gzip") != std::string_view::npos) {
    return analytics(true); // The file itself holds addresses of people: it is not read.
  }
  auto understood = understand_rest(answer);
  const bool silent = understood && ok == nullptr && answer.entry.host.empty();
  if (silent || (is_probe && understood)) {
    return fail(Failure::unexpected, answer.place + ": the answer does not say whether it is "
                                                    "ok. The vendor has changed its API.");
  }
  return understood;
}

} // namespace klausur::slack
