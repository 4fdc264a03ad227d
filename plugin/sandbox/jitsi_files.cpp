#include "plugin/sandbox/jitsi_api.hpp"
#include "plugin/sandbox/state.hpp"

#include <fmt/format.h>

namespace klausur::jitsi_sandbox {

namespace {

// `@HOST@` is the deployment's name; the words are ours, the keys the packages'.
constexpr std::string_view k_prosody = R"(-- Global part of the XMPP server.
admins = { }
modules_enabled = {
  "disco"; "roster"; "saslauth"; "tls"; "dialback"; "ping"; "posix"; "admin_shell"; "limits";
}
modules_disabled = { }
allow_registration = false
c2s_require_encryption = true
s2s_require_encryption = true
s2s_secure_auth = true
limits = { c2s = { rate = "10kb/s" }; s2sin = { rate = "30kb/s" }; }
pidfile = "/run/prosody/prosody.pid"
authentication = "internal_hashed"
archive_expires_after = "1w"
log = { @LOG@ = "/var/log/prosody/prosody.log"; error = "/var/log/prosody/prosody.err"; }
Include "conf.d/*.cfg.lua"
)";

constexpr std::string_view k_virtual_host =
    R"(plugin_paths = { "/usr/share/jitsi-meet/prosody-plugins/" }
muc_mapper_domain_base = "@HOST@"
turncredentials_secret = "sandbox-turn-secret"
cross_domain_bosh = false
consider_bosh_secure = true
consider_websocket_secure = true
component_admins_as_room_owners = true
unlimited_jids = { "focus@auth.@HOST@", "jvb@auth.@HOST@" }
external_services = {
  { type = "stun", host = "@HOST@", port = 3478 };
  { type = "turn", host = "@HOST@", port = 3478, transport = "udp", secret = true, ttl = 86400 };
}

VirtualHost "@HOST@"
  authentication = "@AUTHENTICATION@"
  ssl = { key = "/etc/prosody/certs/@HOST@.key"; certificate = "/etc/prosody/certs/@HOST@.crt"; }
  av_moderation_component = "avmoderation.@HOST@"
  conference_duration_component = "conferenceduration.@HOST@"
  breakout_rooms_muc = "breakout.@HOST@"
  lobby_muc = "lobby.@HOST@"
  main_muc = "conference.@HOST@"
  modules_enabled = {
    "bosh"; "websocket"; "smacks"; "ping"; "external_services"; "conference_duration";
    "muc_lobby_rooms"; "muc_breakout_rooms"; "av_moderation"; "room_metadata"; "end_conference";@SPEAKERSTATS_MODULE@
  }
  c2s_require_encryption = false

Component "conference.@HOST@" "muc"
  restrict_room_creation = true
  storage = "memory"
  modules_enabled = {
    "muc_hide_all"; "muc_meeting_id"; "muc_domain_mapper"; "polls"; "muc_rate_limit";
    "muc_password_whitelist"; "jitsi_permissions";@TOKEN_MODULE@
  }
  admins = { "focus@auth.@HOST@" }
  muc_password_whitelist = { "focus@auth.@HOST@" }
  muc_room_locking = false
  muc_room_default_public_jids = true
@HISTORY@
Component "breakout.@HOST@" "muc"
  restrict_room_creation = true
  storage = "memory"
  modules_enabled = { "muc_hide_all"; "muc_meeting_id"; "muc_rate_limit"; }
  admins = { "focus@auth.@HOST@" }

Component "internal.auth.@HOST@" "muc"
  storage = "memory"
  modules_enabled = { "muc_hide_all"; "ping"; }
  admins = { "focus@auth.@HOST@", "jvb@auth.@HOST@" }

VirtualHost "auth.@HOST@"
  ssl = { key = "/etc/prosody/certs/auth.@HOST@.key"; certificate = "/etc/prosody/certs/auth.@HOST@.crt"; }
  modules_enabled = { "limits_exception"; "smacks"; }
  authentication = "internal_hashed"
@RECORDER@
Component "focus.@HOST@" "client_proxy"
  target_address = "focus@auth.@HOST@"
@SPEAKERSTATS@
Component "conferenceduration.@HOST@" "conference_duration_component"
  muc_component = "conference.@HOST@"

Component "endconference.@HOST@" "end_conference"
  muc_component = "conference.@HOST@"

Component "lobby.@HOST@" "muc"
  storage = "memory"
  restrict_room_creation = true
  modules_enabled = { "muc_hide_all"; "muc_rate_limit"; }

Component "avmoderation.@HOST@" "av_moderation_component"
  muc_component = "conference.@HOST@"

Component "metadata.@HOST@" "room_metadata_component"
  muc_component = "conference.@HOST@"
  breakout_rooms_component = "breakout.@HOST@"

Component "polls.@HOST@" "polls_component"
  muc_component = "conference.@HOST@"
)";

constexpr std::string_view k_jicofo = R"(# Jicofo configuration.
jicofo {
  xmpp: {
    client: {
      client-proxy: "focus.@HOST@"
      xmpp-domain: "@HOST@"
      domain: "auth.@HOST@"
      username: "focus"
      password: "sandbox-focus-password"
    }
    trusted-domains: [ "recorder.@HOST@" ]
  }
  bridge: {
    brewery-jid: "JvbBrewery@internal.auth.@HOST@"
  }
}
)";

constexpr std::string_view k_jvb = R"(videobridge {
  http-servers {
    public {
      port = 9090
    }
  }
  websockets {
    enabled = true
    domain = "@HOST@:443"
    tls = true
  }
}
)";

constexpr std::string_view k_nginx = R"(server {
  listen 80;
  server_name @HOST@;
  return 301 https://$host$request_uri;
}
server {
  listen 443 ssl http2;
  server_name @HOST@;
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_certificate /etc/ssl/@HOST@.crt;
  ssl_certificate_key /etc/ssl/@HOST@.key;
  add_header Strict-Transport-Security "max-age=63072000" always;
  root /usr/share/jitsi-meet;
  ssi on;
  location = /config.js {
    alias /etc/jitsi/meet/@HOST@-config.js;
  }
  location = /http-bind {
    proxy_pass http://127.0.0.1:5280/http-bind;
    proxy_set_header X-Forwarded-For $remote_addr;
  }
  location = /xmpp-websocket {
    proxy_pass http://127.0.0.1:5280/xmpp-websocket;
  }
}
)";

constexpr std::string_view k_logging = R"(handlers=java.util.logging.ConsoleHandler
java.util.logging.ConsoleHandler.level=ALL
.level=INFO
)";

constexpr std::string_view k_include_tags = R"(// The web server fills these in.
var subdomain = '<!--# echo var="subdomain" default="" -->';
var subdir = '<!--# echo var="subdir" default="" -->';
)";

constexpr std::string_view k_tags_filled = "var subdomain = '';\nvar subdir = '';\n";

void
replace_all(std::string& text, std::string_view what, std::string_view by)
{
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), by);
    at += by.size();
  }
}

void
fill(std::string& text, std::string_view name, std::string_view value)
{
  replace_all(text, fmt::format("@{}@", name), value);
}

std::string
filled(std::string_view pattern, const JsonValue& prosody)
{
  std::string text{pattern};
  const auto on = [&](std::string_view name) {
    const auto* value = member(prosody, name);
    return value != nullptr && value->IsTrue();
  };
  const auto* history = member(prosody, "history");
  fill(text, "LOG", member_text(prosody, "log_level"));
  fill(text, "AUTHENTICATION", member_text(prosody, "authentication"));
  fill(text, "TOKEN_MODULE", on("token_verification") ? R"( "token_verification";)" : "");
  fill(text, "SPEAKERSTATS_MODULE", on("speakerstats") ? R"( "speakerstats";)" : "");
  fill(text, "HISTORY",
       history != nullptr && history->IsInt()
           ? fmt::format("  max_history_messages = {}\n", history->GetInt())
           : "");
  fill(text, "RECORDER",
       on("recorder")
           ? "\nVirtualHost \"recorder.@HOST@\"\n  modules_enabled = { \"smacks\"; }\n"
             "  authentication = \"internal_hashed\"\n"
           : "");
  fill(text, "SPEAKERSTATS",
       on("speakerstats") ? "\nComponent \"speakerstats.@HOST@\" \"speakerstats_component\"\n"
                            "  muc_component = \"conference.@HOST@\"\n"
                          : "");
  fill(text, "HOST", k_host);
  return text;
}

} // namespace

std::string
config_js(const JsonValue& state, std::string_view address)
{
  std::string settings = to_pretty_text(*member(state, "config"));
  if (!address.empty()) { // a deployment names the address that it is reached at
    replace_all(settings, fmt::format("https://{}/", k_host),
                fmt::format("http://{}/", address));
    replace_all(settings, fmt::format("wss://{}/", k_host), fmt::format("ws://{}/", address));
  }
  return fmt::format("/* Settings of this Jitsi deployment. */\n{}\nvar enableJaaS = false;\n\n"
                     "var config = {};\n",
                     address.empty() ? k_include_tags : k_tags_filled, settings);
}

std::string
interface_config_js(const JsonValue& state)
{
  return fmt::format("/* Deprecated: prefer config.js. */\nvar interfaceConfig = {};\n",
                     to_pretty_text(*member(state, "interfaceConfig")));
}

std::map<std::string, std::string>
files(const JsonValue& state)
{
  const JsonValue& prosody = *member(state, "prosody");
  const std::string host{k_host};
  const std::string virtual_host = filled(k_virtual_host, prosody);
  return {
      {"etc/jitsi/meet/" + host + "-config.js", config_js(state, "")},
      {"usr/share/jitsi-meet/interface_config.js", interface_config_js(state)},
      {"etc/prosody/prosody.cfg.lua", filled(k_prosody, prosody)},
      {"etc/prosody/conf.avail/" + host + ".cfg.lua", virtual_host},
      {"etc/prosody/conf.d/" + host + ".cfg.lua", virtual_host},
      {"etc/jitsi/jicofo/jicofo.conf", filled(k_jicofo, prosody)},
      {"etc/jitsi/jicofo/logging.properties", std::string{k_logging}},
      {"etc/jitsi/videobridge/jvb.conf", filled(k_jvb, prosody)},
      {"etc/jitsi/videobridge/logging.properties", std::string{k_logging}},
      {"etc/nginx/sites-available/" + host + ".conf", filled(k_nginx, prosody)},
  };
}

} // namespace klausur::jitsi_sandbox
