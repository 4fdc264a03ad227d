#include "connectors/mattermost/mattermost.hpp"
#include "connectors/registry.hpp"
#include "tests/connectors/rest/desk.hpp"

#include <boost/test/unit_test.hpp>

using namespace klausur;
using namespace klausur::test;

namespace {

constexpr const char* k_config = R"({
  "ServiceSettings":{"SiteURL":"https://chat.example.org"},
  "LogSettings":{"EnableDiagnostics":true},
  "DataRetentionSettings":{"MessageRetentionDays":365,"MessageRetentionHours":0,
                           "FileRetentionDays":0,"FileRetentionHours":48},
  "PluginSettings":{"EnableUploads":false,
    "Plugins":{"com.mattermost.calls":{"EnableRecordings":true,"turnstaticauthsecret":"s3cret"},
               "jitsi":{"jitsiappsecret":"********************************"}},
    "PluginStates":{"com.mattermost.calls":{"Enable":true},"jitsi":{"Enable":true},
                    "com.mattermost.nps":{"Enable":true}}}})";
constexpr const char* k_plugins =
    R"({"active":[{"id":"com.mattermost.calls"}],"inactive":[{"id":"jitsi"}]})";

std::map<std::string, Reply>
usual_server()
{
  return {{"GET /api/v4/config", {.body = k_config}},
          {"GET /api/v4/config/environment",
           {.body = R"({"LogSettings":{"FileLevel":true},"EmailSettings":true})"}},
          {"GET /api/v4/plugins", {.body = k_plugins}},
          {"GET /plugins/com.mattermost.calls/env",
           {.body = R"({"RTCDServiceURL":"https://rtcd.example.org"})"}},
          {"PUT /api/v4/config/patch", {.body = "{}"}},
          {"POST /api/v4/plugins/com.mattermost.nps/disable", {.body = R"({"status":"OK"})"}},
          {"POST /api/v4/plugins/jitsi/enable", {.body = R"({"status":"OK"})"}}};
}

struct Chat
{
  explicit Chat(std::map<std::string, Reply> replies = usual_server())
      : desk{answers(std::move(replies)), /*attempts=*/3}
  {
    setenv("KLAUSUR_TEST_TOKEN", "mm-t0ken", 1);
    desk.tenant.auth = {{"token", "env:KLAUSUR_TEST_TOKEN"}};
    desk.manifest.version = "client_config#/Version";
    desk.add({.name = "config",
              .read = {.path = "/api/v4/config"},
              .write = {.method = "PUT", .path = "/api/v4/config/patch"},
              .needs = {.read = {.scopes = {"sysconsole_read_site"}},
                        .write = {.scopes = {"sysconsole_write_site"}}}});
  }

  Result<void> write(const std::vector<std::pair<std::string, std::string>>& list)
  {
    std::vector<Change> changes;
    for (const auto& [pointer, to] : list) {
      changes.push_back({.setting = "config#" + pointer, .to = *parse_json(to)});
    }
    return write_by(&open_mattermost, desk.at, "config", changes);
  }

  /// The bodies of what changes something, in their order, with where they went.
  std::vector<std::string> writes() const
  {
    std::vector<std::string> sent;
    for (const auto& request : desk.server.received()) {
      if (request.method != "GET") {
        sent.push_back(request.method + " " + request.target + " " + request.body);
      }
    }
    return sent;
  }

  Desk desk;
};

void
check_refused(Chat& chat, const std::string& pointer, const std::string& to,
              std::string_view words, Failure kind = Failure::unsupported)
{
  const auto written = chat.write({{"/LogSettings/EnableDiagnostics", "false"}, {pointer, to}});

  BOOST_TEST_REQUIRE(!written.has_value(), pointer);
  BOOST_TEST((written.error().kind == kind), written.error().what);
  BOOST_TEST(has(written.error().what, words), written.error().what);
  BOOST_TEST(chat.writes().empty(), pointer);
}

} // namespace

BOOST_AUTO_TEST_SUITE(mattermost_test)

BOOST_AUTO_TEST_CASE(the_registry_knows_it)
{
  BOOST_TEST(connector_for("mattermost") != nullptr);
  BOOST_TEST(connector_for("nobody") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_server_is_read_with_its_bearer_token_below_its_subpath)
{
  Chat chat{
      {{"GET /chat/api/v4/config", {.body = k_config}},
       {"GET /chat/api/v4/config/client?format=old", {.body = R"({"Version":"5.37.0"})"}}}};
  chat.desk.tenant.base_url += "/chat/";
  chat.desk.add({.name = "client_config",
                 .read = {.path = "/api/v4/config/client", .query = {{"format", "old"}}}});

  const auto snapshot = read_by(&open_mattermost, chat.desk.at);

  BOOST_TEST(snapshot.version == "5.37.0");
  BOOST_TEST(said(snapshot, "client_config") == R"({"Version":"5.37.0"})");
  for (const auto& request : chat.desk.server.received()) {
    BOOST_TEST(request.header("authorization") == "Bearer mm-t0ken");
  }
  BOOST_TEST(chat.desk.redactor.redact("mm-t0ken") == "***");
}

BOOST_AUTO_TEST_CASE(plugins_keys_are_read_in_lower_case)
{
  Chat chat;

  const auto reading = read_document_by(&open_mattermost, chat.desk.at, "config");

  BOOST_TEST_REQUIRE(reading.content.has_value());
  const auto* plugins = member(*member(*reading.content, "PluginSettings"), "Plugins");
  BOOST_TEST(to_text(*member(*plugins, "com.mattermost.calls")) ==
             R"({"enablerecordings":true,"turnstaticauthsecret":"s3cret"})");
}

BOOST_AUTO_TEST_CASE(errors_are_understood_by_their_id)
{
  struct Row
  {
    int status;
    std::string id;
    Failure kind;
  };
  const std::vector<Row> rows = {
      {404, "api.context.404.app_error", Failure::unexpected},
      {404, "app.user.missing.app_error", Failure::unexpected},
      {501, "api.data_retention.disabled.app_error", Failure::unsupported},
      {403, "ent.data_retention.generic.license.error", Failure::unsupported},
      {403, "api.context.permissions.app_error", Failure::forbidden},
      {403, "api.context.mfa_required.app_error", Failure::unauthorised},
      {401, "api.context.session_expired.app_error", Failure::unauthorised},
      {500, "app.save_config.app_error", Failure::unreachable}};
  for (const auto& row : rows) {
    Chat chat{
        {{"GET /api/v4/config",
          {.status = row.status,
           .body = R"({"id":")" + row.id + R"(","message":"Mr. Jones","status_code":1})"}}}};

    const auto reading = read_document_by(&open_mattermost, chat.desk.at, "config");

    BOOST_TEST_REQUIRE(!reading.content.has_value());
    BOOST_TEST((reading.content.error().kind == row.kind), said(reading.content));
    BOOST_TEST(has(reading.content.error().what, row.id), said(reading.content));
    BOOST_TEST(!has(reading.content.error().what, "Jones"), said(reading.content));
  }
}

BOOST_AUTO_TEST_CASE(another_server_at_that_address_is_not_an_old_version)
{
  Chat chat{{}};

  BOOST_TEST(said(read_document_by(&open_mattermost, chat.desk.at, "config").content)
                 .starts_with("unexpected: GET /api/v4/config: answered 404"));
}

BOOST_AUTO_TEST_CASE(a_patch_holds_the_changed_leaves_and_nothing_else)
{
  Chat chat;

  BOOST_TEST(chat.write({{"/LogSettings/EnableDiagnostics", "false"},
                         {"/ServiceSettings/TLSMinVer", "\"1.3\""}})
                 .has_value());

  const auto sent = chat.writes();
  BOOST_TEST_REQUIRE(sent.size() == 1U);
  BOOST_TEST(sent[0] == "PUT /api/v4/config/patch "
                        R"({"LogSettings":{"EnableDiagnostics":false},)"
                        R"("ServiceSettings":{"TLSMinVer":"1.3"}})");
}

BOOST_AUTO_TEST_CASE(a_plugins_setting_is_sent_with_the_whole_map_read_a_moment_before)
{
  Chat chat;

  BOOST_TEST(
      chat.write({{"/PluginSettings/Plugins/com.mattermost.calls/enablerecordings", "false"},
                  {"/PluginSettings/Plugins/jitsi/JitsiURL", "\"https://meet.example.org\""},
                  {"/PluginSettings/RequirePluginSignature", "true"}})
          .has_value());

  const auto sent = chat.writes();
  BOOST_TEST_REQUIRE(sent.size() == 1U);
  BOOST_TEST(
      sent[0] ==
      "PUT /api/v4/config/patch "
      R"({"PluginSettings":{"RequirePluginSignature":true,"Plugins":{)"
      R"("com.mattermost.calls":{"enablerecordings":false,"turnstaticauthsecret":"s3cret"},)"
      R"("jitsi":{"jitsiappsecret":"********************************",)"
      R"("jitsiurl":"https://meet.example.org"}}}})");
}

BOOST_AUTO_TEST_CASE(a_value_deep_in_a_plugins_lists_is_changed_in_place)
{
  auto server = usual_server();
  std::string config = k_config;
  config.replace(config.find("\"jitsi\":{"), 9,
                 "\"jitsi\":{\"config\":{\"bots\":[{\"Id\":1},{\"Id\":2}]},");
  server["GET /api/v4/config"].body = config;
  Chat chat{server};

  BOOST_TEST(chat.write({{"/PluginSettings/Plugins/jitsi/config/bots/1/Id", "3"}}).has_value());

  BOOST_TEST(has(chat.writes()[0], R"("jitsi":{"config":{"bots":[{"Id":1},{"Id":3}]})"));
}

BOOST_AUTO_TEST_CASE(plugins_are_switched_by_their_own_endpoint_after_the_patch)
{
  Chat chat;

  BOOST_TEST(chat.write({{"/PluginSettings/PluginStates/com.mattermost.nps/Enable", "false"},
                         {"/PluginSettings/PluginStates/jitsi/Enable", "true"},
                         {"/LogSettings/EnableDiagnostics", "false"}})
                 .has_value());

  const auto sent = chat.writes();
  BOOST_TEST_REQUIRE(sent.size() == 3U);
  BOOST_TEST(sent[0] ==
             R"(PUT /api/v4/config/patch {"LogSettings":{"EnableDiagnostics":false}})");
  BOOST_TEST(sent[1] == "POST /api/v4/plugins/com.mattermost.nps/disable ");
  BOOST_TEST(sent[2] == "POST /api/v4/plugins/jitsi/enable ");
}

BOOST_AUTO_TEST_CASE(settings_of_a_plugin_that_is_gone_are_not_deleted_by_a_write)
{
  auto server = usual_server();
  std::string config = k_config;
  config.replace(config.find("\"PluginStates\":{"), 16,
                 "\"PluginStates\":{\"zoom\":{\"Enable\":false},");
  server["GET /api/v4/config"].body = config;
  Chat chat{server};

  check_refused(chat, "/PluginSettings/Plugins/jitsi/jitsijwt", "true", "the plugin zoom");
  check_refused(chat, "/PluginSettings/Plugins/zoom/x", "true", "not installed");
}

BOOST_AUTO_TEST_CASE(what_no_api_may_write_is_refused_before_anything_is_sent)
{
  Chat chat;
  check_refused(chat, "/PluginSettings/EnableUploads", "true", "EnableUploads");
  check_refused(chat, "/ImportSettings/Directory", "\"x\"", "ImportSettings");
  check_refused(chat, "/PluginSettings/Plugins", "{}", "Plugins");
  check_refused(chat, "/PluginSettings/PluginStates", "{}", "PluginStates");
  check_refused(chat, "/PluginSettings/Plugins/jitsi", "{}", "one by one");
  check_refused(chat, "/PluginSettings/PluginStates/jitsi/Enable", "1", "enabled or disabled");
  check_refused(chat, "/ServiceSettings/SiteURL", "\"\"", "SiteURL");
  check_refused(chat, "/LogSettings/EnableDiagnostics", "true", "twice", Failure::invalid);
}

BOOST_AUTO_TEST_CASE(what_an_environment_variable_decides_is_refused_by_its_name)
{
  Chat chat;
  check_refused(chat, "/LogSettings/FileLevel", "\"INFO\"", "MM_LOGSETTINGS_FILELEVEL");
  check_refused(chat, "/EmailSettings/SMTPServer", "\"\"", "MM_EMAILSETTINGS_SMTPSERVER");
  check_refused(chat, "/PluginSettings/Plugins/com.mattermost.calls/rtcdserviceurl", "\"\"",
                "MM_CALLS_RTCD_SERVICE_URL");
}

BOOST_AUTO_TEST_CASE(
    without_the_environments_word_nothing_is_written_unless_the_version_has_none)
{
  auto server = usual_server();
  server["GET /api/v4/config/environment"] = {.status = 403};
  Chat forbidden{server};
  check_refused(forbidden, "/LogSettings/FileLevel", "\"INFO\"", "403", Failure::forbidden);

  server["GET /api/v4/config/environment"] = {.status = 404,
                                              .body = R"({"id":"api.context.404.app_error"})"};
  server["GET /plugins/com.mattermost.calls/env"] = {.status = 404, .body = "404 page"};
  Chat old{server};
  BOOST_TEST(
      old.write({{"/PluginSettings/Plugins/com.mattermost.calls/enablerecordings", "false"}})
          .has_value());
}

BOOST_AUTO_TEST_CASE(retention_is_sent_as_days_and_hours_together)
{
  struct Row
  {
    std::vector<std::pair<std::string, std::string>> changes;
    std::string body;
  };
  const std::vector<Row> rows = {{{{"/DataRetentionSettings/MessageRetentionDays", "90"}},
                                  R"({"MessageRetentionDays":90,"MessageRetentionHours":0})"},
                                 {{{"/DataRetentionSettings/MessageRetentionHours", "12"}},
                                  R"({"MessageRetentionHours":12,"MessageRetentionDays":0})"},
                                 {{{"/DataRetentionSettings/FileRetentionDays", "30"}},
                                  R"({"FileRetentionDays":30,"FileRetentionHours":0})"},
                                 {{{"/DataRetentionSettings/FileRetentionDays", "0"},
                                   {"/DataRetentionSettings/FileRetentionHours", "5"}},
                                  R"({"FileRetentionDays":0,"FileRetentionHours":5})"}};
  for (const auto& row : rows) {
    Chat chat;

    BOOST_TEST(chat.write(row.changes).has_value());

    BOOST_TEST(chat.writes()[0] ==
               "PUT /api/v4/config/patch {\"DataRetentionSettings\":" + row.body + "}");
  }
  Chat chat;
  check_refused(chat, "/DataRetentionSettings/MessageRetentionDays", "0", "exactly one",
                Failure::invalid);
  check_refused(chat, "/DataRetentionSettings/MessageRetentionDays", "\"x\"", "exactly one",
                Failure::invalid);
}

BOOST_AUTO_TEST_CASE(a_version_that_knows_no_hours_is_sent_none)
{
  auto server = usual_server();
  server["GET /api/v4/config"].body =
      R"({"DataRetentionSettings":{"MessageRetentionDays":365}})";
  Chat chat{server};

  BOOST_TEST(chat.write({{"/DataRetentionSettings/MessageRetentionDays", "90"}}).has_value());

  BOOST_TEST(chat.writes()[0] == "PUT /api/v4/config/patch "
                                 R"({"DataRetentionSettings":{"MessageRetentionDays":90}})");
  Chat other{server};
  check_refused(other, "/DataRetentionSettings/MessageRetentionHours", "5", "days only");
}

BOOST_AUTO_TEST_CASE(a_patch_that_the_server_forbids_is_unsupported_or_names_the_permission)
{
  auto server = usual_server();
  server["PUT /api/v4/config/patch"] = {
      .status = 403,
      .body = R"({"id":"api.config.update_config.not_allowed_security.app_error"})"};
  const auto closed =
      Chat{server}.write({{"/PluginSettings/MarketplaceURL", "\"https://x.example.org\""}});
  BOOST_TEST_REQUIRE(!closed.has_value());
  BOOST_TEST((closed.error().kind == Failure::unsupported));

  server["PUT /api/v4/config/patch"].body = R"({"id":"api.context.permissions.app_error"})";
  const auto missing = Chat{server}.write({{"/LogSettings/EnableDiagnostics", "false"}});
  BOOST_TEST_REQUIRE(!missing.has_value());
  BOOST_TEST((missing.error().kind == Failure::forbidden));
  BOOST_TEST(missing.error().scope == "sysconsole_write_site");
}

BOOST_AUTO_TEST_CASE(a_patch_that_nobody_answered_is_not_sent_again)
{
  auto server = usual_server();
  server["PUT /api/v4/config/patch"] = {.fault = Fault::hang_up};
  Chat chat{server};

  BOOST_TEST(!chat.write({{"/LogSettings/EnableDiagnostics", "false"}}).has_value());

  BOOST_TEST(chat.writes().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_plugin_is_not_switched_when_the_patch_before_it_failed)
{
  auto server = usual_server();
  server["PUT /api/v4/config/patch"] = {.status = 500};
  Chat chat{server};

  BOOST_TEST(!chat.write({{"/PluginSettings/PluginStates/jitsi/Enable", "true"},
                          {"/LogSettings/EnableDiagnostics", "false"}})
                  .has_value());

  BOOST_TEST(chat.writes().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
