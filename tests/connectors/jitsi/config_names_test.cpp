// Old names and old defaults of config.js, by release.

#include "connectors/jitsi/config_names.hpp"

#include <boost/test/unit_test.hpp>
#include <rapidjson/pointer.h>

#include <string>

using namespace klausur;
using namespace klausur::jitsi;

namespace {

/// The value at a pointer after the names of this release were applied; `nothing` without one.
std::string
effective(const char* config, const char* pointer, int release = 0)
{
  auto json = parse_json(config).value();
  apply_config_names(json, {.number = release}, json.GetAllocator());
  const JsonValue* value = rapidjson::Pointer{pointer}.Get(json);
  return value == nullptr ? "nothing" : to_text(*value);
}

std::string
hidden(const char* config)
{
  auto json = parse_json(config).value();
  return to_text(hidden_notices(json, json.GetAllocator()));
}

struct Row
{
  const char* config;
  const char* pointer;
  int release;
  const char* wanted;
};

constexpr const char* k_all_notices =
    R"(["dialog.liveStreaming","dialog.recording","dialog.transcribing",)"
    R"("notify.localRecordingStarted"])";

} // namespace

BOOST_AUTO_TEST_SUITE(config_names_test)

BOOST_AUTO_TEST_CASE(an_old_name_is_read_under_the_new_one_as_upstream_does)
{
  for (const auto& row : {
           // The old one goes before the new one ...
           Row{R"({"liveStreamingEnabled":true,"liveStreaming":{"enabled":false}})",
               "/liveStreaming/enabled", 10'655, "true"},
           Row{R"({"transcribingEnabled":false,"transcription":{"enabled":true}})",
               "/transcription/enabled", 10'655, "false"},
           // ... or only where the new one is silent.
           Row{R"({"fileRecordingsServiceEnabled":true,"recordingService":{"enabled":false}})",
               "/recordingService/enabled", 10'655, "false"},
           Row{R"({"fileRecordingsServiceSharingEnabled":true})",
               "/recordingService/sharingEnabled", 10'655, "true"},
           Row{R"({"hideLobbyButton":true})", "/securityUi/hideLobbyButton", 10'655, "true"},
           Row{R"({"disableDeepLinking":true,"deeplinking":{"hideLogo":true}})",
               "/deeplinking/disabled", 10'655, "true"},
           Row{R"({"autoCaptionOnRecord":true})", "/transcription/autoTranscribeOnRecord",
               10'655, "true"},
           Row{R"({"enableWelcomePage":false})", "/welcomePage/disabled", 10'655, "true"},
       }) {
    BOOST_TEST(effective(row.config, row.pointer, row.release) == row.wanted, row.config);
    BOOST_TEST(effective(row.config, row.pointer, 0) == row.wanted, row.config);
  }
}

BOOST_AUTO_TEST_CASE(a_release_reads_no_names_that_came_later_and_none_that_it_forgot)
{
  for (const auto& row : {
           Row{R"({"recordingService":{"enabled":true}})", "/recordingService/enabled", 7001,
               "nothing"},
           Row{R"({"fileRecordingsEnabled":true})", "/recordingService/enabled", 7001, "true"},
           Row{R"({"fileRecordingsEnabled":true})", "/recordingService/enabled", 9823,
               "nothing"},
           Row{R"({"prejoinPageEnabled":false})", "/prejoinConfig/enabled", 8000, "false"},
           Row{R"({"prejoinPageEnabled":false})", "/prejoinConfig/enabled", 10'655, "nothing"},
           Row{R"({"transcription":{"autoCaptionOnRecord":true}})",
               "/transcription/autoTranscribeOnRecord", 9000, "true"},
           Row{R"({"transcription":{"autoCaptionOnRecord":true}})",
               "/transcription/autoTranscribeOnRecord", 10'655, "nothing"},
           Row{R"({"callStatsID":"1"})", "/callStatsID", 8000, R"("1")"},
           Row{R"({"callStatsID":"1"})", "/callStatsID", 9220, "nothing"},
           Row{R"({"analytics":{"googleAnalyticsTrackingId":"UA"}})",
               "/analytics/googleAnalyticsTrackingId", 10'655, "nothing"},
           Row{R"({"recordings":{"requireConsent":true}})", "/recordings/requireConsent", 9823,
               "nothing"},
           Row{R"({"recordings":{"requireConsent":true}})", "/recordings/requireConsent",
               10'655, "true"},
       }) {
    BOOST_TEST(effective(row.config, row.pointer, row.release) == row.wanted,
               row.config << " in " << row.release);
  }
}

BOOST_AUTO_TEST_CASE(what_somebody_wrote_counts_where_no_release_is_known)
{
  for (const auto& row : {
           Row{R"({"fileRecordingsEnabled":true})", "/recordingService/enabled", 0, "true"},
           Row{R"({"prejoinPageEnabled":false})", "/prejoinConfig/enabled", 0, "false"},
           Row{R"({"callStatsID":"1"})", "/callStatsID", 0, R"("1")"},
           Row{R"({"recordings":{"requireConsent":true}})", "/recordings/requireConsent", 0,
               "true"},
       }) {
    BOOST_TEST(effective(row.config, row.pointer) == row.wanted, row.config);
  }
}

BOOST_AUTO_TEST_CASE(a_default_belongs_to_its_release_and_is_unclear_without_one)
{
  constexpr const char* k_prejoin = "/prejoinConfig/enabled";
  constexpr const char* k_transcript = "/transcription/autoTranscribeOnRecord";

  BOOST_TEST(effective("{}", k_prejoin, 5142) == "false");
  BOOST_TEST(effective("{}", k_prejoin, 10'655) == "nothing");
  BOOST_TEST(effective("{}", k_transcript, 9258) == "true");
  BOOST_TEST(effective("{}", k_transcript, 9457) == "nothing");
  BOOST_TEST(effective("{}", "/prejoinConfig/enabled/unclear") == R"(["not set",false])");
  BOOST_TEST(effective(R"({"prejoinConfig":{"enabled":true}})", k_prejoin) == "true");
}

BOOST_AUTO_TEST_CASE(one_switch_for_several_sounds_and_one_for_a_label_that_hides_itself)
{
  BOOST_TEST(effective(R"({"disableRecordAudioNotification":true,"disabledSounds":["A"]})",
                       "/disabledSounds") ==
             R"(["A","LIVE_STREAMING_OFF_SOUND","LIVE_STREAMING_ON_SOUND",)"
             R"("RECORDING_OFF_SOUND","RECORDING_ON_SOUND"])");
  BOOST_TEST(effective(R"({"hideRecordingLabel":true})", "/conferenceInfo/alwaysVisible") ==
             "[]");
  BOOST_TEST(effective(R"({"hideRecordingLabel":false})", "/conferenceInfo") == "nothing");
}

BOOST_AUTO_TEST_CASE(notices_are_hidden_by_name_or_by_a_list_that_leaves_them_out)
{
  BOOST_TEST(hidden("{}") == "[]");
  BOOST_TEST(hidden(R"({"notifications":[]})") == k_all_notices);
  BOOST_TEST(hidden(R"({"notifications":["notify.moderator"]})") == k_all_notices);
  BOOST_TEST(hidden(R"({"notifications":null})") == "[]");
  BOOST_TEST(hidden(R"({"disabledNotifications":["dialog.recording","x"]})") ==
             R"(["dialog.recording"])");
  BOOST_TEST(hidden(R"({"notifications":["dialog.recording","dialog.liveStreaming",
                       "dialog.transcribing","notify.localRecordingStarted"]})") == "[]");
}

BOOST_AUTO_TEST_CASE(what_is_nearly_called_like_a_setting_makes_it_unclear)
{
  for (const auto& row : {
           Row{R"({"analytics":{"googleAnalyticsTrackingID":"UA-1"}})",
               "/analytics/googleAnalyticsTrackingId/unclear", 0, R"(["not set","UA-1"])"},
           Row{R"({"Analytics":{"googleAnalyticsTrackingId":"UA-1"}})",
               "/analytics/googleAnalyticsTrackingId/unclear", 0, R"(["not set","UA-1"])"},
           Row{R"({"livestreaming":{"enabled":true}})", "/liveStreaming/enabled/unclear",
               10'655, R"(["not set",true])"},
           // An old name, misspelt.
           Row{R"({"livestreamingEnabled":true})", "/liveStreaming/enabled/unclear", 10'655,
               R"(["not set",true])"},
           Row{R"({"disableRecordAudioNotifications":true})", "/disabledSounds", 10'655,
               "nothing"},
           Row{R"({"disablerecordaudionotification":true})", "/disabledSounds/unclear", 10'655,
               R"(["not set",true])"},
           // Who also wrote it as it is read has said it.
           Row{R"({"disableThirdPartyRequests":true,"disablethirdpartyrequests":false})",
               "/disableThirdPartyRequests", 0, "true"},
           Row{R"({"analytics":{"googleAnalyticsTrackingID":null}})",
               "/analytics/googleAnalyticsTrackingId", 0, "nothing"},
           // No name of it is read any more.
           Row{R"({"analytics":{"googleAnalyticsTrackingID":"UA-1"}})",
               "/analytics/googleAnalyticsTrackingId", 10'655, "nothing"},
       }) {
    BOOST_TEST(effective(row.config, row.pointer, row.release) == row.wanted,
               row.config << " in " << row.release);
  }
  BOOST_TEST(hidden(R"({"disablednotifications":["dialog.recording"]})").find("unclear") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(old_names_of_analytics_and_faces_are_read_as_their_releases_did)
{
  for (const auto& row : {
           Row{R"({"analyticsScriptUrls":["a.js"]})", "/analytics/scriptURLs", 5142,
               R"(["a.js"])"},
           Row{R"({"googleAnalyticsTrackingId":"UA-1"})",
               "/analytics/googleAnalyticsTrackingId", 5142, R"("UA-1")"},
           Row{R"({"enableFacialRecognition":true})",
               "/faceLandmarks/enableFaceExpressionsDetection", 6865, "true"},
           Row{R"({"faceCoordinatesSharing":{"enabled":true}})",
               "/faceLandmarks/enableFaceCentering", 6865, "true"},
           Row{R"({"enableFacialRecognition":true})",
               "/faceLandmarks/enableFaceExpressionsDetection", 10'655, "nothing"},
       }) {
    BOOST_TEST(effective(row.config, row.pointer, row.release) == row.wanted,
               row.config << " in " << row.release);
  }
}

BOOST_AUTO_TEST_SUITE_END()
