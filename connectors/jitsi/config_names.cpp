#include "connectors/jitsi/config_names.hpp"

#include "connectors/jitsi/config_places.hpp"
#include "connectors/jitsi/config_spelling.hpp"
#include "connectors/jitsi/unclear.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace klausur::jitsi {

namespace {

/// Releases from one on and before another; 0 is no bound.
struct Span
{
  int since = 0;
  int until = 0;

  [[nodiscard]] bool contains(const Release& release) const
  {
    return release.number != 0 && release.number >= since &&
           (until == 0 || release.number < until);
  }
};

struct Renamed
{
  std::string_view old;
  std::string_view now;
  bool old_wins = false; ///< Where both are said.
  bool negated = false;  ///< The new one says the opposite.
  int ignored_since = 0; ///< The release that does not read the old one any more.
  int new_since = 0;     ///< The release that began to read the new one.
};

/// In upstream's order: what is renamed twice passes both.
constexpr std::array k_renamed{
    Renamed{"analyticsScriptUrls", "analytics.scriptURLs", false, false, 10'133},
    Renamed{"googleAnalyticsTrackingId", "analytics.googleAnalyticsTrackingId", false, false,
            10'133},
    Renamed{"enableFacialRecognition", "faceLandmarks.enableFaceExpressionsDetection", false,
            false, 7577, 7001},
    Renamed{"faceCoordinatesSharing.enabled", "faceLandmarks.enableFaceCentering", false, false,
            7577, 7001},
    Renamed{"transcribingEnabled", "transcription.enabled", true, false, 0, 7577},
    Renamed{"transcribeWithAppLanguage", "transcription.useAppLanguage", true},
    Renamed{"preferredTranscribeLanguage", "transcription.preferredLanguage", true},
    Renamed{"autoCaptionOnRecord", "transcription.autoTranscribeOnRecord", true, false, 0,
            9220},
    Renamed{"transcription.autoCaptionOnRecord", "transcription.autoTranscribeOnRecord", false,
            false, 9220},
    Renamed{"fileRecordingsServiceEnabled", "recordingService.enabled", false, false, 0, 7577},
    Renamed{"fileRecordingsEnabled", "recordingService.enabled", false, false, 7577},
    Renamed{"fileRecordingsServiceSharingEnabled", "recordingService.sharingEnabled", false,
            false, 0, 7577},
    Renamed{"liveStreamingEnabled", "liveStreaming.enabled", true, false, 0, 8719},
    Renamed{"prejoinPageEnabled", "prejoinConfig.enabled", false, false, 9364, 7001},
    Renamed{"enableWelcomePage", "welcomePage.disabled", false, true},
    Renamed{"disableDeepLinking", "deeplinking.disabled"},
    Renamed{"hideLobbyButton", "securityUi.hideLobbyButton"},
    Renamed{"autoKnockLobby", "lobby.autoKnock"},
    Renamed{"enableLobbyChat", "lobby.enableChat"},
    Renamed{"gravatarBaseURL", "gravatar.baseUrl"},
    Renamed{"testing.disableE2EE", "e2ee.disabled"},
};

/// Settings that a release does not read any more: whatever they say has no effect.
struct Gone
{
  std::string_view key;
  int since;
};

constexpr std::array k_gone{
    Gone{"callStatsID", 9220},
    Gone{"callStatsSecret", 9220},
    Gone{"analytics.googleAnalyticsTrackingId", 10'133},
};

/// Settings that came with a release: before it, whatever they say has no effect.
constexpr std::array k_came{
    Gone{"recordings.requireConsent", 10'133},
    Gone{"recordings.skipConsentInMeeting", 10'133},
    Gone{"recordings.consentLearnMoreLink", 10'133},
};

/// Defaults that were not what they are today, as JSON.
struct OldDefault
{
  std::string_view key;
  Span when;
  std::string_view value;
};

constexpr std::array k_old_defaults{
    OldDefault{"prejoinConfig.enabled", {.since = 0, .until = 7439}, "false"},
    OldDefault{"transcription.autoTranscribeOnRecord", {.since = 9220, .until = 9457}, "true"},
};

void
rename(JsonValue& config, const Renamed& names, const Release& release,
       Json::AllocatorType& memory)
{
  const bool before_new = release.number != 0 && release.number < names.new_since;
  if (before_new) {
    drop_at(config, names.now);
  }
  const JsonValue* old = find_at(config, names.old);
  const bool ignored = names.ignored_since != 0 && release.number >= names.ignored_since;
  const JsonValue* now = find_at(config, names.now);
  if (old == nullptr || ignored || (now != nullptr && !names.old_wins && !before_new)) {
    return;
  }
  JsonValue value{*old, memory};
  if (names.negated && value.IsBool()) {
    value.SetBool(!value.GetBool());
  }
  put_at(config, names.now, value, memory);
}

std::set<std::string>
texts_in(const JsonValue* list)
{
  std::set<std::string> texts;
  if (list != nullptr && list->IsArray()) {
    for (const auto& each : list->GetArray()) {
      if (each.IsString()) {
        texts.emplace(text_of(each));
      }
    }
  }
  return texts;
}

JsonValue
list_of(const std::set<std::string>& texts, Json::AllocatorType& memory)
{
  JsonValue list{rapidjson::kArrayType};
  for (const auto& each : texts) {
    list.PushBack(JsonValue{each.c_str(), memory}, memory);
  }
  return list;
}

/// One switch for several sounds, and one for a label that then hides by itself.
void
apply_switches(JsonValue& config, Json::AllocatorType& memory)
{
  const JsonValue* quiet = member(config, "disableRecordAudioNotification");
  if (quiet != nullptr && quiet->IsTrue()) {
    auto sounds = texts_in(member(config, "disabledSounds"));
    sounds.insert({"RECORDING_ON_SOUND", "RECORDING_OFF_SOUND", "LIVE_STREAMING_ON_SOUND",
                   "LIVE_STREAMING_OFF_SOUND"});
    put_at(config, "disabledSounds", list_of(sounds, memory), memory);
  }
  const JsonValue* hidden = member(config, "hideRecordingLabel");
  if (hidden != nullptr && hidden->IsTrue()) {
    auto shown = texts_in(find_at(config, "conferenceInfo.alwaysVisible"));
    shown.erase("recording");
    put_at(config, "conferenceInfo.alwaysVisible", list_of(shown, memory), memory);
  }
}

/// What is nearly called like something that is read, now or once.
void
apply_spellings(JsonValue& config, Json::AllocatorType& memory)
{
  const auto from = [&](std::string_view old, std::string_view now) {
    const auto found = find_at(config, now) == nullptr && find_at(config, old) == nullptr
                           ? spelt_otherwise(config, old)
                           : std::nullopt;
    if (found) {
      const JsonValue value{*found->value, memory};
      put_at(config, now, unclear(nullptr, &value, because_of_spelling(*found, old), memory),
             memory);
    }
  };
  for (const auto& each : k_renamed) {
    from(each.old, each.now);
  }
  from("disableRecordAudioNotification", "disabledSounds");
  from("hideRecordingLabel", "conferenceInfo.alwaysVisible");
  apply_spelling(config, judged_names(), memory);
}

void
apply_old_defaults(JsonValue& config, const Release& release, Json::AllocatorType& memory)
{
  for (const auto& each : k_old_defaults) {
    if (find_at(config, each.key) != nullptr) {
      continue;
    }
    const auto was = parse_json(each.value);
    if (each.when.contains(release)) {
      put_at(config, each.key, *was, memory);
    } else if (release.number == 0) {
      put_at(config, each.key,
             unclear(nullptr, &*was,
                     "it is not set, and its default was another one in some releases", memory),
             memory);
    }
  }
}

} // namespace

void
apply_config_names(JsonValue& config, const Release& release, Json::AllocatorType& memory)
{
  for (const auto& each : k_renamed) {
    rename(config, each, release, memory);
  }
  apply_switches(config, memory);
  apply_spellings(config, memory);
  for (const auto& each : k_gone) {
    if (release.number >= each.since) {
      drop_at(config, each.key);
    }
  }
  for (const auto& each : k_came) {
    const JsonValue* value = find_at(config, each.key);
    if (release.number != 0 && release.number < each.since && value != nullptr &&
        !asks_for_nothing(*value)) {
      drop_at(config, each.key);
    }
  }
  apply_old_defaults(config, release, memory);
}

JsonValue
hidden_notices(const JsonValue& config, Json::AllocatorType& memory)
{
  const std::set<std::string> notices{"dialog.liveStreaming", "dialog.recording",
                                      "dialog.transcribing", "notify.localRecordingStarted"};
  for (const std::string_view list : {"disabledNotifications", "notifications"}) {
    const auto found =
        member(config, list) == nullptr ? spelt_otherwise(config, list) : std::nullopt;
    if (found) {
      return unclear(nullptr, found->value, because_of_spelling(*found, list), memory);
    }
  }
  std::set<std::string> hidden;
  const auto off = texts_in(member(config, "disabledNotifications"));
  const JsonValue* only = member(config, "notifications");
  const auto shown = texts_in(only);
  for (const auto& each : notices) {
    // Upstream takes anything that is false for no list at all.
    const bool left_out = only != nullptr && only->IsArray() && !shown.contains(each);
    if (off.contains(each) || left_out) {
      hidden.insert(each);
    }
  }
  return list_of(hidden, memory);
}

} // namespace klausur::jitsi
