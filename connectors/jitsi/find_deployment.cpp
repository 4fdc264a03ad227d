#include "connectors/jitsi/docker_deployments.hpp"
#include "connectors/jitsi/layout.hpp"
#include "connectors/jitsi/packages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace klausur::jitsi {

namespace fs = std::filesystem;

namespace {

constexpr int k_deepest = 8;
constexpr std::size_t k_most_entries = 50'000;

constexpr std::array<std::string_view, 5> k_debian_parts{"meet", "jicofo", "videobridge",
                                                         "jibri", "jigasi"};
constexpr std::array<std::string_view, 4> k_compose_names{
    "compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"};
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
  std::vector<fs::path> debian; ///< Directories that hold `jitsi`.
  DockerTraces docker;
  std::vector<fs::path> pages; ///< Files HOST-config.js and config.js.
  std::map<std::string, std::vector<fs::path>> loose;
  std::vector<std::string> closed; ///< What could not be opened.
  std::size_t entries = 0;
};

bool
is_debian(const FileTree& tree, const fs::path& jitsi)
{
  return std::ranges::any_of(k_debian_parts,
                             [&](auto part) { return tree.is_folder(jitsi / part); });
}

bool
is_page(const FileTree& tree, const fs::path& file)
{
  const auto text = tree.read(file);
  return text && std::ranges::any_of(k_beginnings, [&](std::string_view beginning) {
           return text->find(beginning) != std::string::npos;
         });
}

void
look_at_file(const FileTree& tree, const fs::path& file, Found& found)
{
  const std::string name = file.filename().string();
  if (name == ".env") {
    if (const auto text = tree.read(file); !text && text.error().kind == Failure::forbidden) {
      found.closed.push_back(file.string());
    } else if (is_docker_env(tree, file)) {
      found.docker.envs.push_back(file);
    }
  }
  if (std::ranges::find(k_compose_names, name) != k_compose_names.end() &&
      is_docker_compose(tree, file)) {
    found.docker.composes.push_back(file);
  }
  if ((name == "config.js" || name.ends_with("-config.js")) && is_page(tree, file)) {
    found.pages.push_back(file);
  }
  if (std::ranges::find(k_loose_names, name) != k_loose_names.end()) {
    found.loose[name].push_back(file);
  }
}

void
walk(const FileTree& tree, const fs::path& directory, int depth, Found& found)
{
  if (directory.filename() == "jitsi" && is_debian(tree, directory)) {
    found.debian.push_back(directory.parent_path());
  }
  if (is_docker_config(tree, directory)) {
    found.docker.configs.push_back(directory);
  }
  const auto entries = tree.list(directory);
  if (!entries) {
    found.closed.push_back(directory.string());
    return;
  }
  found.entries += entries->size();
  for (const auto& [name, kind] : *entries) {
    if (found.entries > k_most_entries) {
      return;
    }
    const bool entered = std::ranges::find(k_not_entered, name) == k_not_entered.end();
    if (kind == FileKind::folder && entered && depth < k_deepest) {
      walk(tree, directory / name, depth + 1, found);
    } else if (kind == FileKind::file || kind == FileKind::link) {
      look_at_file(tree, directory / name, found);
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

FileTree
narrowed_to_debian(const FileTree& tree)
{
  std::vector<fs::path> places;
  for (const auto& named : places_on_debian()) {
    if (auto place = tree.place_of(named)) {
      places.push_back(*std::move(place));
    }
  }
  return tree.narrowed_to(places);
}

/// @param tree  In which `etc` lies, and what the links in it lead into.
void
add_debian(const FileTree& tree, const fs::path& etc, std::vector<Deployment>& all)
{
  Deployment deployment{.kind = Deployment::Kind::debian,
                        .host = {},
                        .root = etc,
                        .config_js = {},
                        .files = narrowed_to_debian(tree)};
  constexpr std::size_t k_largest_list = std::size_t{32} << 20;
  const fs::path list = (etc / "../var/lib/dpkg/status").lexically_normal();
  if (const auto status = deployment.files.read(list, k_largest_list)) {
    deployment.packages = installed_packages(*status);
    if (const auto whole = deployment.packages.find("jitsi-meet");
        whole != deployment.packages.end()) {
      deployment.package = release_of_package(whole->second);
    }
  }
  const auto entries = deployment.files.list(etc / "jitsi" / "meet");
  const auto before = all.size();
  for (const auto& each : entries.value_or(std::vector<FileEntry>{})) {
    deployment.host = host_of(each.name);
    if (!deployment.host.empty()) {
      deployment.config_js = etc / "jitsi" / "meet" / each.name;
      all.push_back(deployment);
    }
  }
  if (all.size() == before) {
    all.push_back(std::move(deployment));
  }
}

/// An `etc` somewhere in a tree.
void
add_debian_below(const FileTree& tree, const fs::path& etc, std::vector<Deployment>& all)
{
  const bool is_etc = etc.filename() == "etc";
  if (const auto own = tree.below(is_etc ? etc.parent_path() : etc, is_etc ? "/" : "/etc")) {
    add_debian(*own, etc, all);
  }
}

void
add_bare(const FileTree& tree, Found& found, std::vector<Deployment>& all)
{
  std::vector<fs::path> places;
  for (const auto& [name, files] : found.loose) {
    places.insert(places.end(), files.begin(), files.end());
  }
  for (const auto& page : found.pages) {
    Deployment deployment{.kind = Deployment::Kind::bare,
                          .host = host_of(page),
                          .root = page.parent_path(),
                          .config_js = page};
    if (deployment.host.empty() && found.pages.size() > 1) {
      deployment.host = page.parent_path().filename().string();
    }
    deployment.loose = found.loose;
    places.push_back(page.parent_path());
    deployment.files = tree.narrowed_to(places);
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

/// A running host is not searched: what counts lies where the packages put it.
std::vector<Deployment>
in_plain_sight(const fs::path& directory, const FileTree& tree)
{
  std::vector<Deployment> all;
  const auto around = FileTree::around_etc(directory);
  if (around && is_debian(*around, directory / "jitsi")) {
    add_debian(*around, directory, all);
  } else if (is_debian(tree, directory / "etc" / "jitsi")) {
    add_debian(tree, directory / "etc", all);
  }
  return all;
}

} // namespace

Result<Deployment>
find_deployment(const fs::path& directory, std::string_view host)
{
  const auto opened = FileTree::open(directory);
  if (!opened) {
    return tl::unexpected(opened.error());
  }
  const FileTree& tree = *opened;
  std::vector<Deployment> all = in_plain_sight(directory, tree);
  if (!all.empty()) {
    return chosen(std::move(all), directory, host);
  }
  Found found;
  walk(tree, directory, 0, found);
  if (found.entries > k_most_entries) {
    return fail(Failure::invalid,
                fmt::format("{} holds more than {} entries. Name the directory of the "
                            "deployment.",
                            directory.string(), k_most_entries));
  }
  for (const auto& etc : found.debian) {
    add_debian_below(tree, etc, all);
  }
  std::ranges::move(docker_deployments(std::move(found.docker), tree), std::back_inserter(all));
  if (all.empty()) {
    add_bare(tree, found, all);
  }
  if (!all.empty()) {
    return chosen(std::move(all), directory, host);
  }
  if (!found.closed.empty()) {
    return fail(Failure::forbidden,
                fmt::format("{} could not be opened.", found.closed.front()),
                found.closed.front());
  }
  return fail(Failure::invalid,
              fmt::format("{} holds no files of Jitsi: neither jitsi/meet/HOST-config.js, nor "
                          "docker's .env or CONFIG, nor a config.js.",
                          directory.string()));
}

} // namespace klausur::jitsi
