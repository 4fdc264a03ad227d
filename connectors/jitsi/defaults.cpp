#include "connectors/jitsi/defaults.hpp"

#include "connectors/jitsi/hocon.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace klausur {

namespace {

constexpr std::array k_jicofo{
    HoconDefault{"jicofo.authentication.enabled", "false"},
    HoconDefault{"jicofo.authentication.type", R"("NONE")"},
    HoconDefault{"jicofo.authentication.authentication-lifetime", R"("24 hours")"},
    HoconDefault{"jicofo.authentication.enable-auto-login", "true"},
    HoconDefault{"jicofo.conference.enable-auto-owner", "true"},
    HoconDefault{"jicofo.conference.enable-moderator-checks", "true"},
    HoconDefault{"jicofo.conference.single-participant-timeout", R"("20 seconds")"},
    HoconDefault{"jicofo.conference.shared-document.use-random-name", "false"},
    HoconDefault{"jicofo.octo.enabled", "false"},
    HoconDefault{"jicofo.rest.enabled", "true"},
    HoconDefault{"jicofo.rest.host", R"("127.0.0.1")"},
    HoconDefault{"jicofo.rest.port", "8888"},
    HoconDefault{"jicofo.rest.prometheus.enabled", "true"},
    HoconDefault{"jicofo.rest.conference-request.enabled", "true"},
    HoconDefault{"jicofo.rest.move-endpoints.enabled", "true"},
    HoconDefault{"jicofo.rest.debug.enabled", "true"},
    HoconDefault{"jicofo.rest.pin.enabled", "true"},
    HoconDefault{"jicofo.visitors.enabled", "false"},
    HoconDefault{"jicofo.xmpp.client.enabled", "true"},
    HoconDefault{"jicofo.xmpp.client.hostname", R"("localhost")"},
    HoconDefault{"jicofo.xmpp.client.disable-certificate-verification", "false"},
    HoconDefault{"jicofo.xmpp.client.use-tls", "true"},
    HoconDefault{"jicofo.xmpp.service.enabled", "false"},
    HoconDefault{"jicofo.xmpp.service.hostname", R"("localhost")"},
    HoconDefault{"jicofo.xmpp.service.disable-certificate-verification", "false"},
    HoconDefault{"jicofo.xmpp.service.use-tls", "true"},
    HoconDefault{"jicofo.xmpp.trusted-domains", "[]"},
    HoconDefault{"tracing.enabled", "false"},
};

constexpr std::array k_jvb{
    HoconDefault{"videobridge.apis.rest.enabled", "false"},
    HoconDefault{"videobridge.apis.xmpp-client.configs", "{}"},
    HoconDefault{"videobridge.cryptex.endpoint", "false"},
    HoconDefault{"videobridge.cryptex.relay", "false"},
    HoconDefault{"videobridge.http-servers.private.host", R"("127.0.0.1")"},
    HoconDefault{"videobridge.http-servers.public.port", "-1"},
    HoconDefault{"videobridge.http-servers.public.tls-port", "-1"},
    HoconDefault{"videobridge.ice.advertise-private-candidates", "true"},
    HoconDefault{"videobridge.ice.resolve-remote-candidates", "false"},
    HoconDefault{"videobridge.redact-remote-addresses", "true"},
    HoconDefault{"videobridge.redact-colibri-http-headers", "true"},
    HoconDefault{"videobridge.relay.enabled", "false"},
    HoconDefault{"videobridge.rest.debug.enabled", "true"},
    HoconDefault{"videobridge.rest.drain.enabled", "true"},
    HoconDefault{"videobridge.rest.health.enabled", "true"},
    HoconDefault{"videobridge.rest.prometheus.enabled", "true"},
    HoconDefault{"videobridge.rest.rtcstats.enabled", "true"},
    HoconDefault{"videobridge.rest.shutdown.enabled", "false"},
    HoconDefault{"videobridge.rest.version.enabled", "true"},
    HoconDefault{"videobridge.stats.interval", R"("5 seconds")"},
    HoconDefault{"videobridge.version.announce", "false"},
    HoconDefault{"videobridge.websockets.enabled", "false"},
    HoconDefault{"tracing.enabled", "false"},
};

constexpr std::array k_jibri{
    HoconDefault{"jibri.single-use-mode", "false"},
    HoconDefault{"jibri.api.http.external-api-host", R"("127.0.0.1")"},
    HoconDefault{"jibri.api.http.external-api-port", "2222"},
    HoconDefault{"jibri.api.http.internal-api-host", R"("127.0.0.1")"},
    HoconDefault{"jibri.api.http.internal-api-port", "3333"},
    HoconDefault{"jibri.api.xmpp.environments", "[]"},
    HoconDefault{"jibri.recording.recordings-directory", R"("/tmp/recordings")"},
    HoconDefault{"jibri.recording.finalize-script", R"("/path/to/finalize")"},
    HoconDefault{"jibri.streaming.rtmp-allow-list", R"([".*"])"},
    HoconDefault{"jibri.stats.enable-stats-d", "true"},
    HoconDefault{"jibri.stats.host", R"("localhost")"},
    HoconDefault{"jibri.stats.port", "8125"},
    HoconDefault{"jibri.stats.prometheus.enabled", "false"},
    HoconDefault{"jibri.webhook.subscribers", "[]"},
    HoconDefault{"jibri.call-status-checks.no-media-timeout", R"("3 minutes")"},
    HoconDefault{"jibri.call-status-checks.all-muted-timeout", R"("10 minutes")"},
    HoconDefault{"jibri.call-status-checks.default-call-empty-timeout", R"("30 seconds")"},
};

constexpr std::array k_programs{
    HoconDefaults{
        "jicofo",
        "jitsi/jicofo, the three reference.conf at 7ebb13dc (2026-08-19), read 2026-11-24",
        k_jicofo},
    HoconDefaults{
        "jvb",
        "jitsi/jitsi-videobridge, reference.conf at a29d97d1 (2026-08-19), read 2026-11-24",
        k_jvb},
    HoconDefaults{"jibri",
                  "jitsi/jibri, reference.conf at 62369d55 (2026-08-05), read 2026-11-24",
                  k_jibri},
};

} // namespace

std::span<const HoconDefaults>
hocon_defaults()
{
  return k_programs;
}

Json
default_values(std::string_view program)
{
  Json none;
  none.SetObject();
  const auto table = std::ranges::find(k_programs, program, &HoconDefaults::program);
  if (table == k_programs.end()) {
    return none;
  }
  std::string text;
  for (const HoconDefault& each : table->values) {
    text += fmt::format("{} = {}\n", each.path, each.json);
  }
  // The tables are ours and a test reads each value back, so there is no error to hand on.
  return parse_hocon(text, {.name = std::string{program}}).value_or(std::move(none));
}

} // namespace klausur
