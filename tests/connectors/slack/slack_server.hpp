#pragma once

#include "policies/engine/load.hpp"
#include "tests/connectors/rest/desk.hpp"
#include "tests/connectors/shipped.hpp"

#include <cstdlib>
#include <mutex>

namespace klausur::test {

/// An organisation by its methods, with people's names and addresses wherever they stand in
/// the real answers. What a test sets in `replies` stands over it.
inline std::map<std::string, Reply>
organisation()
{
  const auto page = [](std::string list, std::string items, std::string cursor = "") {
    return Reply{.body = R"({"ok":true,")" + list + R"(":[)" + items +
                         R"(],"response_metadata":{"next_cursor":")" + cursor + R"("}})"};
  };
  return {
      {"/team.billing.info", {.body = R"({"ok":true,"plan":"enterprise"})"}},
      {"/auth.test",
       {.body = R"({"ok":true,"team_id":"E1","enterprise_id":"E1","user":"planted-name"})"}},
      {"/team.info",
       {.body =
            R"({"ok":true,"team":{"id":"T1","url":"https://a.slack.com/","name":"planted"}})"}},
      {"/team.preferences.list", {.body = R"({"ok":true,"allow_message_deletion":true})"}},
      {"/assistant.search.info", {.body = R"({"ok":true,"is_ai_search_enabled":false})"}},
      {"/files.list",
       {.body = R"({"ok":true,"files":[{"name":"planted-file","public_url_shared":true},)"
                R"({"title":"planted","public_url_shared":false}],"paging":{"total":2}})"}},
      {"/team.externalTeams.list",
       page("organizations", R"({"team_id":"T9","team_name":"planted","slack_connect_prefs":)"
                             R"({"allow_sc_file_uploads":{"value":true,"actor":"planted"}}})")},
      {"/admin.teams.list",
       page("teams", R"({"id":"T1","name":"planted","discoverability":"open",)"
                     R"("primary_owner":{"email":"planted@example.org"}})")},
      {"/admin.users.list",
       page("users", R"({"id":"W1","email":"planted@example.org","is_admin":true,)"
                     R"("has_2fa":false,"has_sso":false},)"
                     R"({"id":"W2","username":"planted","is_owner":true,"has_sso":true},)"
                     R"({"id":"W3","is_restricted":true,"is_admin":false,"is_owner":false},)"
                     R"({"id":"B1","is_bot":true})")},
      {"/admin.users.session.getSettings",
       {.body = R"({"ok":true,"session_settings":[{"user_id":"W","duration":43200}],)"
                R"("no_settings_applied":[]})"}},
      {"/admin.auth.policy.getEntities",
       {.body = R"({"ok":true,"entity_total_count":0,"entities":[{"entity_id":"planted"}]})"}},
      {"/admin.conversations.search",
       {.body = R"({"ok":true,"conversations":[{"id":"C1","name":"planted-channel",)"
                R"("purpose":"planted","is_ext_shared":true,"channel_email_addresses":)"
                R"([{"address":"planted@example.org"}]}],"next_cursor":"","total_count":1})"}},
      {"/admin.conversations.getCustomRetention",
       {.body = R"({"ok":true,"is_policy_enabled":true,"duration_days":90})"}},
      {"/admin.conversations.getConversationPrefs",
       {.body = R"({"ok":true,"prefs":{"can_huddle":{"enabled":true},)"
                R"("who_can_post":{"user":["planted"]}}})"}},
      {"/admin.apps.approved.list",
       page("approved_apps", R"({"app":{"id":"A1","name":"planted","is_internal":false},)"
                             R"("scopes":[{"name":"x","is_sensitive":true}]})")},
      {"/admin.analytics.getFile",
       {.body = std::string{"\x1f\x8b planted@example.org"},
        .headers = {{"Content-Type", "application/gzip"}}}},
      {"/audit/logs", page("entries", "")}};
}

/// Answers by method, keeps every request, and counts how often each was asked.
struct SlackServer
{
  explicit SlackServer(int attempts = 1) : desk{answer(), attempts}
  {
    const auto catalogue = load_catalogue(KLAUSUR_SOURCE_DIR).value();
    desk.manifest =
        std::move(load_policy(KLAUSUR_SOURCE_DIR, "slack", catalogue).value().manifest);
    desk.tenant.vendor = "slack";
    desk.tenant.hosts = {{"audit", desk.server.url("/audit")}};
    setenv("KLAUSUR_TEST_SLACK", "xoxp-s3cret", 1);
    desk.tenant.auth = {{"token", "env:KLAUSUR_TEST_SLACK"}};
    desk.kept = shipped_kept("slack");
    desk.keep({});
  }

  LoopbackServer::Handler answer()
  {
    return [this](const Received& request) {
      const std::lock_guard lock{mutex};
      const auto method = request.target.substr(0, request.target.find('?'));
      if (script) {
        if (auto reply = script(method, request)) {
          return *reply;
        }
      }
      const auto found = replies.find(method);
      return found == replies.end() ? Reply{.body = R"({"ok":false,"error":"unknown_method"})"}
                                    : found->second;
    };
  }

  /// The requests for one method, as path, query and body.
  [[nodiscard]] std::vector<std::string> asked(const std::string& method) const
  {
    std::vector<std::string> found;
    for (const auto& request : desk.server.received()) {
      if (request.target.substr(0, request.target.find('?')) == method) {
        found.push_back(request.target + " " + request.body);
      }
    }
    return found;
  }

  std::mutex mutex;
  std::map<std::string, Reply> replies = organisation();
  std::function<std::optional<Reply>(const std::string&, const Received&)> script;
  Desk desk;
};

} // namespace klausur::test
