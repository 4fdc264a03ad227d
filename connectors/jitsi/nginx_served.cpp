#include "connectors/jitsi/nginx_served.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace klausur::jitsi {

namespace {

void
find_servers(const std::vector<NginxDirective>& level, std::vector<const NginxDirective*>& all)
{
  for (const auto& each : level) {
    if (is_called(each, "server") && each.words.size() == 1) {
      all.push_back(&each);
    } else {
      find_servers(each.inside, all);
    }
  }
}

bool
serves(const NginxDirective& server, std::string_view host)
{
  return std::ranges::any_of(server.inside, [&](const NginxDirective& each) {
    return is_called(each, "server_name") &&
           std::ranges::find(each.words, host) != each.words.end();
  });
}

/// Whether a location takes the request for /config.js itself, by its name.
bool
is_for_config(const NginxDirective& location)
{
  constexpr std::array<std::string_view, 5> k_ours{
      "/config.js", "^/config.js$", "^/config\\.js$", "/config.js$", "/config\\.js$"};
  const auto& path = location.words.empty() ? std::string{} : location.words.back();
  return is_called(location, "location") && std::ranges::find(k_ours, path) != k_ours.end();
}

/// Whether a location takes requests by a pattern that may be that of /config.js.
bool
may_be_for_config(const NginxDirective& location)
{
  const auto sign = argument(location, 1);
  const auto& path = location.words.empty() ? std::string{} : location.words.back();
  return is_called(location, "location") && sign.starts_with('~') &&
         (path.find("config") != std::string::npos || path.find("js") != std::string::npos);
}

/// nginx takes an exact location before any pattern.
bool
is_exact(const NginxDirective& location)
{
  return is_for_config(location) && argument(location, 1) == "=";
}

using Variables = std::map<std::string, std::string, std::less<>>;

/// nullopt: it holds a variable that no `set` tells.
std::optional<std::string>
with_variables(const std::string& text, const Variables& variables)
{
  if (text.find('$') == std::string::npos) {
    return text;
  }
  const auto known = variables.find(text);
  return known == variables.end() ? std::nullopt : std::optional{known->second};
}

/// What answers the request inside of its location, the last word first.
void
follow(const NginxDirective& location, const Variables& variables, ServedConfig& served)
{
  constexpr std::array<std::string_view, 6> k_leave{"proxy_pass", "return",       "rewrite",
                                                    "root",       "fastcgi_pass", "try_files"};
  for (const auto& each : location.inside) {
    if (is_called(each, "alias")) {
      const auto file = with_variables(argument(each, 1), variables);
      served.file = file.value_or("");
      served.elsewhere =
          file ? "" : fmt::format("nginx serves /config.js from {}", argument(each, 1));
      return;
    }
    if (!each.words.empty() && std::ranges::find(k_leave, each.words[0]) != k_leave.end()) {
      served.elsewhere =
          fmt::format("nginx answers /config.js by {} {}", each.words[0], argument(each, 1));
    }
  }
}

void
hear_replacements(const std::vector<NginxDirective>& level, ServedConfig& served)
{
  for (const auto& each : level) {
    if (is_called(each, "sub_filter")) {
      served.replaced.emplace_back(argument(each, 1), argument(each, 2));
    }
    // What is replaced in another place's answers does not touch this one.
    if (is_for_config(each) || argument(each, 1) == "/" || argument(each, 1) == "@root_path") {
      hear_replacements(each.inside, served);
    }
  }
}

} // namespace

std::vector<const NginxDirective*>
servers_of(const std::vector<NginxDirective>& files, std::string_view host)
{
  std::vector<const NginxDirective*> all;
  find_servers(files, all);
  const bool named = std::ranges::any_of(
      all, [&](const NginxDirective* server) { return serves(*server, host); });
  std::erase_if(all,
                [&](const NginxDirective* server) { return named && !serves(*server, host); });
  return all;
}

std::vector<const NginxDirective*>
protocols_of_defaults(const std::vector<NginxDirective>& files)
{
  std::vector<const NginxDirective*> servers;
  find_servers(files, servers);
  std::erase_if(servers, [](const NginxDirective* server) {
    return std::ranges::none_of(server->inside, [](const NginxDirective& each) {
      return is_called(each, "listen") &&
             std::ranges::find(each.words, "default_server") != each.words.end();
    });
  });
  std::vector<const NginxDirective*> all;
  for (const NginxDirective* server : servers) {
    for (const auto& each : server->inside) {
      if (is_called(each, "ssl_protocols")) {
        all.push_back(&each);
      }
    }
  }
  return all;
}

ServedConfig
served_config(const std::vector<NginxDirective>& files, std::string_view host)
{
  ServedConfig served;
  for (const NginxDirective* server : servers_of(files, host)) {
    Variables variables;
    for (const auto& each : server->inside) {
      if (is_called(each, "set")) {
        variables.insert_or_assign(argument(each, 1), argument(each, 2));
      }
    }
    const bool exact = std::ranges::any_of(server->inside, is_exact);
    for (const auto& each : server->inside) {
      if (exact ? is_exact(each) : is_for_config(each) || may_be_for_config(each)) {
        follow(each, variables, served);
      }
      // It comes before every location.
      if (is_called(each, "rewrite") && argument(each, 1).find("config") != std::string::npos) {
        served.elsewhere = fmt::format("nginx rewrites {}", argument(each, 1));
      }
    }
    hear_replacements(server->inside, served);
  }
  return served;
}

} // namespace klausur::jitsi
