#include "connectors/jitsi/config_spelling.hpp"

#include "connectors/jitsi/config_places.hpp"
#include "connectors/jitsi/unclear.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur::jitsi {

namespace {

constexpr std::array<std::string_view, 73> k_judged{
    "_screenshotHistoryRegionUrl",
    "analysis.obfuscateRoomName",
    "analytics.amplitudeAPPKey",
    "analytics.disabled",
    "analytics.googleAnalyticsTrackingId",
    "analytics.matomoEndpoint",
    "analytics.obfuscateRoomName",
    "analytics.rtcstatsEnabled",
    "analytics.rtcstatsSendSdp",
    "analytics.rtcstatsStoreLogs",
    "analytics.scriptURLs",
    "analytics.watchRTCEnabled",
    "bosh",
    "callStatsID",
    "conferenceInfo.alwaysVisible",
    "deeplinking.disabled",
    "deploymentInfo.region",
    "disableRemoteControl",
    "disableThirdPartyRequests",
    "disabledSounds",
    "doNotStoreRoom",
    "dropbox.appKey",
    "e2ee.disabled",
    "enableCalendarIntegration",
    "enableDisplayNameInStats",
    "enableEmailInStats",
    "enableInsecureRoomNameWarning",
    "enableSaveLogs",
    "etherpad_base",
    "faceLandmarks.enableDisplayFaceExpressions",
    "faceLandmarks.enableFaceCentering",
    "faceLandmarks.enableFaceExpressionsDetection",
    "faceLandmarks.enableRTCStats",
    "feedbackPercentage",
    "gatherStats",
    "giphy.enabled",
    "googleApiApplicationClientID",
    "gravatar.disabled",
    "hideEmailInSettings",
    "iAmRecorder",
    "jaasActuatorUrl",
    "legalUrls.privacy",
    "liveStreaming.enabled",
    "localRecording.disable",
    "localRecording.disableSelfRecording",
    "localRecording.notifyAllParticipants",
    "logging.disableLogCollector",
    "microsoftApiApplicationClientID",
    "p2p.stunServers",
    "prejoinConfig.enabled",
    "prejoinConfig.preCallTestEnabled",
    "recordingService.enabled",
    "recordingService.sharingEnabled",
    "recordings.consentLearnMoreLink",
    "recordings.requireConsent",
    "recordings.showPrejoinWarning",
    "recordings.showRecordingLink",
    "recordings.skipConsentInMeeting",
    "recordings.suggestRecording",
    "requireDisplayName",
    "roomPasswordNumberOfDigits",
    "salesforceUrl",
    "screenshotCapture.enabled",
    "screenshotCapture.mode",
    "securityUi.hideLobbyButton",
    "sharedVideoAllowedURLDomains",
    "speakerStats.disabled",
    "startWithAudioMuted",
    "startWithVideoMuted",
    "testing.dumpTranscript",
    "transcription.autoTranscribeOnRecord",
    "transcription.enabled",
    "websocket",
};

constexpr std::array<std::string_view, 3> k_judged_interface{
    "GENERATE_ROOMNAMES_ON_WELCOME_PAGE",
    "MOBILE_APP_PROMO",
    "RECENT_LIST_ENABLED",
};

/// A name without what people write differently.
std::string
bare(std::string_view name)
{
  std::string letters;
  for (const char each : name) {
    if (each != '_' && each != '-') {
      const bool capital = each >= 'A' && each <= 'Z';
      letters += capital ? static_cast<char>(each - 'A' + 'a') : each;
    }
  }
  return letters;
}

std::optional<SpeltOtherwise>
nearly_at(const JsonValue& value, std::string_view key, std::string said, bool otherwise)
{
  if (key.empty()) {
    return otherwise && !value.IsNull() ? std::optional{SpeltOtherwise{said, &value}}
                                        : std::nullopt;
  }
  if (!value.IsObject()) {
    return std::nullopt;
  }
  const auto dot = std::min(key.find('.'), key.size());
  const auto wanted = key.substr(0, dot);
  const auto rest = key.substr(std::min(dot + 1, key.size()));
  for (const auto& each : value.GetObject()) {
    const auto name = text_of(each.name);
    if (name.size() > 2 * wanted.size() || bare(name) != bare(wanted)) {
      continue;
    }
    auto path = said.empty() ? std::string{name} : fmt::format("{}.{}", said, name);
    if (auto found =
            nearly_at(each.value, rest, std::move(path), otherwise || name != wanted)) {
      return found;
    }
  }
  return std::nullopt;
}

} // namespace

std::span<const std::string_view>
judged_names()
{
  return k_judged;
}

std::span<const std::string_view>
judged_interface_names()
{
  return k_judged_interface;
}

std::optional<SpeltOtherwise>
spelt_otherwise(const JsonValue& config, std::string_view key)
{
  return nearly_at(config, key, {}, false);
}

std::string
because_of_spelling(const SpeltOtherwise& found, std::string_view key)
{
  return fmt::format("it is called {} there, which Jitsi does not read: it reads {}",
                     found.name, key);
}

void
apply_spelling(JsonValue& config, std::span<const std::string_view> keys,
               Json::AllocatorType& memory)
{
  for (const auto key : keys) {
    if (find_at(config, key) != nullptr) {
      continue;
    }
    if (const auto found = spelt_otherwise(config, key)) {
      const JsonValue value{*found->value, memory};
      put_at(config, key, unclear(nullptr, &value, because_of_spelling(*found, key), memory),
             memory);
    }
  }
}

} // namespace klausur::jitsi
