#include "connectors/base/clock.hpp"
#include "plugin/sandbox/slack_api.hpp"
#include "plugin/sandbox/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace klausur::slack_sandbox {

namespace {

// A fresh workspace on Business+, in which people have worked for two years. Who administers it
// signs in with a second factor: that is their own choice and no setting of the workspace.
// Defaults: docs.slack.dev and slack.com/help, read 2026-11-24; that AI search and member
// analytics are on is what the vendor's pages say of a new workspace.
constexpr std::string_view k_workspace = R"({
  "plan": "plus", "ai_search": true, "member_analytics": true,
  "team": {"id": "T0SANDBOX1", "name": "Musterfirma GmbH", "domain": "musterfirma",
    "url": "https://musterfirma.slack.com/", "email_domain": "example.org",
    "discoverable": "unlisted", "is_verified": false},
  "preferences": {"msg_edit_window_mins": -1, "allow_message_deletion": true,
    "display_real_names": false, "disable_file_uploads": "allow_all",
    "who_can_post_general": "ra"},
  "members": [
    {"id": "U0SANDBOX1", "name": "erika.mustermann", "real_name": "Erika Mustermann",
      "profile": {"email": "erika.mustermann@example.org"}, "deleted": false, "is_bot": false,
      "is_admin": true, "is_owner": true, "is_primary_owner": true, "is_restricted": false,
      "is_ultra_restricted": false, "has_2fa": true},
    {"id": "U0SANDBOX2", "name": "max.mustermann", "real_name": "Max Mustermann",
      "profile": {"email": "max.mustermann@example.org"}, "deleted": false, "is_bot": false,
      "is_admin": false, "is_owner": false, "is_restricted": false,
      "is_ultra_restricted": false, "has_2fa": false},
    {"id": "U0SANDBOX3", "name": "gast", "real_name": "Gabi Gast",
      "profile": {"email": "gabi.gast@example.com"}, "deleted": false, "is_bot": false,
      "is_admin": false, "is_owner": false, "is_restricted": true, "is_ultra_restricted": false,
      "has_2fa": false},
    {"id": "U0SANDBOX4", "name": "ehemalig", "real_name": "Ehrhard Ehemalig", "deleted": true}
  ],
  "files": [
    {"id": "F0SANDBOX1", "name": "gehaltsliste-mustermann.xlsx", "user": "U0SANDBOX1",
      "age_days": 700, "size": 20480, "is_public": false, "public_url_shared": false},
    {"id": "F0SANDBOX2", "name": "prospekt.pdf", "user": "U0SANDBOX2", "age_days": 500,
      "size": 40960, "is_public": true, "public_url_shared": true},
    {"id": "F0SANDBOX3", "name": "protokoll.docx", "user": "U0SANDBOX2", "age_days": 10,
      "size": 10240, "is_public": true, "public_url_shared": false}
  ],
  "external": [], "users": [], "teams": [], "channels": [], "apps": [], "audit": [],
  "sessions": {}, "password_entities": [],
  "grants": {}, "refresh": {"xoxe-1-owner": "xoxp-sandbox-owner", "xoxe-1-bot": "xoxb-sandbox-bot"}
})";

constexpr std::string_view k_hardened = R"({
  "ai_search": false, "member_analytics": false,
  "members": [
    {"id": "U0SANDBOX1", "name": "erika.mustermann", "real_name": "Erika Mustermann",
      "profile": {"email": "erika.mustermann@example.org"}, "deleted": false, "is_bot": false,
      "is_admin": true, "is_owner": true, "is_primary_owner": true, "is_restricted": false,
      "is_ultra_restricted": false, "has_2fa": true},
    {"id": "U0SANDBOX2", "name": "max.mustermann", "real_name": "Max Mustermann",
      "profile": {"email": "max.mustermann@example.org"}, "deleted": false, "is_bot": false,
      "is_admin": false, "is_owner": false, "is_restricted": false,
      "is_ultra_restricted": false, "has_2fa": true}
  ],
  "files": [
    {"id": "F0SANDBOX3", "name": "protokoll.docx", "user": "U0SANDBOX2", "age_days": 10,
      "size": 10240, "is_public": true, "public_url_shared": false}
  ]
})";

// No Slack Connect, no choice of region.
constexpr std::string_view k_free = R"({"plan": "free"})";

// An organisation of two workspaces. Of what nobody ever changed the log shows nothing.
constexpr std::string_view k_enterprise = R"({
  "plan": "enterprise",
  "team": {"url": "https://musterfirma.enterprise.slack.com/", "enterprise_id": "E0SANDBOX1",
    "enterprise_name": "Musterfirma Gruppe", "enterprise_domain": "musterfirma"},
  "users": [
    {"id": "U0SANDBOX1", "email": "erika.mustermann@example.org", "username": "erika",
      "is_admin": true, "is_owner": true, "is_primary_owner": true, "is_restricted": false,
      "is_ultra_restricted": false, "is_bot": false, "is_active": true, "has_2fa": true, "has_sso": false},
    {"id": "U0SANDBOX2", "email": "max.mustermann@example.org", "username": "max",
      "is_admin": false, "is_owner": false, "is_restricted": false,
      "is_ultra_restricted": false, "is_bot": false, "is_active": true,
      "has_2fa": false, "has_sso": false},
    {"id": "U0SANDBOX4", "email": "ehrhard.ehemalig@example.org", "username": "ehrhard",
      "is_admin": true, "is_bot": false, "is_active": false, "has_2fa": false, "has_sso": false}
  ],
  "teams": [
    {"id": "T0SANDBOX1", "name": "Musterfirma GmbH", "discoverability": "open",
      "primary_owner": {"user_id": "U0SANDBOX1", "email": "erika.mustermann@example.org"}},
    {"id": "T0SANDBOX2", "name": "Musterfirma Ausland", "discoverability": "closed",
      "primary_owner": {"user_id": "U0SANDBOX1", "email": "erika.mustermann@example.org"}}
  ],
  "channels": [
    {"id": "C0SANDBOX1", "name": "allgemein", "is_general": true, "is_private": false,
      "is_archived": false, "is_ext_shared": false, "is_org_shared": true},
    {"id": "C0SANDBOX2", "name": "personal-mustermann", "is_general": false,
      "is_private": true, "is_archived": false, "is_ext_shared": false, "is_org_shared": false},
    {"id": "C0SANDBOX3", "name": "kunde-gast", "is_general": false, "is_private": false,
      "is_archived": false, "is_ext_shared": true, "is_org_shared": false}
  ],
  "apps": [
    {"app": {"id": "A0SANDBOX1", "name": "Umfragen", "privacy_policy_url":
        "https://umfragen.example.com/privacy", "is_app_directory_approved": true,
        "is_internal": false},
      "scopes": [{"name": "chat:write", "is_sensitive": false, "token_type": "bot"}]},
    {"app": {"id": "A0SANDBOX2", "name": "Notizen", "privacy_policy_url": "",
        "is_app_directory_approved": false, "is_internal": false},
      "scopes": [{"name": "channels:history", "is_sensitive": true, "token_type": "user"}]}
  ],
  "external": [
    {"team_id": "T0GAST0001", "team_name": "Gast AG", "team_domain": "gast",
      "connection_status": "CONNECTED", "slack_connect_prefs": {
        "allow_sc_file_uploads": {"value": true}, "profile_visibility": {"type": "open"},
        "away_team_sc_invite_require_2fa": {"type": false}}}
  ]
})";

constexpr std::string_view k_all_scopes = R"(["team:read", "team.billing:read",
  "team.preferences:read", "search:read.public", "files:read", "users:read"])";
constexpr std::string_view k_org_scopes = R"(["team:read", "team.billing:read",
  "team.preferences:read", "search:read.public", "files:read", "admin.teams:read",
  "admin.teams:write", "admin.users:read", "admin.users:write", "admin.conversations:read",
  "admin.conversations:write", "admin.apps:read", "admin.analytics:read", "auditlogs:read"])";
constexpr std::string_view k_bot_scopes = R"(["team:read", "conversations.connect:manage"])";

void
add_grant(Json& state, std::string_view token, std::string_view kind, std::string_view scopes)
{
  auto& memory = state.GetAllocator();
  JsonValue grant{rapidjson::kObjectType};
  set_member(grant, "kind", kind, memory);
  set_member(grant, "role", "owner", memory);
  set_member(grant, "scopes", literal(scopes), memory);
  set_member(state["grants"], token, grant, memory);
}

/// Ages, which a file of the source can know, become moments.
void
date(Json& state)
{
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(system_time().time_since_epoch());
  for (auto& file : state["files"].GetArray()) {
    const auto* age = member(file, "age_days");
    const std::chrono::hours old{24 * (age == nullptr ? 0 : age->GetInt())};
    const auto created = now - std::chrono::seconds{old};
    set_member(file, "created", JsonValue{static_cast<std::int64_t>(created.count())},
               state.GetAllocator());
    file.RemoveMember("age_days");
  }
}

} // namespace

Result<Json>
held_by(std::string_view variant)
{
  constexpr std::array variants{"", "out-of-the-box", "hardened", "free", "enterprise"};
  if (std::ranges::find(variants, variant) == variants.end()) {
    return fail(Failure::invalid, fmt::format("there is no variant \"{}\"", variant));
  }
  Json state = literal(k_workspace);
  auto& memory = state.GetAllocator();
  const auto more = variant == "hardened"     ? k_hardened
                    : variant == "free"       ? k_free
                    : variant == "enterprise" ? k_enterprise
                                              : std::string_view{"{}"};
  merge(state, literal(more), memory);
  add_grant(state, k_user_token, "user", variant == "enterprise" ? k_org_scopes : k_all_scopes);
  add_grant(state, k_bot_token, "bot", k_bot_scopes);
  date(state);
  return state;
}

} // namespace klausur::slack_sandbox
