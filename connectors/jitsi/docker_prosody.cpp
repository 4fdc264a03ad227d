#include "connectors/jitsi/docker_prosody.hpp"

#include "connectors/jitsi/docker_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

// docker-jitsi-meet 2e6b31d8 and its releases since 2019: prosody.cfg.lua and
// conf.d/jitsi-meet.cfg.lua of the image, read 2026-11-30.

namespace klausur::jitsi {

namespace {

/// `a,b,` as `"a"; "b";`.
std::string
quoted_list(std::string_view text)
{
  std::string list;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    if (end > 0) {
      list += fmt::format("\"{}\"; ", text.substr(0, end));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return list;
}

/// `a,b` or, with another parting, `a\nb`, one to a line.
std::string
lines(std::string_view text, std::string_view parting)
{
  std::string all;
  while (!text.empty()) {
    const auto end = std::min(text.find(parting), text.size());
    all += fmt::format("{}\n", text.substr(0, end));
    text.remove_prefix(std::min(end + parting.size(), text.size()));
  }
  return all;
}

class Rendered
{
public:
  Rendered(const JsonValue& env, const Release& release) : m_env{env}, m_release{release} {}

  std::string global() const;
  std::string site() const;

private:
  std::string_view text(std::string_view name, std::string_view otherwise = {}) const
  {
    const auto said = member_text(m_env, name);
    return said.empty() ? otherwise : said;
  }
  bool flag(std::string_view name, bool otherwise) const
  {
    return docker_flag(m_env, name, otherwise);
  }
  bool has(int since) const { return m_release.has(since); }

  std::string_view domain() const { return text("XMPP_DOMAIN", "meet.jitsi"); }
  std::string_view muc() const { return text("XMPP_MUC_DOMAIN", "muc.meet.jitsi"); }
  std::string_view auth_domain() const { return text("XMPP_AUTH_DOMAIN", "auth.meet.jitsi"); }
  std::string_view hidden_domain() const
  {
    return text("XMPP_HIDDEN_DOMAIN", has(9823) ? "hidden.meet.jitsi" : "recorder.meet.jitsi");
  }
  std::string_view auth_type() const
  {
    return text("PROSODY_AUTH_TYPE", text("AUTH_TYPE", "internal"));
  }
  bool has_auth() const { return flag("ENABLE_AUTH", false); }
  bool has_lobby() const { return flag("ENABLE_LOBBY", has(6433)); }
  bool has_breakout() const { return has(6726) && flag("ENABLE_BREAKOUT_ROOMS", true); }
  bool has_sockets() const { return has(5142) && flag("ENABLE_XMPP_WEBSOCKET", true); }
  bool has_visitors() const { return has(9078) && flag("ENABLE_VISITORS", false); }
  bool has_tokens() const
  {
    return has_auth() && (auth_type() == "jwt" || auth_type() == "hybrid_matrix_token");
  }
  bool has_recorder() const
  {
    return has(7287) ? flag("ENABLE_RECORDING", false) || flag("ENABLE_TRANSCRIPTIONS", false)
                     : !text("XMPP_RECORDER_DOMAIN").empty();
  }

  std::string services() const;
  std::string authentication() const;
  std::string encryption() const;
  std::string main_host() const;
  std::string other_hosts() const;
  std::string conference() const;
  std::string other_rooms() const;
  std::string components() const;
  std::string_view kept_apart() const
  {
    return has(9364) ? "muc_tombstones = false\nmuc_room_allow_persistent = false\n" : "";
  }

  const JsonValue& m_env;
  const Release& m_release;
};

std::string
Rendered::services() const
{
  std::string list;
  const std::string secret = text("TURN_CREDENTIALS").empty() ? "" : "secret = true, ";
  for (const auto& [kind, name] :
       {std::pair<std::string_view, std::string_view>{"stun", "STUN_HOST"},
        {"turn", "TURN_HOST"},
        {"turns", "TURNS_HOST"}}) {
    std::string_view hosts = text(name);
    while (!hosts.empty()) {
      const auto end = std::min(hosts.find(','), hosts.size());
      list += fmt::format("{{ type = \"{}\", host = \"{}\", {}transport = \"{}\" }};", kind,
                          hosts.substr(0, end), kind == "stun" ? "" : secret,
                          kind == "stun" ? "udp" : "tcp");
      hosts.remove_prefix(std::min(end + 1, hosts.size()));
    }
  }
  return list.empty() ? list : fmt::format("external_services = {{ {} }}\n", list);
}

std::string
Rendered::global() const
{
  std::string modules = R"("roster"; "saslauth"; "tls"; "disco"; "limits"; "version"; "ping"; )"
                        R"("private"; "posix"; )";
  modules += has(9220) ? "" : R"("vcard"; "pep"; "uptime"; "time"; )";
  modules += has(9823) ? R"("admin_shell"; )" : R"("dialback"; "register"; "admin_adhoc"; )";
  const bool federates = has(9078) && (has_visitors() || flag("PROSODY_ENABLE_S2S", false));
  modules += has(9078) ? R"("http_health"; )" : "";
  modules += federates ? R"("s2s_bidi"; "s2s_whitelist"; "s2sout_override"; )" : "";
  modules += flag("PROSODY_ENABLE_METRICS", false) ? R"("http_openmetrics"; )" : "";
  modules += services().empty() ? "" : R"("external_services"; )";
  const std::string off = fmt::format("{}{}", has(9258) ? R"("offline"; "register"; )" : "",
                                      federates ? "" : R"("s2s"; )");
  return fmt::format(
      "modules_enabled = {{ {}{}}}\nmodules_disabled = {{ {}}}\n"
      "allow_registration = false\n{}s2s_secure_auth = false\n"
      "authentication = \"internal_hashed\"\n"
      "log = {{ {{ levels = {{ min = \"{}\" }}, to = \"console\" }};\n{} }}\n{}{}",
      modules, quoted_list(text("GLOBAL_MODULES")), off, encryption(),
      text("LOG_LEVEL", "info"), lines(text("PROSODY_LOG_CONFIG"), "\\n"), services(),
      lines(text("GLOBAL_CONFIG"), "\\n"));
}

std::string
Rendered::encryption() const
{
  const bool required = has(9078) && flag("PROSODY_C2S_REQUIRE_ENCRYPTION", has(9220));
  return fmt::format("c2s_require_encryption = {}\n", required);
}

std::string
Rendered::authentication() const
{
  if (!has_auth()) {
    return fmt::format("authentication = \"{}\"\n",
                       has(6433) ? "jitsi-anonymous" : "anonymous");
  }
  const auto type = auth_type();
  if (type == "jwt" || type == "hybrid_matrix_token") {
    return fmt::format(
        "authentication = \"{}\"\napp_id = \"{}\"\nallow_empty_token = {}\n"
        "enable_domain_verification = {}\n{}",
        type == "jwt" ? text("JWT_AUTH_TYPE", "token") : type, text("JWT_APP_ID"),
        flag("JWT_ALLOW_EMPTY", false), flag("JWT_ENABLE_DOMAIN_VERIFICATION", !has(8252)),
        text("JWT_ASAP_KEYSERVER").empty()
            ? ""
            : fmt::format("asap_key_server = \"{}\"\n", text("JWT_ASAP_KEYSERVER")));
  }
  if (type == "ldap") {
    return "authentication = \"cyrus\"\nallow_unencrypted_plain_auth = true\n";
  }
  if (type == "matrix") {
    return fmt::format("authentication = \"matrix_user_verification\"\nuvs_base_url = \"{}\"\n",
                       text("MATRIX_UVS_URL"));
  }
  // Of any other type the image writes nothing, and the global one holds.
  return "authentication = \"internal_hashed\"\n";
}

std::string
Rendered::main_host() const
{
  std::string modules = R"("bosh"; "conference_duration"; )";
  modules += has(9220) ? R"("features_identity"; )" : R"("pubsub"; "ping"; "speakerstats"; )";
  modules += has_sockets() ? R"("websocket"; "smacks"; )" : "";
  modules += has_lobby() ? R"("muc_lobby_rooms"; )" : "";
  modules += has_breakout() ? R"("muc_breakout_rooms"; )" : "";
  const bool reserves = flag("PROSODY_RESERVATION_ENABLED", false);
  modules += reserves ? R"("reservations"; )" : "";
  modules += has_visitors() ? R"("visitors"; )" : "";
  std::string issuers;
  for (const auto& [option, name] : {std::pair<std::string_view, std::string_view>{
                                         "asap_accepted_issuers", "JWT_ACCEPTED_ISSUERS"},
                                     {"asap_accepted_audiences", "JWT_ACCEPTED_AUDIENCES"}}) {
    if (has_tokens() && !text(name).empty()) {
      issuers += fmt::format("{} = {{ {}}}\n", option, quoted_list(text(name)));
    }
  }
  return fmt::format(
      "{}consider_bosh_secure = true\nconsider_websocket_secure = true\n{}"
      "VirtualHost \"{}\"\n{}modules_enabled = {{ {}{}}}\nmain_muc = \"{}\"\n{}{}{}{}",
      issuers, has(11'146) ? "storage = { smacks_h = \"memory\" }\n" : "", domain(),
      authentication(), modules, quoted_list(text("XMPP_MODULES")), muc(),
      has_lobby() ? fmt::format("lobby_muc = \"lobby.{}\"\n", domain()) : "",
      reserves ? fmt::format("reservations_api_prefix = \"{}\"\n",
                             text("PROSODY_RESERVATION_REST_BASE_URL"))
               : "",
      encryption(), has(9078) ? lines(text("XMPP_CONFIGURATION"), ",") : "");
}

std::string
Rendered::other_hosts() const
{
  std::string hosts;
  if (has_auth() && flag("ENABLE_GUESTS", false)) {
    hosts += fmt::format(
        "VirtualHost \"{}\"\nauthentication = \"{}\"\n{}modules_enabled = {{ {}{}"
        "}}\n{}",
        text("XMPP_GUEST_DOMAIN", "guest.meet.jitsi"),
        text("PROSODY_GUEST_AUTH_TYPE", has(6433) ? "jitsi-anonymous" : "anonymous"),
        encryption(), has_sockets() ? "\"smacks\"; " : "",
        has(9078) ? quoted_list(text("XMPP_MODULES")) : "",
        has(9078) ? lines(text("XMPP_CONFIGURATION"), ",") : "");
  }
  hosts += fmt::format("VirtualHost \"{}\"\nauthentication = \"internal_hashed\"\n"
                       "modules_enabled = {{ \"limits_exception\"; {}}}\n",
                       auth_domain(), has(9220) ? "\"smacks\"; " : "");
  if (has_recorder()) {
    hosts += fmt::format("VirtualHost \"{}\"\nauthentication = \"internal_hashed\"\n",
                         hidden_domain());
  }
  return hosts;
}

std::string
Rendered::conference() const
{
  std::string modules = R"("muc_meeting_id"; )";
  modules += has(9753) ? R"("muc_hide_all"; )" : "";
  modules += has(7001) && flag("ENABLE_SUBDOMAINS", true) ? R"("muc_domain_mapper"; )" : "";
  modules +=
      flag("PROSODY_ENABLE_RATE_LIMITS", false) ? R"("muc_rate_limit"; "rate_limit"; )" : "";
  modules += flag("PROSODY_ENABLE_FILTER_MESSAGES", false) ? R"("filter_messages"; )" : "";
  modules += has(8615) ? R"("muc_password_whitelist"; )" : "";
  if (has_tokens()) {
    modules += fmt::format("\"{}\"; ", text("JWT_TOKEN_AUTH_MODULE", "token_verification"));
  }
  return fmt::format("Component \"{}\" \"muc\"\nstorage = \"memory\"\n{}"
                     "modules_enabled = {{ {}{}}}\nmuc_room_locking = false\n"
                     "muc_room_default_public_jids = true\n{}{}",
                     muc(), has(8615) ? "restrict_room_creation = true\n" : "", modules,
                     quoted_list(text("XMPP_MUC_MODULES")),
                     lines(text("XMPP_MUC_CONFIGURATION"), ","), kept_apart());
}

std::string
Rendered::other_rooms() const
{
  std::string rooms = fmt::format(
      "Component \"{}\" \"muc\"\nstorage = \"memory\"\nrestrict_room_creation = true\n"
      "modules_enabled = {{ {}{}}}\n{}",
      text("XMPP_INTERNAL_MUC_DOMAIN", "internal-muc.meet.jitsi"),
      has(9753) ? R"("muc_hide_all"; "muc_filter_access"; )" : R"("ping"; )",
      quoted_list(text("XMPP_INTERNAL_MUC_MODULES")), kept_apart());
  const auto add = [&](std::string_view role, std::string_view more,
                       std::string_view variable) {
    rooms += fmt::format("Component \"{}.{}\" \"muc\"\nstorage = \"memory\"\n"
                         "restrict_room_creation = true\nmodules_enabled = {{ {}{}{}}}\n{}",
                         role, domain(), has(9753) ? R"("muc_hide_all"; )" : "", more,
                         has(9078) ? quoted_list(text(variable)) : "", kept_apart());
  };
  if (has_lobby()) {
    add("lobby", "", "XMPP_LOBBY_MUC_MODULES");
  }
  if (has_breakout()) {
    add("breakout", R"("muc_meeting_id"; )", "XMPP_BREAKOUT_MUC_MODULES");
  }
  return rooms;
}

std::string
Rendered::components() const
{
  std::string all = fmt::format("Component \"focus.{}\" \"client_proxy\"\n", domain());
  const auto add = [&](std::string_view name, std::string_view module) {
    all += fmt::format("Component \"{}.{}\" \"{}\"\n", name, domain(), module);
  };
  add("speakerstats", "speakerstats_component");
  if (!text("XMPP_SPEAKERSTATS_MODULES").empty()) {
    all += fmt::format("modules_enabled = {{ {}}}\n",
                       quoted_list(text("XMPP_SPEAKERSTATS_MODULES")));
  }
  if (has(7830) && flag("ENABLE_END_CONFERENCE", true)) {
    add("endconference", "end_conference");
  }
  if (flag("ENABLE_AV_MODERATION", has(6433))) {
    add("avmoderation", "av_moderation_component");
  }
  if (has(8615)) {
    add("metadata", "room_metadata_component");
  }
  if (has(11'146) && flag("ENABLE_AUDIO_TRANSLATION", false)) {
    add("audiotranslation", "audio_translation_component");
  }
  if (has_visitors()) {
    add("visitors", "visitors_component");
  }
  if (has(6433) && !flag("DISABLE_POLLS", false)) {
    add("polls", "polls_component");
  }
  return all;
}

std::string
Rendered::site() const
{
  return main_host() + other_hosts() + other_rooms() + conference() + components();
}

} // namespace

std::string
docker_prosody(const JsonValue& env, const Release& release,
               const std::vector<std::string>& own_files)
{
  constexpr std::string_view k_image_file = "jitsi-meet.cfg.lua";
  const Rendered rendered{env, release};
  std::string text = rendered.global();
  const auto include = [&](const std::string& file) {
    text += fmt::format("Include \"conf.d/{}\"\n", file);
  };
  for (const auto& file : own_files) {
    if (file < k_image_file) {
      include(file);
    }
  }
  text += rendered.site();
  // An included file begins in the global part, wherever the text before it ended.
  for (const auto& file : own_files) {
    if (file > k_image_file) {
      include(file);
    }
  }
  return text;
}

} // namespace klausur::jitsi
