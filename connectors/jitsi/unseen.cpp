#include "connectors/jitsi/unseen.hpp"

#include "connectors/jitsi/config_places.hpp"
#include "connectors/jitsi/unclear.hpp"

#include <array>

namespace klausur::jitsi {

namespace {

constexpr std::array<std::string_view, 10> k_jicofo{
    "jicofo.conference.enable-moderator-checks",
    "jicofo.conference.shared-document.use-random-name",
    "jicofo.jibri.brewery-jid",
    "jicofo.jigasi.brewery-jid",
    "jicofo.local-region",
    "jicofo.transcription.url-template",
    "jicofo.translation.url-template",
    "jicofo.xmpp.client.disable-certificate-verification",
    "jicofo.xmpp.client.use-tls",
    "jicofo.xmpp.trusted-domains",
};

constexpr std::array<std::string_view, 5> k_jvb{
    "ice4j.harvest.mapping.stun.addresses",
    "videobridge.apis.xmpp-client.configs.unseen.DISABLE_CERTIFICATE_VERIFICATION",
    "videobridge.cryptex.endpoint",
    "videobridge.redact-remote-addresses",
    "videobridge.rest.shutdown.enabled",
};

constexpr std::array<std::string_view, 5> k_jibri{
    "jibri.api.xmpp.environments",          "jibri.recording.finalize-script",
    "jibri.recording.recordings-directory", "jibri.stats.enable-stats-d",
    "jibri.streaming.rtmp-allow-list",
};

constexpr std::array<std::string_view, 8> k_prosody{
    "global.external_services",
    "main.allow_empty_token",
    "main.asap_accepted_issuers",
    "main.c2s_interfaces",
    "muc.jitsi_default_permissions.livestreaming",
    "muc.jitsi_default_permissions.recording",
    "muc.jitsi_default_permissions.transcription",
    "muc.max_history_messages",
};

void
doubt(JsonValue& value, const JsonValue* by_default, std::string_view because,
      Json::AllocatorType& memory)
{
  if (value.IsObject()) {
    const JsonValue none{rapidjson::kObjectType};
    const JsonValue& beside =
        by_default != nullptr && by_default->IsObject() ? *by_default : none;
    for (auto& each : value.GetObject()) {
      doubt(each.value, member(beside, text_of(each.name)), because, memory);
    }
    return;
  }
  if (by_default != nullptr && *by_default == value) {
    const JsonValue anything{"anything"};
    value = unclear(&value, &anything, because, memory);
  }
}

} // namespace

bool
hides_own_files(const Deployment& deployment, std::string_view program)
{
  const Container* runs = deployment.container(program);
  return runs != nullptr && runs->hides_config;
}

bool
is_changed(const Deployment& deployment, std::string_view program)
{
  const Container* runs = deployment.container(program);
  return runs != nullptr && runs->service.changed;
}

Json
without_wishes(const JsonValue& env)
{
  Json names{rapidjson::kObjectType};
  for (const auto& each : env.GetObject()) {
    const auto name = text_of(each.name);
    if (name == "PUBLIC_URL" || (name.starts_with("XMPP_") && name.ends_with("_DOMAIN"))) {
      set_member(names, name, each.value, names.GetAllocator());
    }
  }
  return names;
}

void
doubt_what_is_default(Json& rendered, const JsonValue& by_default,
                      std::span<const std::string_view> judged, std::string_view because)
{
  auto& memory = rendered.GetAllocator();
  doubt(rendered, &by_default, because, memory);
  const JsonValue anything{"anything"};
  for (const auto name : judged) {
    if (find_at(rendered, name) == nullptr && find_at(by_default, name) == nullptr) {
      put_at(rendered, name, unclear(nullptr, &anything, because, memory), memory);
    }
  }
}

std::span<const std::string_view>
names_with_defaults(std::string_view program)
{
  return program == "jicofo"    ? std::span<const std::string_view>{k_jicofo}
         : program == "prosody" ? std::span<const std::string_view>{k_prosody}
         : program == "jvb"     ? std::span<const std::string_view>{k_jvb}
         : program == "jibri"   ? std::span<const std::string_view>{k_jibri}
                                : std::span<const std::string_view>{};
}

} // namespace klausur::jitsi
