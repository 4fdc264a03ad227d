#include "plugin/sandbox/zoom_api.hpp"

namespace klausur::zoom_sandbox {

namespace {

// Zoom documents hardly a default: these values are the sandbox's own, chosen so that an
// account that nobody has touched shows what the checklist assumes of one. The keys are Zoom's.
constexpr std::string_view k_settings = R"(
{"security": {
    "sign_in_with_two_factor_auth": "none", "admin_change_name_pic": false,
    "hide_billing_info": false},
  "audio_conferencing": {
    "participant_phone_masking": {"enable": false, "masking_type": "mask_default"}},
  "chat": {
    "set_retention_period_in_cloud": {
      "enable": false,
      "retention_period_of_direct_messages_and_group_conversation": "10y",
      "retention_period_of_channels": "10y"},
    "set_retention_period_in_local": {
      "enable": false,
      "retention_period_of_direct_messages_and_group_conversation": "1y",
      "retention_period_of_channels": "1y"},
    "apply_local_storage_to_personal_channel": {"enable": false, "retention_period": "1y"},
    "send_data_to_third_party_archiving_service": {
      "enable": false, "type": "smarsh", "smtp_delivery_address": "archiv@example.org",
      "passcode": "sandbox-archive-passcode"},
    "store_revise_chat": true,
    "read_receipts": {"enable": true, "allow_users_opt_out": true},
    "presence_on_meeting": true, "show_status_to_internal_contact": true,
    "ai_summary": {"enable": true, "shown_in_team_chat": true},
    "ai_compose": {"enable": true, "shown_in_team_chat": true}, "ai_recommend": true,
    "ai_quick_reply": true, "ai_sentence_completion": true, "ai_quick_schedule": true,
    "allow_users_to_add_contacts": {
      "enable": true, "selected_option": 4,
      "user_email_addresses": "erika.mustermann@example.org"}},
  "feature": {"meeting_capacity": 100},
  "in_meeting": {
    "alert_guest_join": true, "allow_live_streaming": false, "allow_users_save_chats": 3,
    "attention_mode_focus_mode": false, "auto_saving_chat": true,
    "closed_captioning": {
      "enable": true, "auto_transcribing": true, "save_caption": true},
    "custom_data_center_regions": false, "data_center_regions": [],
    "e2e_encryption": false, "far_end_camera_control": false, "feedback": true,
    "post_meeting_feedback": true,
    "manual_captioning": {
      "manual_captions": true, "auto_generated_captions": true, "full_transcript": true,
      "save_captions": true},
    "remote_control": true, "remote_support": false,
    "request_permission_to_unmute_participants": false, "screen_sharing": true,
    "watermark": false, "webinar_chat": {"enable": true, "allow_users_save_chats": 2},
    "webinar_live_streaming": {"enable": false}, "who_can_share_screen": "all",
    "who_can_share_screen_when_someone_is_sharing": "host", "virtual_background": true,
    "meeting_summary_with_ai_companion": {
      "enable": true, "auto_enable": false, "who_will_receive_summary": 3},
    "ai_companion_questions": {
      "enable": true, "auto_enable": false, "who_can_ask_questions": 1}},
  "integration": {
    "box": false, "dropbox": true, "google_calendar": true, "google_drive": true,
    "kubi": false, "microsoft_one_drive": true},
  "other_options": {
    "email_in_attendee_report_for_meeting": true, "meeting_qos_and_mos": 1,
    "show_one_user_meeting_on_dashboard": true, "use_cdn": "default",
    "blur_snapshot": false},
  "profile": {
    "recording_storage_location": {
      "allowed_values": ["US", "DE", "AU", "CA", "JP"], "value": "US"}},
  "recording": {
    "account_user_access_recording": false,
    "allow_recovery_deleted_cloud_recordings": true,
    "archive": {"enable": false, "settings": {"archive_retention": 30}},
    "auto_delete_cmr": false, "auto_delete_cmr_days": 120, "auto_recording": "none",
    "cloud_recording": true, "cloud_recording_download": true,
    "cloud_recording_download_host": false, "host_delete_cloud_recording": true,
    "local_recording": true, "recording_audio_transcript": true,
    "recording_notification_for_zoom_client": {
      "disclaimer_to_participants": "Guest only", "play_voice_prompt": "No one",
      "ask_host_to_confirm": false},
    "required_password_for_shared_cloud_recordings": true, "save_chat_text": true,
    "save_close_caption": true, "save_panelist_chat": true, "save_poll_results": true,
    "smart_recording": {
      "create_recording_highlights": true, "create_smart_chapters": true,
      "create_next_steps": true}},
  "schedule_meeting": {
    "always_display_zoom_meeting_as_topic": {"enable": false},
    "hide_meeting_description": {"enable": false}, "host_video": true,
    "join_before_host": false, "not_store_meeting_topic": false,
    "participant_video": true},
  "smart_recognition": {
    "personalized_audio_isolation": false,
    "workplace_app": {
      "voice_name_tags": {"enabled": false, "allow_enrollment_email": false}},
    "zoom_rooms": {
      "video_name_tags": {"enabled": false, "allow_external_identification": false},
      "voice_name_tags": {"enabled": false}}},
  "zoom_rooms": {"zr_post_meeting_feedback": true}})";

// The views that an `option` asks for.
constexpr std::string_view k_views = R"(
{"security": {
    "meeting_security": {
      "auto_security": true, "embed_password_in_join_link": true,
      "encryption_type": "enhanced_encryption", "end_to_end_encrypted_meetings": false,
      "meeting_password": true, "only_authenticated_can_join_from_webclient": false,
      "phone_password": true, "pmi_password": true, "webinar_password": true,
      "waiting_room": true,
      "waiting_room_settings": {
        "participants_to_place_in_waiting_room": 0,
        "whitelisted_domains_for_waiting_room": "example.org"}}},
  "authentication": {
    "meeting_authentication": false,
    "authentication_options": [
      {"id": "sandboxprofile01", "name": "Konten-Profil-A", "type": "enforce_login", "default_option": true}]},
  "recording_authentication": {
    "recording_authentication": false, "authentication_options": []}})";

// Locks: most at the path of the setting, some under a flat name.
constexpr std::string_view k_locks = R"(
{"audio_conferencing": {"participant_phone_masking": false},
  "chat": {
    "ai_compose": false, "ai_quick_schedule": false, "ai_recommend": false,
    "ai_reply": false, "ai_sentence_completion": false, "ai_summary": false,
    "presence_on_meeting": false, "read_receipts": false,
    "send_data_to_third_party_archiving_service": false,
    "set_retention_period_in_cloud": false, "set_retention_period_in_local": false,
    "share_files": false},
  "in_meeting": {
    "ai_companion_questions": false, "alert_guest_join": false,
    "allow_live_streaming": false, "auto_generated_captions": false,
    "auto_saving_chat": false, "chat": false, "custom_data_center_regions": false,
    "e2e_encryption": false, "far_end_camera_control": false, "feedback": false,
    "full_transcript": false, "meeting_summary_with_ai_companion": false,
    "post_meeting_feedback": false, "private_chat": false, "remote_control": false,
    "remote_support": false, "request_permission_to_unmute_participants": false,
    "save_caption": false, "save_captions": false, "screen_sharing": false,
    "webinar_live_streaming": false},
  "meeting_security": {
    "auto_security": false, "block_user_domain": false,
    "embed_password_in_join_link": false, "encryption_type": false,
    "end_to_end_encrypted_meetings": false, "meeting_password": false,
    "only_authenticated_can_join_from_webclient": false, "phone_password": false,
    "pmi_password": false, "waiting_room": false, "webinar_password": false},
  "other_options": {"blur_snapshot": false},
  "recording": {
    "account_user_access_recording": false, "archive": false, "auto_delete_cmr": false,
    "auto_recording": false, "cloud_recording": false, "cloud_recording_download": false,
    "host_delete_cloud_recording": false, "ip_address_access_control": false,
    "local_recording": false, "recording_authentication": false},
  "schedule_meeting": {
    "host_video": false, "join_before_host": false, "meeting_authentication": false,
    "not_store_meeting_topic": false, "participant_video": false}})";

// Lists, and what the app has been granted.
constexpr std::string_view k_rest = R"(
{"scopes": ["account:read:settings:admin", "account:update:settings:admin",
    "account:read:lock_settings:master", "account:update:lock_settings:admin",
    "account:read:managed_domains:master", "account:read:trusted_domains:master",
    "group:read:list_groups:admin", "group:read:settings:admin",
    "group:update:settings:admin", "group:read:lock_settings:admin",
    "group:update:lock_settings:admin", "user:read:list_users:admin",
    "user:read:summary:admin", "user:read:settings:admin", "user:update:settings:admin",
    "cloud_recording:read:list_account_recordings:admin"],
  "domains": [], "trusted_domains": ["partner.example.org"],
  "groups": [{"id": "sandboxgroup0001", "name": "Vertrieb", "total_members": 5},
    {"id": "sandboxgroup0002", "name": "Personal", "total_members": 3}],
  "groups_own": {},
  "groups_locks": {
    "recording": {
      "auto_recording": false, "cloud_recording": false, "local_recording": false},
    "in_meeting": {"allow_live_streaming": false, "remote_control": false},
    "meeting_security": {"waiting_room": false, "encryption_type": false}},
  "users": {"licensed": 4, "basic": 0}, "users_own": {},
  "users_default": {
    "recording": {
      "ask_participants_to_consent_disclaimer": false,
      "ask_host_to_confirm_disclaimer": false}},
  "recordings": [{"days_ago": 400, "topic": "Personalgespräch Mustermann"},
    {"days_ago": 12, "topic": "Betriebsrat"}]})";

// Nothing is recorded, meetings are encrypted end to end, everything is locked.
constexpr std::string_view k_hardened = R"(
{"settings": {
    "security": {"sign_in_with_two_factor_auth": "all"},
    "audio_conferencing": {"participant_phone_masking": {"enable": true}},
    "chat": {
      "set_retention_period_in_cloud": {
        "enable": true,
        "retention_period_of_direct_messages_and_group_conversation": "90d",
        "retention_period_of_channels": "1y"},
      "set_retention_period_in_local": {
        "enable": true,
        "retention_period_of_direct_messages_and_group_conversation": "30d",
        "retention_period_of_channels": "3m"},
      "apply_local_storage_to_personal_channel": {"enable": true, "retention_period": "3m"},
      "store_revise_chat": false, "read_receipts": {"enable": false},
      "presence_on_meeting": false, "show_status_to_internal_contact": false,
      "ai_summary": {"enable": false}, "ai_compose": {"enable": false},
      "ai_recommend": false, "ai_quick_reply": false, "ai_sentence_completion": false,
      "ai_quick_schedule": false},
    "in_meeting": {
      "allow_users_save_chats": 1, "auto_saving_chat": false,
      "closed_captioning": {"auto_transcribing": false, "save_caption": false},
      "custom_data_center_regions": true, "data_center_regions": ["DE", "NL", "IE"],
      "e2e_encryption": true, "feedback": false, "post_meeting_feedback": false,
      "manual_captioning": {"full_transcript": false, "save_captions": false},
      "remote_control": false, "request_permission_to_unmute_participants": true,
      "webinar_chat": {"allow_users_save_chats": 0}, "who_can_share_screen": "host",
      "meeting_summary_with_ai_companion": {
        "enable": false, "auto_enable": false, "who_will_receive_summary": 1},
      "ai_companion_questions": {
        "enable": false, "auto_enable": false, "who_can_ask_questions": 3}},
    "integration": {
      "dropbox": false, "google_calendar": false, "google_drive": false,
      "microsoft_one_drive": false},
    "other_options": {
      "email_in_attendee_report_for_meeting": false, "meeting_qos_and_mos": 0,
      "show_one_user_meeting_on_dashboard": false, "use_cdn": "none"},
    "profile": {"recording_storage_location": {"value": "DE"}},
    "recording": {
      "account_user_access_recording": true,
      "allow_recovery_deleted_cloud_recordings": false, "auto_delete_cmr": true,
      "auto_delete_cmr_days": 30, "cloud_recording": false, "local_recording": false,
      "cloud_recording_download_host": true, "recording_audio_transcript": false,
      "recording_notification_for_zoom_client": {
        "disclaimer_to_participants": "All participants",
        "play_voice_prompt": "All participants", "ask_host_to_confirm": true},
      "save_chat_text": false, "save_close_caption": false, "save_panelist_chat": false,
      "save_poll_results": false,
      "smart_recording": {
        "create_recording_highlights": false, "create_smart_chapters": false,
        "create_next_steps": false}},
    "schedule_meeting": {
      "always_display_zoom_meeting_as_topic": {"enable": true},
      "hide_meeting_description": {"enable": true}, "host_video": false,
      "not_store_meeting_topic": true, "participant_video": false},
    "zoom_rooms": {"zr_post_meeting_feedback": false}},
  "security": {
    "meeting_security": {
      "embed_password_in_join_link": false, "encryption_type": "e2ee",
      "end_to_end_encrypted_meetings": true,
      "only_authenticated_can_join_from_webclient": true}},
  "authentication": {"meeting_authentication": true},
  "recording_authentication": {"recording_authentication": true},
  "users_default": {"recording": {"ask_participants_to_consent_disclaimer": true}},
  "domains": [{"domain": "example.org", "status": "verified"}], "recordings": []})";

constexpr std::string_view k_hardened_locks = R"(
{"audio_conferencing": {"participant_phone_masking": true},
  "chat": {
    "ai_compose": true, "ai_quick_schedule": true, "ai_recommend": true,
    "ai_reply": true, "ai_sentence_completion": true, "ai_summary": true,
    "presence_on_meeting": true, "read_receipts": true,
    "send_data_to_third_party_archiving_service": true,
    "set_retention_period_in_cloud": true, "set_retention_period_in_local": true},
  "in_meeting": {
    "ai_companion_questions": true, "alert_guest_join": true,
    "allow_live_streaming": true, "auto_generated_captions": true,
    "auto_saving_chat": true, "custom_data_center_regions": true, "e2e_encryption": true,
    "far_end_camera_control": true, "feedback": true, "full_transcript": true,
    "meeting_summary_with_ai_companion": true, "post_meeting_feedback": true,
    "remote_control": true, "remote_support": true,
    "request_permission_to_unmute_participants": true, "save_caption": true,
    "save_captions": true, "webinar_live_streaming": true},
  "meeting_security": {
    "embed_password_in_join_link": true, "encryption_type": true,
    "end_to_end_encrypted_meetings": true, "meeting_password": true,
    "only_authenticated_can_join_from_webclient": true, "phone_password": true,
    "pmi_password": true, "waiting_room": true, "webinar_password": true},
  "recording": {
    "account_user_access_recording": true, "archive": true, "auto_delete_cmr": true,
    "auto_recording": true, "cloud_recording": true, "host_delete_cloud_recording": true,
    "local_recording": true, "recording_authentication": true},
  "schedule_meeting": {
    "host_video": true, "join_before_host": true, "meeting_authentication": true,
    "not_store_meeting_topic": true, "participant_video": true}})";

} // namespace

Json
default_account()
{
  Json state = literal(k_rest);
  auto& memory = state.GetAllocator();
  set_member(state, "settings", literal(k_settings), memory);
  merge(state, literal(k_views), memory);
  set_member(state, "locks", literal(k_locks), memory);
  return state;
}

Json
hardening()
{
  Json state = literal(k_hardened);
  set_member(state, "locks", literal(k_hardened_locks), state.GetAllocator());
  return state;
}

} // namespace klausur::zoom_sandbox
