#include "plugin/sandbox/google_api.hpp"

#include <fmt/format.h>

#include <array>

namespace klausur::google_sandbox {

namespace {

// Names and addresses of people stand in it so that tests can look for them.
constexpr std::string_view k_state = R"({
  "issued": {},
  "administrators": ["klausur-admin@example.org"],
  "reduced_administrators": ["helpdesk@example.org"],
  "delegated": ["cloud-identity.policies.readonly", "admin.directory.orgunit.readonly",
    "admin.directory.customer.readonly", "apps.licensing", "admin.reports.audit.readonly"],
  "customer": {"kind": "admin#directory#customer", "id": "C0sandbox", "etag": "\"c\"",
    "customerDomain": "example.org", "alternateEmail": "erika.privat@example.net",
    "phoneNumber": "+49301234567", "language": "de",
    "postalAddress": {"contactName": "Erika Mustermann", "organizationName": "Beispiel GmbH",
      "addressLine1": "Heidestraße 17", "postalCode": "51147", "locality": "Köln",
      "countryCode": "DE"}},
  "units": [
    {"kind": "admin#directory#orgUnit", "name": "example.org", "orgUnitPath": "/",
     "orgUnitId": "id:03ph8a2z0top"},
    {"kind": "admin#directory#orgUnit", "name": "sales", "orgUnitPath": "/sales",
     "description": "Team von Max Mustermann", "orgUnitId": "id:03ph8a2z1sales",
     "parentOrgUnitPath": "/", "parentOrgUnitId": "id:03ph8a2z0top"},
    {"kind": "admin#directory#orgUnit", "name": "berlin", "orgUnitPath": "/sales/berlin",
     "orgUnitId": "id:03ph8a2z2berlin", "parentOrgUnitPath": "/sales",
     "parentOrgUnitId": "id:03ph8a2z1sales"}],
  "licences": {"Google-Apps": [
    {"kind": "licensing#licenseAssignment", "productId": "Google-Apps",
     "productName": "Google Workspace", "skuId": "1010020028",
     "skuName": "Google Workspace Business Standard", "userId": "erika.mustermann@example.org"},
    {"kind": "licensing#licenseAssignment", "productId": "Google-Apps",
     "productName": "Google Workspace", "skuId": "1010020028",
     "skuName": "Google Workspace Business Standard", "userId": "max.mustermann@example.org"}],
    "101047": []},
  "log": [
    {"days": 20, "application": "Gemini app", "unit": "example.org", "value": "false",
     "setting": "BardNonDuetEnablementProto enable_bard_non_duet_access"},
    {"days": 30, "application": "Gemini app", "unit": "example.org", "value": "false",
     "setting": "GenAiAlphaSettingsProto alpha_enabled"},
    {"days": 40, "application": "Google Meet", "unit": "example.org", "value": "EVERYONE",
     "setting": "MeetGenAiSmartNotesDocAccessProto default_smart_notes_doc_access"},
    {"days": 50, "application": "Gemini app", "unit": "example.org", "value": "true",
     "setting": "BardNonDuetEnablementProto enable_bard_non_duet_access"},
    {"days": 5, "event": "CREATE_USER", "application": "", "unit": "",
     "value": "max.mustermann@example.org", "setting": ""}],
  "policies": []
})";

struct Setting
{
  std::string_view type;
  std::string_view value;    ///< As it comes; of those with a documented default, that.
  std::string_view hardened; ///< Empty: the same.
};

constexpr std::array k_top{
    Setting{"meet.video_recording", R"({"enableRecording":true})",
            R"({"enableRecording":false})"},
    Setting{"meet.automatic_recording", R"({"enabled":false})", ""},
    Setting{"meet.automatic_transcription", R"({"enabled":false})", ""},
    Setting{"meet.safety_domain", R"({"usersAllowedToJoin":"LOGGED_IN"})",
            R"({"usersAllowedToJoin":"SAME_ORGANIZATION_ONLY"})"},
    Setting{"meet.safety_access", R"({"meetingsAllowedToJoin":"ALL"})",
            R"({"meetingsAllowedToJoin":"ANY_WORKSPACE_ORGANIZATION"})"},
    Setting{"meet.safety_host_management", R"({"enableHostManagement":true})", ""},
    Setting{"meet.safety_external_participants", R"({"enableExternalLabel":true})", ""},
    Setting{"meet.meet_joining", R"({"allowedAudience":"TRUSTED"})",
            R"({"allowedAudience":"RESTRICTED"})"},
    Setting{"meet.service_status", R"({"serviceState":"ENABLED"})", ""},
    Setting{"chat.service_status", R"({"serviceState":"ENABLED"})", ""},
    Setting{"chat.chat_history",
            R"({"history_on_by_default":false,"allow_user_modification":true})",
            R"({"history_on_by_default":false,"allow_user_modification":false})"},
    Setting{"chat.space_history", R"({"historyState":"DEFAULT_HISTORY_ON"})",
            R"({"historyState":"HISTORY_ALWAYS_OFF"})"},
    Setting{"chat.chat_file_sharing",
            R"({"externalFileSharing":"ALL_FILES","internalFileSharing":"ALL_FILES"})",
            R"({"externalFileSharing":"NO_FILES","internalFileSharing":"ALL_FILES"})"},
    Setting{"chat.external_chat_restriction",
            R"({"allowExternalChat":false,"externalChatRestriction":"NO_RESTRICTION"})", ""},
    Setting{"chat.chat_apps_access", R"({"enableApps":true,"enableWebhooks":true})",
            R"({"enableApps":false,"enableWebhooks":false})"},
    Setting{"chat.external_spaces", R"({"enabled":true,"domainAllowlistMode":"ALL_DOMAINS"})",
            R"({"enabled":true,"domainAllowlistMode":"TRUSTED_DOMAINS"})"},
    Setting{"chat.third_party_archiving", R"({"enabled":false})", ""},
    Setting{"data_regions.data_at_rest_region", R"({"region":"ANY_REGION"})",
            R"({"region":"EUROPE"})"},
    Setting{"data_regions.data_processing_region", R"({"limitToStorageRegion":false})",
            R"({"limitToStorageRegion":true})"},
    Setting{"access_management.user_scoping",
            R"({"accessManagementRegime":"PREFERENCE_UNSPECIFIED"})",
            R"({"accessManagementRegime":"EU_GOOGLE_STAFF"})"},
    Setting{"access_approval.axa_user_scoping", R"({"requiresCustomerApproval":false})",
            R"({"requiresCustomerApproval":true})"},
    Setting{"drive_and_docs.general_access_default",
            R"({"defaultFileAccess":"LINK_SHARING_PRIVATE"})", ""},
    Setting{"gemini_app.service_status", R"({"serviceState":"DISABLED"})", ""},
    Setting{"work_insights.service_status", R"({"serviceState":"DISABLED"})", ""},
    Setting{"analytics.service_status", R"({"serviceState":"ENABLED"})",
            R"({"serviceState":"DISABLED"})"},
    Setting{"location_history.service_status", R"({"serviceState":"DISABLED"})", ""},
    Setting{"workspace_marketplace.apps_access_options",
            R"({"accessLevel":"ALLOW_ALL","allowAllInternalApps":true})",
            R"({"accessLevel":"ALLOW_LISTED_APPS","allowAllInternalApps":true})"},
    // Asked for by nobody, because the filter leaves it out.
    Setting{"gmail.imap_access", R"({"enableImapAccess":true})", ""},
};

void
add(Json& state, std::string_view kind, std::string_view place, double order,
    const Setting& setting, std::string_view value)
{
  auto& memory = state.GetAllocator();
  auto& list = state.FindMember("policies")->value;
  const bool is_group = place.starts_with("groups/");
  Json policy = literal(
      fmt::format(R"({{"name":"policies/ak{}","customer":"customers/C0sandbox","type":"{}",)"
                  R"("policyQuery":{{"query":"entity.org_units","orgUnit":"{}",)"
                  R"("sortOrder":{}}},"setting":{{"type":"settings/{}","value":{}}}}})",
                  list.Size(), kind, is_group ? "orgUnits/03ph8a2z0top" : place, order,
                  setting.type, value));
  if (is_group) {
    set_member(policy.FindMember("policyQuery")->value, "group", place, policy.GetAllocator());
  }
  list.PushBack(JsonValue{policy, memory}, memory);
}

} // namespace

Json
default_workspace(std::string_view variant)
{
  const bool is_hard = variant == "hardened";
  Json state = literal(k_state);
  for (const auto& setting : k_top) {
    add(state, "SYSTEM", "orgUnits/03ph8a2z0top", 0, setting, setting.value);
    if (is_hard && !setting.hardened.empty()) {
      add(state, "ADMIN", "orgUnits/03ph8a2z0top", 1, setting, setting.hardened);
    }
  }
  if (!is_hard) { // two who go their own way, and an older word that a newer one has replaced
    add(state, "ADMIN", "orgUnits/03ph8a2z1sales", 2, {"chat.chat_history", "", ""},
        R"({"allow_user_modification":false})");
    add(state, "ADMIN", "groups/02trainers", 3, {"meet.video_recording", "", ""},
        R"({"enableRecording":true})");
    add(state, "ADMIN", "orgUnits/03ph8a2z2berlin", 1, {"meet.safety_domain", "", ""},
        R"({"usersAllowedToJoin":"ALL"})");
    add(state, "ADMIN", "orgUnits/03ph8a2z2berlin", 2, {"meet.safety_domain", "", ""},
        R"({"usersAllowedToJoin":"SAME_ORGANIZATION_ONLY"})");
  } else {
    auto& log = state.FindMember("log")->value;
    set_member(log[2], "value", "HOST_ONLY", state.GetAllocator());
  }
  if (variant == "ai") {
    add(state, "ADMIN", "orgUnits/03ph8a2z0top", 1, {"gemini_app.service_status", "", ""},
        R"({"serviceState":"ENABLED"})");
  }
  return state;
}

} // namespace klausur::google_sandbox
