#include "plugin/sandbox/state.hpp"
#include "tests/plugin/sandbox/client.hpp"

#include <boost/test/data/test_case.hpp>

#include <ostream>

using namespace klausur;
using klausur::test::Client;

namespace {

constexpr const char* k_config = "/api/v4/config";
constexpr const char* k_patch = "/api/v4/config/patch";
constexpr const char* k_mask = "\"********************************\"";

Client
server(std::string variant = {}, std::string token = "sandboxadmintoken000000001")
{
  Client client{"mattermost", {.variant = std::move(variant)}};
  client.token = std::move(token);
  return client;
}

/// A server that lets people have tokens of their own, and one of these.
Client
person(std::string token)
{
  auto client = server("", std::move(token));
  BOOST_TEST(
      client.sandbox->change("/config/ServiceSettings/EnableUserAccessTokens", JsonValue{true})
          .has_value());
  return client;
}

struct Default
{
  const char* pointer;
  const char* fresh;
  const char* hardened;
};

std::ostream&
operator<<(std::ostream& out, const Default& each)
{
  return out << each.pointer;
}

const Default k_defaults[] = {
    {"/LogSettings/EnableDiagnostics", "true", "false"},
    {"/ServiceSettings/SessionLengthWebInHours", "720", "168"},
    {"/EmailSettings/PushNotificationContents", "\"full\"", "\"id_loaded\""},
    {"/PasswordSettings/MinimumLength", "8", "14"},
    {"/DataRetentionSettings/EnableMessageDeletion", "false", "true"},
    {"/PluginSettings/EnableUploads", "false", "false"},
    {"/PluginSettings/PluginStates/com.mattermost.nps/Enable", "true", "false"},
};

struct Refused
{
  const char* patch;
  int status;
  const char* id;
};

std::ostream&
operator<<(std::ostream& out, const Refused& each)
{
  return out << each.patch;
}

constexpr const char* k_security =
    "\"api.config.update_config.not_allowed_security.app_error\"";
constexpr const char* k_bad_body = "\"api.context.invalid_body_param.app_error\"";

const Refused k_refused[] = {
    {R"({"PluginSettings":{"EnableUploads":true}})", 403, k_security},
    {R"({"ImportSettings":{"Directory":"/tmp"}})", 403, k_security},
    {R"({"PluginSettings":{"MarketplaceURL":"https://x.example","EnableUploads":false}})", 403,
     k_security},
    {R"({"DataRetentionSettings":{"MessageRetentionHours":5}})", 400,
     "\"model.config.is_valid.data_retention.message_retention_misconfiguration.app_error\""},
    {R"({"DataRetentionSettings":{"FileRetentionDays":0}})", 400,
     "\"model.config.is_valid.data_retention.file_retention_both_zero.app_error\""},
    {R"({"PasswordSettings":{"MinimumLength":4}})", 400,
     "\"model.config.is_valid.password_length.app_error\""},
    {R"({"LogSettings":{"EnableDiagnostics":"no"}})", 400, k_bad_body},
    {R"({"LogSettings":7})", 400, k_bad_body},
    {R"([])", 400, k_bad_body},
    {R"(not json)", 400, k_bad_body},
};

struct Taken
{
  const char* patch;
  const char* pointer;
  const char* value;
};

std::ostream&
operator<<(std::ostream& out, const Taken& each)
{
  return out << each.patch;
}

const Taken k_taken[] = {
    // A section is merged field by field ...
    {R"({"LogSettings":{"EnableDiagnostics":false}})", "/LogSettings/EnableDiagnostics",
     "false"},
    {R"({"LogSettings":{"EnableDiagnostics":false}})", "/LogSettings/EnableSentry", "true"},
    // ... but maps and lists are replaced, and an empty map of plugins is ignored.
    {R"({"PluginSettings":{"PluginStates":{"playbooks":{"Enable":true}}}})",
     "/PluginSettings/PluginStates", R"({"playbooks":{"Enable":true}})"},
    {R"({"PluginSettings":{"Plugins":{"com.mattermost.calls":{"EnableRecordings":true}}}})",
     "/PluginSettings/Plugins", R"({"com.mattermost.calls":{"enablerecordings":true}})"},
    {R"({"PluginSettings":{"Plugins":{}}})", "/PluginSettings/Plugins/playbooks/botuserid",
     R"("pb7q3x9k1m5n8r2t6w4y0z3c5v")"},
    {R"({"AutoTranslationSettings":{"TargetLanguages":["de"]}})",
     "/AutoTranslationSettings/TargetLanguages", R"(["de"])"},
    // Days and hours go together.
    {R"({"DataRetentionSettings":{"MessageRetentionDays":0,"MessageRetentionHours":12}})",
     "/DataRetentionSettings/MessageRetentionHours", "12"},
    // What the server does not know, and what is null, is ignored.
    {R"({"Nothing":{"a":1},"LogSettings":{"Odd":1,"FileLevel":null}})",
     "/LogSettings/FileLevel", "\"INFO\""},
    {R"({"Nothing":{"a":1}})", "/Nothing", "(absent)"},
    {R"({"FeatureFlags":{"EnableAIRecaps":true}})", "/FeatureFlags/EnableAIRecaps", "false"},
    {R"({"PluginSettings":{"EnableUploads":false}})", "/PluginSettings/EnableUploads", "false"},
};

} // namespace

BOOST_AUTO_TEST_SUITE(mattermost_sandbox_test)

BOOST_DATA_TEST_CASE(a_fresh_and_a_hardened_server_hold_what_the_facts_say, k_defaults, each)
{
  BOOST_TEST(server().ask("GET", k_config).at(each.pointer) == each.fresh);
  BOOST_TEST(server("hardened").ask("GET", k_config).at(each.pointer) == each.hardened);
}

BOOST_AUTO_TEST_CASE(a_wrong_or_missing_token_is_refused_in_the_servers_words)
{
  for (const char* token : {"", "wrong"}) {
    const auto answer = server("", token).ask("GET", k_config);

    BOOST_TEST(answer.status == 401);
    BOOST_TEST(answer.at("/id") == "\"api.context.session_expired.app_error\"");
    BOOST_TEST(answer.at("/status_code") == "401");
    BOOST_TEST(answer.at("/message") != "(absent)");
    BOOST_TEST(answer.at("/detailed_error") != "(absent)");
    BOOST_TEST(answer.at("/request_id") != "(absent)");
  }
}

BOOST_AUTO_TEST_CASE(a_plain_member_may_not_read_settings_and_a_reader_may_not_write_them)
{
  BOOST_TEST(person("sandboxmembertoken00000001").ask("GET", k_config).status == 403);
  auto reader = server("", "sandboxreadertoken00000001");
  BOOST_TEST(reader.ask("GET", k_config).status == 200);
  BOOST_TEST(reader.ask("PUT", k_patch, "{}").status == 403);
}

BOOST_AUTO_TEST_CASE(a_system_manager_sees_no_compliance_and_no_experimental_settings)
{
  auto manager = person("sandboxmanagertoken0000001");

  const auto config = manager.ask("GET", k_config);

  BOOST_TEST(config.at("/DataRetentionSettings") == "(absent)");
  BOOST_TEST(config.at("/ExperimentalSettings") == "(absent)");
  BOOST_TEST(config.at("/LogSettings/EnableDiagnostics") == "true");
}

BOOST_AUTO_TEST_CASE(secrets_are_masked_with_thirty_two_asterisks)
{
  auto client = server();

  const auto config = client.ask("GET", k_config);

  BOOST_TEST(config.at("/SqlSettings/DataSource") == k_mask);
  BOOST_TEST(config.at("/FileSettings/PublicLinkSalt") == k_mask);
  BOOST_TEST(config.at("/EmailSettings/SMTPPassword") == "\"\"");
  BOOST_TEST(config.body.find("sandbox-database-password") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_mask_that_comes_back_keeps_the_secret)
{
  auto client = server();
  client.ask("PUT", k_patch,
             R"({"SqlSettings":{"AtRestEncryptKey":"********************************"}})");

  const Json state = client.sandbox->state();

  BOOST_TEST(to_text(*find_at(state, "/config/SqlSettings/AtRestEncryptKey")) ==
             "\"sandbox-at-rest-key\"");
}

BOOST_AUTO_TEST_CASE(a_plugins_secret_is_masked_only_when_its_manifest_says_so)
{
  auto client = server();
  const Json jitsi = literal(R"({"id":"jitsi","name":"Jitsi","version":"2.1.0",
    "settings_schema":{"settings":[{"key":"JitsiAppSecret","type":"text","secret":true}]}})");
  const Json settings = literal(R"({"jitsi":{"jitsiappsecret":"hush"},
    "com.mattermost.calls":{"turnstaticauthsecret":"in-clear"},"gone":{"a":1}})");
  BOOST_TEST(client.sandbox->change("/plugins/-", jitsi).has_value());
  BOOST_TEST(client.sandbox->change("/config/PluginSettings/Plugins", settings).has_value());

  const auto config = client.ask("GET", k_config);

  BOOST_TEST(config.at("/PluginSettings/Plugins/jitsi/jitsiappsecret") == k_mask);
  BOOST_TEST(config.at("/PluginSettings/Plugins/com.mattermost.calls/turnstaticauthsecret") ==
             "\"in-clear\"");
  BOOST_TEST(config.at("/PluginSettings/Plugins/gone") == "(absent)");
}

BOOST_DATA_TEST_CASE(a_patch_that_the_server_refuses_changes_nothing, k_refused, each)
{
  auto client = server();
  const std::string before = canonical_text(client.sandbox->state());

  const auto answer = client.ask("PUT", k_patch, each.patch);

  BOOST_TEST(answer.status == each.status);
  BOOST_TEST(answer.at("/id") == each.id);
  BOOST_TEST(canonical_text(client.sandbox->state()) == before);
}

BOOST_DATA_TEST_CASE(a_patch_is_taken_as_the_server_takes_it, k_taken, each)
{
  auto client = server();

  const auto answer = client.ask("PUT", k_patch, each.patch);

  BOOST_TEST(answer.status == 200);
  BOOST_TEST(answer.at(each.pointer) == each.value);
  BOOST_TEST(client.ask("GET", k_config).at(each.pointer) == each.value);
}

BOOST_AUTO_TEST_CASE(a_field_locked_by_a_variable_is_kept_silently)
{
  auto client = server();
  const Json locked = literal(R"({"LogSettings":{"EnableDiagnostics":true}})");
  BOOST_TEST(client.sandbox->change("/environment", locked).has_value());

  const auto answer = client.ask(
      "PUT", k_patch, R"({"LogSettings":{"EnableDiagnostics":false,"EnableSentry":false}})");

  BOOST_TEST(client.ask("GET", "/api/v4/config/environment").body == to_text(locked));
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(answer.at("/LogSettings/EnableDiagnostics") == "true");
  BOOST_TEST(answer.at("/LogSettings/EnableSentry") == "false");
}

BOOST_AUTO_TEST_CASE(a_restricted_administrator_changes_restricted_fields_in_vain)
{
  auto client = server();
  BOOST_TEST(client.sandbox
                 ->change("/config/ExperimentalSettings/RestrictSystemAdmin", JsonValue{true})
                 .has_value());

  const auto answer = client.ask("PUT", k_patch,
                                 R"({"LogSettings":{"EnableDiagnostics":false},
                     "PrivacySettings":{"ShowEmailAddress":false}})");

  BOOST_TEST(answer.status == 200);
  BOOST_TEST(answer.at("/LogSettings/EnableDiagnostics") == "true");
  BOOST_TEST(answer.at("/PrivacySettings/ShowEmailAddress") == "false");
}

BOOST_AUTO_TEST_CASE(the_site_url_cannot_be_emptied)
{
  const auto answer =
      server("hardened").ask("PUT", k_patch, R"({"ServiceSettings":{"SiteURL":""}})");

  BOOST_TEST(answer.status == 400);
}

BOOST_AUTO_TEST_CASE(retention_needs_a_licence)
{
  for (const char* path :
       {"/api/v4/data_retention/policy", "/api/v4/data_retention/policies"}) {
    const auto answer = server().ask("GET", path);
    BOOST_TEST(answer.status == 501);
    BOOST_TEST(answer.at("/id") == "\"ent.data_retention.generic.license.error\"");
    BOOST_TEST(server("licensed").ask("GET", path).status == 200);
  }
  BOOST_TEST(server().ask("GET", "/api/v4/license/client?format=old").at("/IsLicensed") ==
             "\"false\"");
}

BOOST_AUTO_TEST_CASE(retention_policies_come_in_pages_with_their_total)
{
  auto client = server("licensed");
  const Json policies = literal(R"([{"id":"p1"},{"id":"p2"},{"id":"p3"}])");
  BOOST_TEST(client.sandbox->change("/policies", policies).has_value());

  const auto answer = client.ask("GET", "/api/v4/data_retention/policies?page=1&per_page=2");

  BOOST_TEST(answer.body == R"({"policies":[{"id":"p3"}],"total_count":3})");
}

BOOST_AUTO_TEST_CASE(a_plugin_is_switched_by_its_own_endpoint)
{
  auto client = server();

  const auto before = client.ask("GET", "/api/v4/plugins/statuses");
  const auto done = client.ask("POST", "/api/v4/plugins/mattermost-ai/disable");

  BOOST_TEST(before.at("/2/state") == "2");
  BOOST_TEST(done.status == 200);
  BOOST_TEST(client.ask("GET", "/api/v4/plugins/statuses").at("/2/state") == "0");
  BOOST_TEST(client.ask("GET", "/api/v4/plugins").at("/inactive/0/id") == "\"mattermost-ai\"");
  BOOST_TEST(client.ask("GET", k_config).at("/PluginSettings/PluginStates/playbooks/Enable") ==
             "true");
  BOOST_TEST(client.ask("POST", "/api/v4/plugins/nobody/enable").status == 404);
}

BOOST_AUTO_TEST_CASE(variables_override_the_calls_plugin_and_only_it_tells)
{
  auto client = server();
  const Json variables = literal(R"({"enablerecordings":true})");
  BOOST_TEST(client.sandbox->change("/calls_environment", variables).has_value());

  const auto calls = client.ask("GET", "/plugins/com.mattermost.calls/config");

  BOOST_TEST(calls.at("/EnableRecordings") == "true");
  BOOST_TEST(calls.at("/MaxRecordingDuration") == "60");
  BOOST_TEST(client.ask("GET", "/api/v4/config/environment").body == "{}");
  BOOST_TEST(client.ask("GET", "/plugins/com.mattermost.calls/env").body ==
             R"({"enablerecordings":true})");
}

BOOST_AUTO_TEST_CASE(without_a_token_the_client_configuration_says_little)
{
  auto client = server("", "");

  const auto answer = client.ask("GET", "/api/v4/config/client?format=old");

  BOOST_TEST(answer.at("/Version") == "\"11.7.0\"");
  BOOST_TEST(answer.at("/EnableDiagnostics") == "\"true\"");
  BOOST_TEST(answer.at("/EnableGifPicker") == "(absent)");
  BOOST_TEST(client.ask("GET", "/api/v4/system/ping").status == 200);
}

BOOST_AUTO_TEST_CASE(too_many_requests_get_plain_text_and_the_time_to_wait)
{
  auto client = server();
  client.sandbox->enforce("default", {.requests = 1, .per_seconds = 3});
  client.ask("GET", k_config);

  const auto answer = client.ask("GET", k_config);

  BOOST_TEST(answer.status == 429);
  BOOST_TEST(answer.body == "limit exceeded");
  BOOST_TEST(answer.response.header("content-type").starts_with("text/plain"));
  BOOST_TEST(answer.response.header("x-ratelimit-remaining") == "0");
  BOOST_TEST(answer.response.header("x-ratelimit-reset") == "3");
}

BOOST_AUTO_TEST_CASE(a_post_needs_a_channel_and_something_to_say)
{
  auto client = server();
  const auto channel = client.ask("GET", "/api/v4/teams/name/it/channels/name/privacy");
  const std::string id = channel.at("/id");

  const auto posted =
      client.ask("POST", "/api/v4/posts", R"({"message":"hello","channel_id":)" + id + "}");
  const auto empty = client.ask("POST", "/api/v4/posts", R"({"channel_id":)" + id + "}");
  const auto nowhere =
      client.ask("POST", "/api/v4/posts", R"({"message":"hello","channel_id":"x"})");

  BOOST_TEST(posted.status == 201);
  BOOST_TEST(posted.at("/user_id") == "\"adm1n000000000000000000001\"");
  BOOST_TEST(empty.status == 400);
  BOOST_TEST(nowhere.status == 403);
  const Json state = client.sandbox->state();
  BOOST_TEST(to_text(*find_at(state, "/posts/0/message")) == "\"hello\"");
  BOOST_TEST(find_at(state, "/posts")->Size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_channel_that_is_not_there_is_not_found)
{
  auto client = server();

  BOOST_TEST(client.ask("GET", "/api/v4/teams/name/it/channels/name/none").status == 404);
  BOOST_TEST(client.ask("GET", "/api/v4/teams/name/none/channels/name/privacy").status == 404);
  BOOST_TEST(client.ask("GET", "/api/v4/teams/name/none").status == 404);
}

BOOST_AUTO_TEST_SUITE_END()
