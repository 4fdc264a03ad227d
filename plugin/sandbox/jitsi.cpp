#include "plugin/sandbox/jitsi_api.hpp"
#include "plugin/sandbox/state.hpp"
#include "plugin/sandbox/vendors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur::jitsi_sandbox {

namespace {

// What an installation by the Debian packages sets; every other key has the client's default.
constexpr std::string_view k_fresh = R"({
  "config": {
    "hosts": {"domain": "meet.example.org", "muc": "conference.meet.example.org"},
    "bosh": "https://meet.example.org/http-bind",
    "websocket": "wss://meet.example.org/xmpp-websocket",
    "testing": {},
    "enableNoAudioDetection": true,
    "enableNoisyMicDetection": true,
    "channelLastN": -1,
    "enableWelcomePage": true,
    "p2p": {"enabled": true,
      "stunServers": [{"urls": "stun:meet-jit-si-turnrelay.jitsi.net:443"}]},
    "analytics": {},
    "mouseMoveCallbackInterval": 1000
  },
  "interfaceConfig": {
    "APP_NAME": "Jitsi Meet", "GENERATE_ROOMNAMES_ON_WELCOME_PAGE": true,
    "JITSI_WATERMARK_LINK": "https://jitsi.org", "LANG_DETECTION": true,
    "MOBILE_APP_PROMO": true, "RECENT_LIST_ENABLED": true,
    "SETTINGS_SECTIONS": ["devices", "language", "moderator", "profile", "calendar"],
    "SHOW_CHROME_EXTENSION_BANNER": false, "SHOW_JITSI_WATERMARK": true,
    "SUPPORT_URL": "https://community.jitsi.org/"
  },
  "headers": {"Strict-Transport-Security": "max-age=63072000"},
  "mechanisms": ["ANONYMOUS"],
  "components": ["conference", "speakerstats", "conferenceduration", "endconference", "lobby",
    "avmoderation", "breakout", "metadata", "polls", "recorder"],
  "prosody": {"authentication": "jitsi-anonymous", "token_verification": false,
    "log_level": "info", "speakerstats": true, "recorder": true, "history": null},
  "sessions": {}
})";

// What a careful administrator adds.
constexpr std::string_view k_hardened = R"({
  "config": {
    "disableThirdPartyRequests": true, "gatherStats": false, "feedbackPercentage": 0,
    "analytics": {"disabled": true, "rtcstatsEnabled": false, "obfuscateRoomName": true},
    "analysis": {"obfuscateRoomName": true},
    "gravatar": {"disabled": true}, "giphy": {"enabled": false},
    "enableDisplayNameInStats": false, "enableEmailInStats": false,
    "speakerStats": {"disabled": true}, "faceLandmarks": {"enableFaceExpressionsDetection": false},
    "p2p": {"stunServers": [{"urls": "stun:turn.example.org:3478"}]},
    "recordings": {"requireConsent": true, "skipConsentInMeeting": false,
      "consentLearnMoreLink": "https://example.org/privacy", "showPrejoinWarning": true},
    "recordingService": {"enabled": false, "sharingEnabled": false},
    "localRecording": {"disable": true, "notifyAllParticipants": true,
      "disableSelfRecording": true},
    "liveStreaming": {"enabled": false}, "transcription": {"enabled": false,
      "disableClosedCaptions": true},
    "screenshotCapture": {"enabled": false}, "e2ee": {"disabled": false},
    "disableProfile": true, "hideEmailInSettings": true, "doNotStoreRoom": true,
    "enableInsecureRoomNameWarning": true, "roomPasswordNumberOfDigits": false,
    "prejoinConfig": {"enabled": true}, "securityUi": {"hideLobbyButton": false},
    "disableDeepLinking": true, "deeplinking": {"disabled": true},
    "enableCalendarIntegration": false, "requireDisplayName": false,
    "legalUrls": {"privacy": "https://example.org/privacy", "terms": "https://example.org/terms"},
    "logging": {"disableLogCollector": true}
  },
  "interfaceConfig": {"RECENT_LIST_ENABLED": false, "MOBILE_APP_PROMO": false,
    "SUPPORT_URL": "https://example.org/help"},
  "mechanisms": ["PLAIN"],
  "components": ["conference", "endconference", "lobby", "avmoderation", "breakout",
    "metadata"],
  "prosody": {"authentication": "token", "token_verification": true, "log_level": "warn",
    "speakerstats": false, "recorder": false, "history": 0}
})";

Outbound
script(std::string text, const JsonValue& state)
{
  Outbound answer{.status = 200,
                  .headers = {},
                  .body = std::move(text),
                  .content_type = "application/javascript"};
  for (const auto& header : member(state, "headers")->GetObject()) {
    answer.headers.emplace_back(text_of(header.name), text_of(header.value));
  }
  return answer;
}

Outbound
page(Call& call)
{
  Outbound answer = script("<!DOCTYPE html>\n<html><head><title>Jitsi Meet</title><script>" +
                               config_js(call.state, call.inbound.header("host")) +
                               "</script></head><body></body></html>\n",
                           call.state);
  answer.content_type = "text/html";
  return answer;
}

class JitsiSandbox final : public SandboxVendor
{
public:
  Result<Json> initial(std::string_view variant) const override
  {
    constexpr std::array variants{"", "out-of-the-box", "hardened"};
    if (std::ranges::find(variants, variant) == variants.end()) {
      return fail(Failure::invalid, fmt::format("there is no variant \"{}\"", variant));
    }
    Json state = literal(k_fresh);
    if (variant == "hardened") {
      merge(state, literal(k_hardened), state.GetAllocator());
    }
    return state;
  }

  std::vector<Route> routes() const override
  {
    return {
        {"GET", "/", page},
        {"GET", "/config.js",
         [](Call& call) {
           return script(config_js(call.state, call.inbound.header("host")), call.state);
         }},
        {"GET", "/interface_config.js",
         [](Call& call) { return script(interface_config_js(call.state), call.state); }},
        {"POST", "/http-bind", bosh},
    };
  }

  std::optional<Outbound> refusal(Call& /*call*/) const override { return std::nullopt; }

  Outbound not_found(const Call& /*call*/) const override
  {
    Outbound answer = text_answer(404, "<html><head><title>404 Not Found</title></head>"
                                       "<body><h1>404 Not Found</h1></body></html>\n");
    answer.content_type = "text/html";
    return answer;
  }

  Outbound too_many(int wait) const override
  {
    Outbound answer = text_answer(503, "");
    answer.headers = {{"Retry-After", std::to_string(wait)}};
    return answer;
  }

  // Read from its files: only they show what the servers behind the page do.
  Json tenant(const std::string& /*url*/, const std::string& secrets) const override
  {
    Json entry{rapidjson::kObjectType};
    set_member(entry, "vendor", "jitsi", entry.GetAllocator());
    set_member(entry, "files", secrets + "/jitsi", entry.GetAllocator());
    return entry;
  }

  std::map<std::string, std::string> secrets() const override
  {
    std::map<std::string, std::string> below;
    for (auto& [path, text] : files(literal(k_fresh))) {
      below.emplace("jitsi/" + path, text);
    }
    return below;
  }
};

} // namespace

} // namespace klausur::jitsi_sandbox

std::unique_ptr<klausur::SandboxVendor>
klausur::make_jitsi_sandbox()
{
  return std::make_unique<jitsi_sandbox::JitsiSandbox>();
}
