#include "plugin/sandbox/state.hpp"
#include "plugin/sandbox/trello_api.hpp"

namespace klausur::trello_sandbox {

namespace {

// What a new workspace holds; names and texts stand in it so that tests can look for them.
constexpr std::string_view k_state = R"({
  "scopes": ["read", "write"],
  "organization": {"id": "5f1a00000000000000000001", "name": "acme", "displayName": "Acme",
    "url": "https://trello.com/w/acme", "desc": "Everything of Erika Mustermann", "idEnterprise": null, "offering": "trello.free",
    "premiumFeatures": ["inviteBoard", "inviteOrg"], "products": [], "billingLocked": false,
    "aiEligible": true, "membersCount": 3, "billableMemberCount": 3,
    "billableCollaboratorCount": 0,
    "prefs": {"permissionLevel": "private", "externalMembersDisabled": false,
      "orgInviteRestrict": [], "boardInviteRestrict": null, "associatedDomain": null,
      "googleAppsVersion": 1, "attachmentRestrictions": null,
      "boardVisibilityRestrict": {"private": "org", "org": "org", "enterprise": "org",
        "public": "org"},
      "boardDeleteRestrict": {"private": "org", "org": "org", "enterprise": "org",
        "public": "org"},
      "atlassianIntelligenceEnabled": true, "archiveCleanupCutOff": null}},
  "boards": {
    "6b2a00000000000000000001": {"name": "Application of Max Mustermann", "closed": false,
      "memberships": [
        {"id": "4b0a00000000000000000001", "idMember": "4a0a00000000000000000001",
         "memberType": "admin", "unconfirmed": false, "deactivated": false,
         "orgMemberType": "admin"},
        {"id": "4b0a00000000000000000002", "idMember": "4a0a00000000000000000002",
         "memberType": "normal", "unconfirmed": false, "deactivated": false,
         "orgMemberType": "normal"}],
      "prefs": {"permissionLevel": "org", "voting": "disabled", "comments": "members",
        "invitations": "members", "selfJoin": true, "cardCovers": true, "hideVotes": false,
        "isTemplate": false, "cardAging": "regular", "calendarFeedEnabled": false}},
    "6b2a00000000000000000002": {"name": "Roadmap", "closed": false,
      "memberships": [
        {"id": "4b0a00000000000000000003", "idMember": "4a0a00000000000000000001",
         "memberType": "admin", "unconfirmed": false, "deactivated": false,
         "orgMemberType": "admin"},
        {"id": "4b0a00000000000000000004", "idMember": "4a0a00000000000000000009",
         "memberType": "normal", "unconfirmed": false, "deactivated": false,
         "orgMemberType": null}],
      "prefs": {"permissionLevel": "public", "voting": "members", "comments": "members",
        "invitations": "members", "selfJoin": false, "cardCovers": true, "hideVotes": false,
        "isTemplate": false, "cardAging": "regular", "calendarFeedEnabled": true}},
    "6b2a00000000000000000003": {"name": "Party", "closed": true, "days": 800,
      "prefs": {"permissionLevel": "org"}}},
  "plugins": {"6b2a00000000000000000001": [{"id": "7c3a00000000000000000001",
    "idPlugin": "7c3a00000000000000000001", "name": "Timer", "author": "Timers Ltd",
    "public": true, "moderatedState": null, "url": "https://timer.example.com/p.html",
    "iframeConnectorUrl": "https://timer.example.com/p.html", "privacyUrl": null,
    "supportEmail": "help@timer.example.com", "isCompliantWithPrivacyStandards": false,
    "capabilities": ["card-buttons"], "claimedDomains": []},
    {"id": "7c3a00000000000000000002", "idPlugin": "7c3a00000000000000000002",
    "name": "Zoom", "author": "Erika Mustermann", "public": true, "moderatedState": null,
    "url": "https://zoom.example.com/manifest.json",
    "iframeConnectorUrl": "https://zoom.example.com/p.html",
    "privacyUrl": "https://zoom.example.com/privacy", "supportEmail": "help@zoom.example.com",
    "isCompliantWithPrivacyStandards": true,
    "capabilities": ["attachment-sections", "board-buttons", "card-buttons"],
    "claimedDomains": ["zoom.us"]}]},
  "exports": [{"id": "9d4a00000000000000000001", "status": {"finished": true}, "days": 90}],
  "enterprises": {},
  "token": {"dateExpires": null}
})";

constexpr std::string_view k_hardened = R"({
  "enterprises": {"8e5a00000000000000000001": {"id": "8e5a00000000000000000001",
    "pluginWhitelistingEnabled": ["7c3a00000000000000000003"], "prefs": {"ssoOnly": true}}},
  "organization": {"idEnterprise": "8e5a00000000000000000001",
    "premiumFeatures": ["inviteBoard", "isPremium"], "offering": "trello.premium",
    "prefs": {"externalMembersDisabled": true, "orgInviteRestrict": ["example.org"],
      "attachmentRestrictions": ["trello", "computer"],
      "boardVisibilityRestrict": {"public": "none"},
      "boardDeleteRestrict": {"private": "admin", "org": "admin", "enterprise": "admin",
        "public": "admin"},
      "atlassianIntelligenceEnabled": false, "archiveCleanupCutOff": 365}},
  "boards": {
    "6b2a00000000000000000001": {"prefs": {"invitations": "admins", "selfJoin": false,
      "hideVotes": true}},
    "6b2a00000000000000000002": {"prefs": {"permissionLevel": "org", "invitations": "admins",
      "hideVotes": true, "calendarFeedEnabled": false},
      "memberships": [
        {"id": "4b0a00000000000000000003", "idMember": "4a0a00000000000000000001",
         "memberType": "admin", "unconfirmed": false, "deactivated": false,
         "orgMemberType": "admin"}]},
    "6b2a00000000000000000003": {"days": 20}},
  "plugins": {"6b2a00000000000000000001": []},
  "exports": [],
  "token": {"dateExpires": "2099-01-01T00:00:00.000Z"}
})";

} // namespace

Json
default_workspace(bool hardened)
{
  Json state = literal(k_state);
  if (hardened) {
    merge(state, literal(k_hardened), state.GetAllocator());
  }
  return state;
}

} // namespace klausur::trello_sandbox
