#include "plugin/sandbox/webex_api.hpp"

#include <fmt/format.h>

namespace klausur::webex_sandbox {

namespace {

constexpr std::string_view k_organisation = R"({
  "app": {"client_id": "Csandbox", "client_secret": "sandbox-webex-secret",
    "refresh_token": "sandbox-webex-refresh-0"},
  "scopes": ["spark-admin:organizations_read", "spark-admin:licenses_read",
    "spark-admin:people_read", "audit:events_read", "meeting:admin_config_read",
    "meeting:admin_config_write", "meeting:admin_preferences_read",
    "meeting:admin_preferences_write", "meeting:admin_schedule_read",
    "meeting:admin_recordings_read", "spark-compliance:meetings_read",
    "identity:organizations_read", "identity:organizations_rw"],
  "organizations": [{"id": "Y2lzY29zcGFyazovL3VzL09SRy8x", "displayName": "Beispiel GmbH",
    "created": "2021-03-01T09:00:00.000Z"}],
  "sites": [{"siteUrl": "beispiel.webex.com", "default": true}],
  "licenses": [
    {"id": "lic-1", "name": "Meeting - Webex Meetings Suite", "totalUnits": 50,
      "consumedUnits": 6, "consumedByUsers": 6, "subscriptionId": "Sub-1",
      "siteUrl": "beispiel.webex.com", "siteType": "Control Hub managed site"},
    {"id": "lic-2", "name": "Messaging", "totalUnits": 50, "consumedUnits": 6,
      "consumedByUsers": 6}],
  "settings": {"allow-admin-invite-emails": true, "allow-vidcast-access": true},
  "session_types": [
    {"id": "3", "shortName": "PRO", "name": "Webex Meetings Pro", "type": "meeting"},
    {"id": "214", "shortName": "E2E", "name": "Pro-End to End Encryption_VOIPonly",
      "type": "meeting"}],
  "people": [], "recordings": [], "transcripts": [], "audit": []
})";

constexpr std::string_view k_settings = R"({
  "siteOptions": {"allowCustomPersonalRoomURL": true},
  "telephonyConfig": {"allowCallIn": true, "allowCallBack": true, "allowOtherTeleconf": false,
    "allowTollFreeCallin": false, "allowInternationalCallin": true,
    "allowInternationalCallback": false, "VoIP": true},
  "defaultSchedulerOptions": {"entryAndExitTone": "Beep", "joinTeleconfNotPress1": false,
    "telephonySupport": "WebexTeleconferencing", "tollFree": false, "VoIP": true},
  "scheduleMeetingOptions": {"emailReminders": true},
  "securityOptions": {"joinBeforeHost": true, "audioBeforeHost": true,
    "firstAttendeeAsPresenter": true, "unlistAllMeetings": false,
    "requireLoginBeforeAccess": false, "allowMobileScreenCapture": true,
    "requireStrongPassword": true,
    "passwordCriteria": {"mixedCase": true, "minLength": 8, "minNumeric": 1, "minAlpha": 2,
      "minSpecial": 0, "disallowDynamicWebText": true, "disallowList": true,
      "disallowValues": ["password", "passwd", "pass"]}}
})";

constexpr std::string_view k_hardened_settings = R"({
  "siteOptions": {"allowCustomPersonalRoomURL": false},
  "securityOptions": {"joinBeforeHost": false, "audioBeforeHost": false,
    "firstAttendeeAsPresenter": false, "unlistAllMeetings": true,
    "requireLoginBeforeAccess": true, "allowMobileScreenCapture": false}
})";

/// What is there to be found in places where it must not get out.
constexpr const char* k_names[] = {"Erika Mustermann", "Jürgen Großkopf", "Aylin Yıldız",
                                   "Tom O'Neill",      "Zoë Çelik",       "Ángel Nuñez"};

std::string
address_of(int index)
{
  return fmt::format("person{}@beispiel.example", index);
}

Json
person(int index, bool hardened)
{
  Json made = literal(fmt::format(
      R"({{"id": "Y2lzY29zcGFyazovL3VzL1BFT1BMRS8{0}", "emails": ["{1}"],
        "displayName": "{2}", "firstName": "{2}", "orgId": "Y2lzY29zcGFyazovL3VzL09SRy8x",
        "type": "person", "loginEnabled": true, "phoneNumbers": [{{"value": "+49301234{0}"}}],
        "session_types": ["3"], "meetings": [],
        "scheduling": {{"enabledJoinBeforeHost": {3}, "joinBeforeHostMinutes": 5,
          "enabledAutoShareRecording": {3}, "enabledWebexAssistantByDefault": {3},
          "delegateEmails": ["vertretung{0}@beispiel.example"]}},
        "room": {{"topic": "Sprechstunde {2}", "hostPin": "4711471{0}",
          "personalMeetingRoomLink": "https://beispiel.webex.com/meet/person{0}",
          "enabledAutoLock": {4}, "autoLockMinutes": 10, "enabledNotifyHost": true,
          "supportCoHost": {3}, "supportAnyoneAsCoHost": {3},
          "allowFirstUserToBeCoHost": {3}, "allowAuthenticatedDevices": true,
          "coHosts": [{{"email": "cohost{0}@beispiel.example", "displayName": "Co {2}"}}],
          "sipAddress": "person{0}@beispiel.webex.com", "dialInIpAddress": "192.0.2.1",
          "telephony": {{"accessCode": "2633{0}", "callInNumbers": []}}}}}})",
      index, address_of(index), k_names[index], !hardened, hardened));
  if (hardened) {
    auto& memory = made.GetAllocator();
    made.FindMember("session_types")->value.PushBack(JsonValue{"214", memory}, memory);
  }
  return made;
}

Json
scheduled_meeting(int index, bool hardened, Time now)
{
  const auto start = to_text(now + std::chrono::hours{24 + index});
  return literal(fmt::format(
      R"({{"id": "meeting-{0}", "title": "Personalgespräch {1}", "password": "geheim{0}",
        "meetingType": "scheduledMeeting", "state": "ready", "start": "{2}", "end": "{2}",
        "hostEmail": "{3}", "hostDisplayName": "{1}", "siteUrl": "beispiel.webex.com",
        "enabledAutoRecordMeeting": false, "publicMeeting": false, "enabledLiveStream": false,
        "unlockedMeetingJoinSecurity": "{5}",
        "attendeePrivileges": {{"enabledShareContent": {4}, "enabledRemoteControl": {4}}},
        "audioConnectionOptions": {{"muteAttendeeUponEntry": {6}}}}})",
      index, k_names[index], start, address_of(index), !hardened,
      hardened ? "allowJoinWithLobby" : "allowJoin", hardened));
}

Json
past_meeting(int index, int age, Time now)
{
  const auto start = to_text(now - std::chrono::days{age});
  return literal(fmt::format(
      R"({{"id": "past-{0}", "title": "Gehaltsrunde {1}", "meetingType": "meeting",
        "state": "ended", "start": "{2}", "end": "{2}", "hostEmail": "{3}",
        "siteUrl": "beispiel.webex.com", "hasChat": true, "hasSummary": true}})",
      index, k_names[index], start, address_of(index)));
}

Json
recording(int index, int age, const char* status, Time now)
{
  return literal(fmt::format(
      R"({{"id": "rec-{0}", "meetingId": "past-{0}_I_1", "topic": "Gehaltsrunde {1}",
        "createTime": "{2}", "timeRecorded": "{2}", "hostDisplayName": "{1}",
        "hostEmail": "{3}", "siteUrl": "beispiel.webex.com",
        "downloadUrl": "https://beispiel.webex.com/lsr.php?RCID=geheim{0}",
        "playbackUrl": "https://beispiel.webex.com/play/geheim{0}", "format": "MP4",
        "serviceType": "MeetingCenter", "durationSeconds": 60, "sizeBytes": 1000,
        "status": "{4}", "password": "geheim{0}"}})",
      index, k_names[index], to_text(now - std::chrono::days{age}), address_of(index), status));
}

Json
transcript(int index, int age, const char* status, Time now)
{
  return literal(fmt::format(
      R"({{"id": "transcript-{0}", "siteUrl": "beispiel.webex.com", "startTime": "{2}",
        "meetingTopic": "Gehaltsrunde {1}", "meetingId": "past-{0}_I_1",
        "scheduledMeetingId": "past-{0}", "hostUserId": "person-{0}",
        "vttDownloadLink": "https://beispiel.webex.com/vtt/geheim{0}",
        "txtDownloadLink": "https://beispiel.webex.com/txt/geheim{0}", "status": "{3}"}})",
      index, k_names[index], to_text(now - std::chrono::days{age}), status));
}

Json
audit_event(int index, Time now)
{
  return literal(fmt::format(
      R"({{"id": "event-{0}", "created": "{2}", "actorOrgId": "Y2lzY29zcGFyazovL3VzL09SRy8x",
        "actorId": "person-{0}",
        "data": {{"actorName": "{1}", "actorEmail": "{3}", "actorIp": "198.51.100.{0}",
          "eventCategory": "{4}", "eventDescription": "An admin changed a setting",
          "actionText": "{1} changed a setting", "trackingId": "ATLAS_{0}"}}}})",
      index, k_names[index], to_text(now - std::chrono::days{index + 1}), address_of(index),
      index == 0 ? "LOGINS" : "ORG_SETTINGS"));
}

void
add(Json& state, const char* list, const Json& item)
{
  auto& memory = state.GetAllocator();
  state.FindMember(list)->value.PushBack(JsonValue{item, memory}, memory);
}

void
add_past(Json& state, Time now)
{
  add(state, "recordings", recording(0, 400, "available", now));
  add(state, "recordings", recording(1, 45, "available", now));
  add(state, "recordings", recording(2, 3, "available", now));
  add(state, "recordings", recording(3, 50, "deleted", now));
  add(state, "transcripts", transcript(0, 400, "available", now));
  add(state, "transcripts", transcript(1, 500, "deleted", now));
}

} // namespace

Json
default_organisation(bool hardened, Time now)
{
  Json state = literal(k_organisation);
  auto& memory = state.GetAllocator();
  JsonValue settings{rapidjson::kObjectType};
  Json site = literal(k_settings);
  if (hardened) {
    merge(site, literal(k_hardened_settings), site.GetAllocator());
    set_member(state.FindMember("settings")->value, "allow-vidcast-access", false, memory);
  } else {
    add_past(state, now);
  }
  set_member(settings, "beispiel.webex.com", site, memory);
  set_member(state, "common_settings", settings, memory);
  for (int i = 0; i < static_cast<int>(std::size(k_names)); ++i) {
    Json made = person(i, hardened);
    auto& own = made.FindMember("meetings")->value;
    auto& own_memory = made.GetAllocator();
    own.PushBack(JsonValue{scheduled_meeting(i, hardened, now), own_memory}, own_memory);
    if (!hardened && i < 2) {
      own.PushBack(JsonValue{past_meeting(i, 100 + i, now), own_memory}, own_memory);
    }
    add(state, "people", made);
    add(state, "audit", audit_event(i, now));
  }
  return state;
}

} // namespace klausur::webex_sandbox
