#include "connectors/jitsi/prosody_modules.hpp"

#include <algorithm>
#include <array>

// Prosody 0.12.3 and jitsi-meet's resources/prosody-plugins, read 2026-11-30; jitsi-contrib
// prosody-plugins cd9b905d; modules.prosody.im for the others.

namespace klausur::jitsi {

namespace {

constexpr bool k_of_accounts = true;
constexpr bool k_past_storage = true;

constexpr std::array k_writers{
    ProsodyModule{"muc", Keeps::rooms, "config"},
    ProsodyModule{"muc_mam", Keeps::room_messages, "muc_log"},
    ProsodyModule{"mam_muc", Keeps::room_messages, "muc_log"},
    ProsodyModule{"muc_log", Keeps::room_messages, "muc_log", false, k_past_storage},
    ProsodyModule{"muc_log_http", Keeps::room_messages, "muc_log", false, k_past_storage},
    ProsodyModule{"mam", Keeps::private_messages, "archive"},
    ProsodyModule{"mam_archive", Keeps::private_messages, "archive2"},
    ProsodyModule{"offline", Keeps::private_messages, "offline", k_of_accounts},
    ProsodyModule{"message_logging", Keeps::private_messages, {}, false, k_past_storage},
    ProsodyModule{"log_messages_sql", Keeps::private_messages, {}, false, k_past_storage},
    ProsodyModule{"scansion_record", Keeps::private_messages, "scansion", false},
    ProsodyModule{"private", Keeps::people, "private", k_of_accounts},
    ProsodyModule{"bookmarks", Keeps::people, "private", k_of_accounts},
    ProsodyModule{"vcard", Keeps::people, "vcard", k_of_accounts},
    ProsodyModule{"vcard_legacy", Keeps::people, "vcard", k_of_accounts},
    ProsodyModule{"vcard4", Keeps::people, "pep", k_of_accounts},
    ProsodyModule{"pep", Keeps::people, "pep", k_of_accounts},
    ProsodyModule{"pep_plus", Keeps::people, "pep", k_of_accounts},
    ProsodyModule{"roster", Keeps::people, "roster", k_of_accounts},
    ProsodyModule{"blocklist", Keeps::people, "blocklist", k_of_accounts},
    ProsodyModule{"privacy", Keeps::people, "privacy", k_of_accounts},
    ProsodyModule{"privacy_lists", Keeps::people, "privacy", k_of_accounts},
    ProsodyModule{"register_ibr", Keeps::people, "account_details", k_of_accounts},
    ProsodyModule{"lastlog", Keeps::people, "lastlog", k_of_accounts},
    ProsodyModule{"lastlog2", Keeps::people, "lastlog2", k_of_accounts},
    ProsodyModule{"cloud_notify", Keeps::people, "cloud_notify", k_of_accounts},
    ProsodyModule{"audit", Keeps::people, "audit"},
    ProsodyModule{"audit_auth", Keeps::people, "audit"},
    ProsodyModule{"track_muc_joins", Keeps::people, "muc_joins"},
    ProsodyModule{"invites", Keeps::people, "invite_token"},
    ProsodyModule{"pubsub", Keeps::people, "pubsub_nodes"},
    ProsodyModule{"http_file_share", Keeps::files, "uploads", false, k_past_storage},
    ProsodyModule{"http_upload", Keeps::files, {}, false, k_past_storage},
};

constexpr bool k_off = false;

/// These hand names of rooms or people to other programs.
constexpr std::array k_senders{
    ProsodyModule{"event_sync_component", Keeps::nothing, {}, k_off, k_off, "api_prefix"},
    ProsodyModule{"event_sync", Keeps::nothing, {}, k_off, k_off, "api_prefix"},
    ProsodyModule{"reservations", Keeps::nothing, {}, k_off, k_off, "reservations_api_prefix"},
    ProsodyModule{"auth_matrix_user_verification", Keeps::nothing, {}, k_off, k_off,
                  "uvs_base_url"},
    ProsodyModule{"auth_hybrid_matrix_token", Keeps::nothing, {}, k_off, k_off, "uvs_base_url"},
    ProsodyModule{"auth_http", Keeps::nothing, {}, k_off, k_off, "http_auth_url"},
    ProsodyModule{"auth_http_async", Keeps::nothing, {}, k_off, k_off, "http_auth_url"},
    ProsodyModule{"auth_custom_http", Keeps::nothing, {}, k_off, k_off, "auth_custom_http"},
    ProsodyModule{"muc_http_auth", Keeps::nothing, {}, k_off, k_off, "muc_http_auth_url"},
    ProsodyModule{"http_upload_external", Keeps::nothing, {}, k_off, k_off,
                  "http_upload_external_base_url"},
    ProsodyModule{"slack_webhooks", Keeps::nothing, {}, k_off, k_off, "outgoing_webhook_routing"},
    ProsodyModule{"push_appserver", Keeps::nothing, {}, k_off, k_off, "push_appserver_url"},
};

/// In the order of the alphabet.
constexpr auto k_harmless = std::to_array<std::string_view>({
    "access_token", "adhoc", "admin_adhoc", "admin_blocklist", "admin_shell", "admin_socket",
    "admin_telnet", "announce", "audio_translation_component", "authz_internal",
    "av_moderation", "av_moderation_component", "bosh", "breakout_rooms", "c2s", "carbons",
    "certs_all", "certs_s2soutinjection", "cf_turncredentials", "client_proxy", "component",
    "compression", "conference_duration", "conference_duration_component", "console", "cron",
    "csi", "csi_battery_saver", "csi_simple", "debug_traceback", "dialback", "disco",
    "end_conference", "external_services", "features_identity", "filesharing_component",
    "filter_direct_messages", "filter_iq_jibri", "filter_iq_rayo", "filter_messages",
    "firewall", "fmuc", "frozen_nick", "groups", "http", "http_altconnect", "http_errors",
    "http_files", "http_health", "http_host_status_check", "http_openmetrics", "invites_adhoc",
    "iq", "jibri_autostart", "jibri_queue", "jibri_queue_component", "jibri_session",
    "jiconop", "jitsi_permissions", "jitsi_session", "lastactivity", "legacyauth", "limits",
    "limits_exception", "lobby_autostart", "lobby_autostart_on_owner", "lobby_deactivate",
    "log_ringbuffer", "matrix_affiliation", "matrix_lobby_bypass", "matrix_power_sync",
    "measure_client_presence", "measure_message_count", "measure_stanza_counts", "message",
    "mimicking", "motd", "muc_allowners", "muc_auth_ban", "muc_breakout_rooms", "muc_call",
    "muc_census", "muc_cleanup_backend_services", "muc_displayname", "muc_domain_mapper",
    "muc_end_meeting", "muc_filter_access", "muc_flip", "muc_hide_all", "muc_jigasi_invite",
    "muc_kick_jigasi", "muc_kick_participant", "muc_limit_messages", "muc_lobby_rooms",
    "muc_max_occupants", "muc_meeting_id", "muc_message_moderation", "muc_message_retract",
    "muc_moderation", "muc_moderator_hidden", "muc_password_check", "muc_password_preset",
    "muc_password_whitelist", "muc_poltergeist", "muc_rate_limit", "muc_resource_validate",
    "muc_size", "muc_system_chat_message", "muc_trace", "muc_transcription_filter",
    "muc_unique", "muc_user_hidden", "muc_visitors", "muc_wait_for_host", "net_multiplex",
    "owner_restricted", "pep_simple", "per_room_max_occupants", "per_room_time_restricted",
    "persistent_lobby", "ping", "polls", "polls_component", "poltergeist",
    "poltergeist_component", "posix", "presence", "presence_identity", "presence_metrics",
    "prometheus", "proxy65", "proxybased_external_services", "rate_limit", "register",
    "register_limits", "room_destroy", "room_metadata", "room_metadata_component",
    "roster_command", "s2s", "s2s_auth_certs", "s2s_bidi", "s2s_whitelist", "s2sout_override",
    "s2soutinjection", "saslauth", "secure_domain_lobby_bypass", "secure_interfaces",
    "server_contact_info", "shadow_ban", "short_lived_token", "smacks", "speakerstats",
    "speakerstats_component", "system_chat_message", "time", "time_restricted", "tls",
    "token_affiliation", "token_affiliation_legacy", "token_lobby_autostart",
    "token_lobby_bypass", "token_lobby_bypass_for_initiator", "token_lobby_ondemand",
    "token_no_wildcard", "token_owner_party", "token_security_ondemand", "token_verification",
    "turncredentials", "uptime", "user_account_management", "version", "visitors",
    "visitors_component", "watchregistrations", "websocket", "welcome"});

static_assert(std::ranges::is_sorted(k_harmless));

} // namespace

std::optional<ProsodyModule>
known_module(std::string_view name)
{
  const auto in = [&](const auto& table) {
    const auto found = std::ranges::find(table, name, &ProsodyModule::name);
    return found == table.end() ? std::nullopt : std::optional<ProsodyModule>{*found};
  };
  if (auto writer = in(k_writers)) {
    return writer;
  }
  if (auto sender = in(k_senders)) {
    return sender;
  }
  // Our own module keeps what it knows in the rooms themselves, which end with the meeting.
  const bool harmless = std::ranges::binary_search(k_harmless, name) ||
                        name.starts_with("auth_") || name.starts_with("storage_") ||
                        name.starts_with("klausur");
  return harmless ? std::optional{ProsodyModule{.name = name}} : std::nullopt;
}

} // namespace klausur::jitsi
