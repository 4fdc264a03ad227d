#include "plugin/sandbox/mattermost_config.hpp"

namespace klausur::mattermost_sandbox {

namespace {

// Settings of a fresh, self-hosted 11.6 server as far as a review looks at them.
constexpr std::string_view k_service = R"({
  "SiteURL": "", "WebsocketURL": "", "ListenAddress": ":8065", "ConnectionSecurity": "",
  "TLSCertFile": "", "TLSKeyFile": "", "TLSMinVer": "1.2", "TLSStrictTransport": false,
  "TLSStrictTransportMaxAge": 63072000, "TLSOverwriteCiphers": [], "UseLetsEncrypt": false,
  "Forward80To443": false, "TrustedProxyIPHeader": [], "MaximumLoginAttempts": 10,
  "EnableOAuthServiceProvider": true, "EnableDynamicClientRegistration": false,
  "EnableIncomingWebhooks": true, "EnableOutgoingWebhooks": true, "EnableCommands": true,
  "EnablePostUsernameOverride": false, "EnablePostIconOverride": false,
  "OutgoingIntegrationRequestsTimeout": 30, "GoogleDeveloperKey": "",
  "EnableLinkPreviews": true, "RestrictLinkPreviews": "", "EnablePermalinkPreviews": true,
  "EnableTesting": false, "EnableDeveloper": false, "EnableSecurityFixAlert": true,
  "EnableInsecureOutgoingConnections": false, "AllowedUntrustedInternalConnections": "",
  "EnableMultifactorAuthentication": false, "EnforceMultifactorAuthentication": false,
  "EnableUserAccessTokens": false, "AllowCorsFrom": "", "CorsAllowCredentials": false,
  "AllowCookiesForSubdomains": false, "ExtendSessionLengthWithActivity": true,
  "TerminateSessionsOnPasswordChange": true, "SessionLengthWebInDays": 30,
  "SessionLengthWebInHours": 720, "SessionLengthMobileInDays": 30,
  "SessionLengthMobileInHours": 720, "SessionLengthSSOInDays": 30,
  "SessionLengthSSOInHours": 720, "SessionIdleTimeoutInMinutes": 43200,
  "EnableGifPicker": true, "GiphySdkKey": "", "EnableCrossTeamSearch": true,
  "EnablePostSearch": true, "EnableFileSearch": true, "EnableUserTypingMessages": true,
  "EnableChannelViewedMessages": true, "EnableUserStatuses": true,
  "EnableAPITeamDeletion": false, "EnableAPIUserDeletion": false,
  "EnableAPIPostDeletion": false, "EnableAPIChannelDeletion": false,
  "EnableEmailInvitations": false, "EnableBotAccountCreation": false, "EnableSVGs": false,
  "EnableLocalMode": false, "ExperimentalEnableHardenedMode": false,
  "ExperimentalStrictCSRFEnforcement": false, "SplitKey": "", "FrameAncestors": ""
})";

constexpr std::string_view k_people = R"({
  "TeamSettings": {"SiteName": "Mattermost", "MaxUsersPerTeam": 50, "EnableUserCreation": true,
    "EnableOpenServer": false, "EnableUserDeactivation": false, "RestrictCreationToDomains": "",
    "EnableCustomUserStatuses": true, "RestrictDirectMessage": "any",
    "EnableLastActiveTime": true, "UserStatusAwayTimeout": 300,
    "ExperimentalViewArchivedChannels": true, "ExperimentalEnableAutomaticReplies": false},
  "PasswordSettings": {"MinimumLength": 8, "Lowercase": false, "Number": false,
    "Uppercase": false, "Symbol": false, "EnableForgotLink": true},
  "PrivacySettings": {"ShowEmailAddress": true, "ShowFullName": true,
    "UseAnonymousURLs": false},
  "GuestAccountsSettings": {"Enable": false, "HideTags": false, "AllowEmailAccounts": true,
    "EnforceMultifactorAuthentication": false, "RestrictCreationToDomains": "",
    "EnableGuestMagicLink": false},
  "LdapSettings": {"Enable": false, "EnableSync": false, "LdapServer": "", "LdapPort": 389,
    "ConnectionSecurity": "", "BindUsername": "", "BindPassword": "",
    "SkipCertificateVerification": false, "QueryTimeout": 60},
  "SamlSettings": {"Enable": false, "Verify": true, "Encrypt": true, "SignRequest": false,
    "IdpURL": "", "SignatureAlgorithm": "RSAwithSHA256"},
  "GitLabSettings": {"Enable": false, "Secret": "", "Id": ""},
  "GoogleSettings": {"Enable": false, "Secret": "", "Id": ""},
  "Office365Settings": {"Enable": false, "Secret": "", "Id": "", "Scope": "User.Read"},
  "OpenIdSettings": {"Enable": false, "Secret": "", "Id": "", "DiscoveryEndpoint": ""},
  "LocalizationSettings": {"DefaultServerLocale": "en", "DefaultClientLocale": "en",
    "AvailableLocales": ""},
  "NativeAppSettings": {"AppDownloadLink": "https://mattermost.com/pl/download-apps",
    "MobileExternalBrowser": false, "MobileEnableBiometrics": false,
    "MobilePreventScreenCapture": false, "MobileJailbreakProtection": false,
    "MobileEnableSecureFilePreview": false, "MobileAllowPdfLinkNavigation": false},
  "SupportSettings": {"TermsOfServiceLink": "https://mattermost.com/pl/terms-of-use/",
    "PrivacyPolicyLink": "https://mattermost.com/pl/privacy-policy/",
    "AboutLink": "https://mattermost.com/pl/about-mattermost",
    "HelpLink": "https://mattermost.com/pl/help/",
    "ReportAProblemLink": "https://mattermost.com/pl/report-a-bug",
    "ReportAProblemType": "default", "AllowDownloadLogs": true, "SupportEmail": "",
    "CustomTermsOfServiceEnabled": false, "CustomTermsOfServiceReAcceptancePeriod": 365,
    "EnableAskCommunityLink": true},
  "AnnouncementSettings": {"EnableBanner": false, "BannerText": "", "AdminNoticesEnabled": true,
    "UserNoticesEnabled": true, "NoticesURL": "https://notices.mattermost.com/",
    "NoticesFetchFrequency": 3600, "NoticesSkipCache": false}
})";

constexpr std::string_view k_server = R"({
  "SqlSettings": {"DriverName": "postgres",
    "DataSource": "postgres://mmuser:sandbox-database-password@localhost/mattermost?sslmode=disable",
    "DataSourceReplicas": [], "DataSourceSearchReplicas": [], "Trace": false,
    "AtRestEncryptKey": "sandbox-at-rest-key"},
  "FileSettings": {"EnableFileAttachments": true, "MaxFileSize": 104857600,
    "DriverName": "local", "Directory": "./data/", "EnablePublicLink": false,
    "ExtractContent": true, "ArchiveRecursion": false,
    "PublicLinkSalt": "sandbox-public-link-salt", "AmazonS3AccessKeyId": "",
    "AmazonS3SecretAccessKey": "", "AmazonS3Bucket": "", "AmazonS3Region": "",
    "AmazonS3Endpoint": "s3.amazonaws.com", "AmazonS3SSL": true, "AmazonS3SSE": false},
  "EmailSettings": {"EnableSignUpWithEmail": true, "EnableSignInWithEmail": true,
    "EnableSignInWithUsername": true, "SendEmailNotifications": true,
    "RequireEmailVerification": false, "FeedbackEmail": "test@example.com",
    "ReplyToAddress": "test@example.com", "EnableSMTPAuth": false, "SMTPUsername": "",
    "SMTPPassword": "", "SMTPServer": "localhost", "SMTPPort": "10025",
    "ConnectionSecurity": "", "SkipServerCertificateVerification": false,
    "SendPushNotifications": true,
    "PushNotificationServer": "https://push-test.mattermost.com",
    "PushNotificationContents": "full", "EnableEmailBatching": false,
    "EnablePreviewModeBanner": true, "EmailNotificationContentsType": "full"},
  "RateLimitSettings": {"Enable": false, "PerSec": 10, "MaxBurst": 100,
    "VaryByRemoteAddr": true, "VaryByUser": false, "VaryByHeader": ""},
  "LogSettings": {"EnableConsole": true, "ConsoleLevel": "DEBUG", "ConsoleJson": true,
    "EnableFile": true, "FileLevel": "INFO", "FileJson": true, "FileLocation": "",
    "EnableWebhookDebugging": true, "EnableDiagnostics": true, "EnableSentry": true,
    "AdvancedLoggingJSON": {}, "MaxFieldSize": 2048},
  "ExperimentalAuditSettings": {"FileEnabled": false, "FileName": "",
    "AdvancedLoggingJSON": {}},
  "ClusterSettings": {"Enable": false, "ClusterName": "", "EnableGossipCompression": true,
    "EnableGossipEncryption": true, "ReadOnlyConfig": true},
  "MetricsSettings": {"Enable": false, "ListenAddress": ":8067", "EnableClientMetrics": true,
    "EnableNotificationMetrics": true, "ClientSideUserIds": []},
  "ElasticsearchSettings": {"ConnectionURL": "http://localhost:9200",
    "Backend": "elasticsearch", "Username": "elastic", "Password": "changeme",
    "EnableIndexing": false, "EnableSearching": false, "EnableAutocomplete": false,
    "SkipTLSVerification": false, "EnableSearchPublicChannelsWithoutMembership": false},
  "ImageProxySettings": {"Enable": false, "ImageProxyType": "local",
    "RemoteImageProxyURL": "", "RemoteImageProxyOptions": ""},
  "CacheSettings": {"CacheType": "lru", "RedisAddress": "", "RedisPassword": "",
    "RedisDB": -1}
})";

constexpr std::string_view k_records = R"({
  "DataRetentionSettings": {"EnableMessageDeletion": false, "EnableFileDeletion": false,
    "EnableBoardsDeletion": false, "MessageRetentionDays": 365, "MessageRetentionHours": 0,
    "FileRetentionDays": 365, "FileRetentionHours": 0, "BoardsRetentionDays": 365,
    "DeletionJobStartTime": "02:00", "BatchSize": 3000, "PreservePinnedPosts": false},
  "MessageExportSettings": {"EnableExport": false, "ExportFormat": "actiance",
    "DailyRunTime": "01:00", "DownloadExportResults": false},
  "ComplianceSettings": {"Enable": false, "Directory": "./data/", "EnableDaily": false},
  "JobSettings": {"RunJobs": true, "RunScheduler": true, "CleanupJobsThresholdDays": -1,
    "CleanupConfigThresholdDays": -1},
  "ImportSettings": {"Directory": "./import", "RetentionDays": 30},
  "ExportSettings": {"Directory": "./export", "RetentionDays": 30},
  "AnalyticsSettings": {"MaxUsersForStatistics": 2500},
  "ExperimentalSettings": {"ClientSideCertEnable": false, "RestrictSystemAdmin": false,
    "YoutubeReferrerPolicy": false, "DisableAppBar": false},
  "ConnectedWorkspacesSettings": {"EnableSharedChannels": false,
    "EnableRemoteClusterService": false, "DisableSharedChannelsStatusSync": false},
  "CloudSettings": {"CWSURL": "https://customers.mattermost.com", "CWSMock": false,
    "Disable": false},
  "AutoTranslationSettings": {"Enable": false, "RestrictDMAndGM": false, "Provider": "",
    "TargetLanguages": ["en"], "LibreTranslate": {"URL": "", "APIKey": ""}},
  "PluginSettings": {"Enable": true, "EnableUploads": false,
    "AllowInsecureDownloadURL": false, "EnableHealthCheck": true, "Directory": "./plugins",
    "Plugins": {"playbooks": {"botuserid": "pb7q3x9k1m5n8r2t6w4y0z3c5v"}},
    "PluginStates": {"com.mattermost.calls": {"Enable": true},
      "com.mattermost.nps": {"Enable": true}, "mattermost-ai": {"Enable": true},
      "playbooks": {"Enable": true}},
    "EnableMarketplace": true, "EnableRemoteMarketplace": true,
    "AutomaticPrepackagedPlugins": true, "RequirePluginSignature": false,
    "MarketplaceURL": "https://api.integrations.mattermost.com"},
  "FeatureFlags": {"EnableAIRecaps": false, "EnableAIPluginBridge": false}
})";

// What differs when a careful administrator has been at work.
constexpr std::string_view k_hardened = R"({
  "ServiceSettings": {"SiteURL": "https://chat.example.org", "TLSStrictTransport": true,
    "Forward80To443": true, "ConnectionSecurity": "TLS",
    "EnableMultifactorAuthentication": true, "EnforceMultifactorAuthentication": true,
    "SessionLengthWebInHours": 168, "SessionLengthWebInDays": 7,
    "SessionLengthMobileInHours": 168, "SessionLengthMobileInDays": 7,
    "SessionLengthSSOInHours": 168, "SessionLengthSSOInDays": 7,
    "SessionIdleTimeoutInMinutes": 240, "EnableLinkPreviews": false,
    "EnableSecurityFixAlert": false, "EnableGifPicker": false,
    "EnableCrossTeamSearch": false, "EnableUserTypingMessages": false,
    "EnableChannelViewedMessages": false, "EnableUserStatuses": false,
    "EnableAPIPostDeletion": true, "EnableAPIUserDeletion": true,
    "EnableOAuthServiceProvider": false, "EnableIncomingWebhooks": false,
    "EnableOutgoingWebhooks": false},
  "TeamSettings": {"EnableUserCreation": false, "RestrictCreationToDomains": "example.org",
    "EnableLastActiveTime": false, "EnableCustomUserStatuses": false,
    "RestrictDirectMessage": "team"},
  "PasswordSettings": {"MinimumLength": 14, "Lowercase": true, "Uppercase": true,
    "Number": true, "Symbol": true},
  "PrivacySettings": {"ShowEmailAddress": false, "ShowFullName": false,
    "UseAnonymousURLs": true},
  "LdapSettings": {"ConnectionSecurity": "TLS"},
  "EmailSettings": {"RequireEmailVerification": true, "ConnectionSecurity": "TLS",
    "PushNotificationServer": "https://push.example.org",
    "PushNotificationContents": "id_loaded", "EmailNotificationContentsType": "generic"},
  "FileSettings": {"AmazonS3SSE": true, "ExtractContent": false},
  "LogSettings": {"ConsoleLevel": "ERROR", "EnableWebhookDebugging": false,
    "EnableDiagnostics": false, "EnableSentry": false},
  "ExperimentalAuditSettings": {"FileEnabled": true},
  "MetricsSettings": {"EnableClientMetrics": false, "EnableNotificationMetrics": false},
  "ElasticsearchSettings": {"ConnectionURL": "https://search.example.org:9200"},
  "ImageProxySettings": {"Enable": true},
  "NativeAppSettings": {"MobileEnableBiometrics": true, "MobilePreventScreenCapture": true,
    "MobileJailbreakProtection": true},
  "SupportSettings": {"TermsOfServiceLink": "https://example.org/terms",
    "PrivacyPolicyLink": "https://example.org/privacy", "AboutLink": "https://example.org",
    "SupportEmail": "help@example.org", "AllowDownloadLogs": false,
    "EnableAskCommunityLink": false, "CustomTermsOfServiceEnabled": true},
  "AnnouncementSettings": {"AdminNoticesEnabled": false, "UserNoticesEnabled": false,
    "NoticesURL": ""},
  "DataRetentionSettings": {"EnableMessageDeletion": true, "EnableFileDeletion": true,
    "EnableBoardsDeletion": true, "MessageRetentionDays": 90, "FileRetentionDays": 90,
    "BoardsRetentionDays": 90},
  "JobSettings": {"CleanupJobsThresholdDays": 90, "CleanupConfigThresholdDays": 90},
  "AnalyticsSettings": {"MaxUsersForStatistics": 0},
  "ExperimentalSettings": {"YoutubeReferrerPolicy": true},
  "CloudSettings": {"Disable": true},
  "AutoTranslationSettings": {"RestrictDMAndGM": true},
  "PluginSettings": {"RequirePluginSignature": true, "EnableMarketplace": false,
    "EnableRemoteMarketplace": false,
    "Plugins": {"com.mattermost.calls": {"allowscreensharing": false, "enablerecordings": false,
      "maxrecordingduration": 15,
      "iceserversconfigs": "[{\"urls\":[\"stun:turn.example.org:3478\"]}]",
      "rtcdserviceurl": "https://rtcd.example.org",
      "jobserviceurl": "https://offloader.example.org"}},
    "PluginStates": {"com.mattermost.nps": {"Enable": false},
      "mattermost-ai": {"Enable": false}}}
})";

} // namespace

Json
default_config(bool hardened)
{
  Json config{rapidjson::kObjectType};
  auto& memory = config.GetAllocator();
  set_member(config, "ServiceSettings", literal(k_service), memory);
  for (const auto part : {k_people, k_server, k_records}) {
    merge(config, literal(part), memory);
  }
  if (hardened) {
    merge(config, literal(k_hardened), memory);
  }
  return config;
}

} // namespace klausur::mattermost_sandbox
