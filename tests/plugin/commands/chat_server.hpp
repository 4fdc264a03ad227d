#pragma once

#include "tests/support/loopback_server.hpp"

#include <functional>
#include <map>
#include <string>

namespace klausur::test {

/// The answers of a healthy Mattermost server, by path.
inline Reply
healthy_chat(const std::string& path)
{
  static const std::map<std::string, std::string> answers{
      {"/api/v4/config", R"({"ServiceSettings":{"SiteURL":"https://chat.example.org"},
                             "LogSettings":{"EnableDiagnostics":true}})"},
      {"/api/v4/config/environment", "{}"},
      {"/api/v4/config/client", R"({"Version":"11.7.0"})"},
      {"/api/v4/license/client", R"({"IsLicensed":"false"})"},
      {"/api/v4/jobs/type/data_retention", "[]"},
      {"/api/v4/plugins", R"({"active":[],"inactive":[]})"},
      {"/api/v4/plugins/statuses", "[]"},
      {"/api/v4/users/stats", R"({"total_users_count":3})"},
      {"/api/v4/roles/names", "[]"}};
  const auto found = answers.find(path.substr(0, path.find('?')));
  if (found != answers.end()) {
    return {.body = found->second};
  }
  return {.status = path.starts_with("/plugins/") ? 404 : 501, .body = "{}"};
}

/// Several servers at one address: the first step of a path names the server, and the rest
/// is asked of it.
using Servers = std::map<std::string, std::function<Reply(const Received&)>>;

inline LoopbackServer::Handler
by_first_step(Servers servers)
{
  return [servers = std::move(servers)](const Received& request) {
    const auto slash = request.target.find('/', 1);
    const auto found = servers.find(request.target.substr(1, slash - 1));
    Received rest = request;
    rest.target.erase(0, slash);
    return found == servers.end() ? Reply{.status = 404, .body = "{}"} : found->second(rest);
  };
}

} // namespace klausur::test
