#include "connectors/jitsi/env_file.hpp"
#include "connectors/jitsi/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace klausur::jitsi {

namespace fs = std::filesystem;

namespace {

constexpr int k_deepest = 8;
constexpr std::size_t k_most_entries = 50'000;

constexpr std::array<std::string_view, 5> k_debian_parts{"meet", "jicofo", "videobridge",
                                                         "jibri", "jigasi"};
constexpr std::array<std::string_view, 3> k_docker_parts{"jicofo", "prosody", "jvb"};
constexpr std::array<std::string_view, 8> k_loose_names{"interface_config.js",
                                                        "custom-config.js",
                                                        "prosody.cfg.lua",
                                                        "jicofo.conf",
                                                        "jvb.conf",
                                                        "jibri.conf",
                                                        "config.js",
                                                        "sip-communicator.properties"};
constexpr std::array<std::string_view, 4> k_beginnings{"var config", "let config",
                                                       "const config", "window.config"};
constexpr std::array<std::string_view, 3> k_not_entered{".git", "node_modules", "rootfs"};

/// What a walk through the tree comes across.
struct Found
{
  std::vector<fs::path> debian;  ///< Directories that hold `jitsi`.
  std::vector<fs::path> configs; ///< docker's CONFIG directories.
  std::vector<fs::path> envs;    ///< docker's .env files.
  std::vector<fs::path> pages;   ///< Files HOST-config.js and config.js.
  std::map<std::string, std::vector<fs::path>> loose;
  std::vector<std::string> closed; ///< What could not be opened.
  std::size_t entries = 0;
};

bool
is_folder(const fs::path& path)
{
  std::error_code error;
  return fs::is_directory(path, error);
}

bool
is_debian(const fs::path& jitsi)
{
  return std::ranges::any_of(k_debian_parts,
                             [&](auto part) { return is_folder(jitsi / part); });
}

bool
is_docker_config(const fs::path& directory)
{
  // The image's source has directories of the same names.
  return is_folder(directory / "web") && !is_there(directory / "web" / "Dockerfile") &&
         !is_there(directory / "web" / "rootfs") &&
         std::ranges::any_of(k_docker_parts,
                             [&](auto part) { return is_folder(directory / part); });
}

bool
is_docker_env(const fs::path& file)
{
  const auto text = read_text(file);
  return text && (text->find("JICOFO_AUTH_PASSWORD") != std::string::npos ||
                  text->find("JVB_AUTH_PASSWORD") != std::string::npos ||
                  text->find("XMPP_MUC_DOMAIN") != std::string::npos);
}

bool
is_page(const fs::path& file)
{
  const auto text = read_text(file);
  return text && std::ranges::any_of(k_beginnings, [&](std::string_view beginning) {
           return text->find(beginning) != std::string::npos;
         });
}

void
look_at_file(const fs::path& file, Found& found)
{
  const std::string name = file.filename().string();
  if (name == ".env") {
    if (const auto text = read_text(file); !text && text.error().kind == Failure::forbidden) {
      found.closed.push_back(file.string());
    } else if (is_docker_env(file)) {
      found.envs.push_back(file);
    }
  }
  if ((name == "config.js" || name.ends_with("-config.js")) && is_page(file)) {
    found.pages.push_back(file);
  }
  if (std::ranges::find(k_loose_names, name) != k_loose_names.end()) {
    found.loose[name].push_back(file);
  }
}

void
walk(const fs::path& directory, int depth, Found& found)
{
  if (directory.filename() == "jitsi" && is_debian(directory)) {
    found.debian.push_back(directory.parent_path());
  }
  if (is_docker_config(directory)) {
    found.configs.push_back(directory);
  }
  std::error_code error;
  std::vector<fs::path> entries;
  fs::directory_iterator each{directory, error};
  for (; !error && each != fs::directory_iterator{}; each.increment(error)) {
    entries.push_back(each->path());
    if (++found.entries > k_most_entries) {
      return;
    }
  }
  if (error) {
    found.closed.push_back(directory.string());
  }
  std::ranges::sort(entries);
  for (const auto& entry : entries) {
    const auto status = fs::symlink_status(entry, error);
    const bool entered =
        std::ranges::find(k_not_entered, entry.filename().string()) == k_not_entered.end();
    if (fs::is_directory(status) && entered && depth < k_deepest) {
      walk(entry, depth + 1, found);
    } else if (!fs::is_directory(status) && is_there(entry)) {
      look_at_file(entry, found);
    }
  }
}

/// HOST of `HOST-config.js`; empty for `config.js`.
std::string
host_of(const fs::path& page)
{
  const std::string name = page.filename().string();
  constexpr std::string_view k_end = "-config.js";
  return name.ends_with(k_end) ? name.substr(0, name.size() - k_end.size()) : std::string{};
}

bool
is_this_machine(const fs::path& etc)
{
  std::error_code error;
  return fs::weakly_canonical(etc, error) == "/etc";
}

void
add_debian(const fs::path& etc, std::vector<Deployment>& all)
{
  Deployment deployment{.kind = Deployment::Kind::debian,
                        .host = {},
                        .root = etc,
                        .config_js = {},
                        .live = is_this_machine(etc)};
  std::error_code error;
  std::vector<fs::path> pages;
  fs::directory_iterator each{etc / "jitsi" / "meet", error};
  for (; !error && each != fs::directory_iterator{}; each.increment(error)) {
    if (!host_of(each->path()).empty()) {
      pages.push_back(each->path());
    }
  }
  std::ranges::sort(pages);
  for (const auto& page : pages) {
    deployment.host = host_of(page);
    deployment.config_js = page;
    all.push_back(deployment);
  }
  if (pages.empty()) {
    all.push_back(deployment);
  }
}

std::string
host_in_env(const fs::path& env)
{
  const auto text = read_text(env);
  if (!text) {
    return {};
  }
  const auto values = parse_env_file(*text, env.string());
  std::string url{values ? member_text(*values, "PUBLIC_URL") : std::string_view{}};
  if (const auto scheme = url.find("://"); scheme != std::string::npos) {
    url.erase(0, scheme + 3);
  }
  return url.substr(0, url.find_first_of("/:"));
}

/// Where the .env says that CONFIG is, or the one that was found in the tree.
fs::path
config_of(const fs::path& env, std::vector<fs::path>& configs)
{
  std::vector<fs::path> named;
  if (const auto text = read_text(env)) {
    const auto values = parse_env_file(*text, env.string());
    const std::string said{values ? member_text(*values, "CONFIG") : std::string_view{}};
    const char* home = std::getenv("HOME");
    if (said.starts_with("~/") && home != nullptr) {
      named = {env.parent_path() / said.substr(2), fs::path{home} / said.substr(2)};
    } else if (!said.empty()) {
      named = {env.parent_path() / said};
    }
  }
  for (auto& path : named) {
    path = path.lexically_normal();
    if (is_docker_config(path)) {
      std::erase(configs, path);
      return path;
    }
  }
  if (configs.size() == 1) {
    const fs::path only = configs.front();
    configs.clear();
    return only;
  }
  return {};
}

fs::path
page_in(const fs::path& config)
{
  for (const auto* name : {"web/config.js", "web/config/config.js"}) {
    if (!config.empty() && is_there(config / name)) {
      return config / name;
    }
  }
  return {};
}

void
add_docker(Found& found, std::vector<Deployment>& all)
{
  // A CONFIG directory that is named itself: its .env lies in it or beside it.
  if (found.envs.empty() && found.configs.size() == 1) {
    for (const auto& near : {found.configs.front(), found.configs.front().parent_path()}) {
      if (is_there(near / ".env") && is_docker_env(near / ".env")) {
        found.envs.push_back(near / ".env");
        break;
      }
    }
  }
  Deployment deployment{
      .kind = Deployment::Kind::docker, .host = {}, .root = {}, .config_js = {}};
  for (const auto& env : found.envs) {
    deployment.env = env;
    deployment.root = config_of(env, found.configs);
    deployment.host = host_in_env(env);
    deployment.config_js = page_in(deployment.root);
    all.push_back(deployment);
  }
  deployment.env.clear();
  for (const auto& config : found.configs) {
    deployment.root = config;
    deployment.host = found.configs.size() > 1 ? config.filename().string() : std::string{};
    deployment.config_js = page_in(config);
    all.push_back(deployment);
  }
}

void
add_bare(Found& found, std::vector<Deployment>& all)
{
  for (const auto& page : found.pages) {
    Deployment deployment{.kind = Deployment::Kind::bare,
                          .host = host_of(page),
                          .root = page.parent_path(),
                          .config_js = page};
    if (deployment.host.empty() && found.pages.size() > 1) {
      deployment.host = page.parent_path().filename().string();
    }
    deployment.loose = found.loose;
    all.push_back(std::move(deployment));
  }
}

std::string
list_of(const std::vector<Deployment>& all)
{
  std::string list;
  for (const auto& each : all) {
    const auto& where = !each.config_js.empty() ? each.config_js
                        : !each.env.empty()     ? each.env
                                                : each.root;
    list += fmt::format("{}{} ({})", list.empty() ? "" : ", ",
                        each.host.empty() ? "without a name" : each.host, where.string());
  }
  return list;
}

Result<Deployment>
chosen(std::vector<Deployment> all, const fs::path& tree, std::string_view host)
{
  if (host.empty() && all.size() == 1) {
    return std::move(all.front());
  }
  const auto same = std::ranges::count(all, host, &Deployment::host);
  if (!host.empty() && same == 1) {
    return std::move(*std::ranges::find(all, host, &Deployment::host));
  }
  if (!host.empty() && all.size() == 1 && all.front().host.empty()) {
    all.front().host = host;
    return std::move(all.front());
  }
  return fail(Failure::invalid,
              host.empty() ? fmt::format("{} holds several deployments: {}. Choose one with "
                                         "`parameters: {{host: NAME}}`.",
                                         tree.string(), list_of(all))
                           : fmt::format("{} holds {} deployments called {}. It holds: {}.",
                                         tree.string(), same, host, list_of(all)));
}

} // namespace

Result<Deployment>
find_deployment(const fs::path& tree, std::string_view host)
{
  if (!is_folder(tree)) {
    return fail(Failure::invalid, fmt::format("{} is no directory.", tree.string()));
  }
  std::vector<Deployment> all;
  // A running host is not searched: what counts lies where the packages put it.
  for (const auto& etc : {tree, tree / "etc"}) {
    if (all.empty() && is_debian(etc / "jitsi")) {
      add_debian(etc, all);
    }
  }
  if (!all.empty()) {
    return chosen(std::move(all), tree, host);
  }
  Found found;
  walk(tree, 0, found);
  if (found.entries > k_most_entries) {
    return fail(Failure::invalid,
                fmt::format("{} holds more than {} entries. Name the directory of the "
                            "deployment.",
                            tree.string(), k_most_entries));
  }
  for (const auto& etc : found.debian) {
    add_debian(etc, all);
  }
  add_docker(found, all);
  if (all.empty()) {
    add_bare(found, all);
  }
  if (!all.empty()) {
    return chosen(std::move(all), tree, host);
  }
  if (!found.closed.empty()) {
    return fail(Failure::forbidden,
                fmt::format("{} could not be opened.", found.closed.front()),
                found.closed.front());
  }
  return fail(Failure::invalid,
              fmt::format("{} holds no files of Jitsi: neither jitsi/meet/HOST-config.js, nor "
                          "docker's .env or CONFIG, nor a config.js.",
                          tree.string()));
}

} // namespace klausur::jitsi
