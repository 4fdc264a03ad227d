#include "connectors/jitsi/docker_deployments.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace klausur::jitsi {

namespace fs = std::filesystem;

namespace {

bool
mentions(const FileTree& tree, const fs::path& file,
         std::initializer_list<std::string_view> words)
{
  const auto text = tree.read(file);
  return text && std::ranges::any_of(words, [&](std::string_view word) {
           return text->find(word) != std::string::npos;
         });
}

std::string
value_in(const Environment& env, std::string_view name)
{
  const auto found = env.find(name);
  return found == env.end() ? std::string{} : found->second;
}

/// `meet.example.org` of `https://meet.example.org:8443/`.
std::string
host_in(std::string url)
{
  if (const auto scheme = url.find("://"); scheme != std::string::npos) {
    url.erase(0, scheme + 3);
  }
  return url.substr(0, url.find_first_of("/:"));
}

/// The directory that holds the container's own one, for messages and for what is mounted
/// beside it.
fs::path
config_around(const std::vector<Container>& containers)
{
  for (const auto& container : containers) {
    if (const auto place = container.place_of("/config")) {
      const bool deeper = container.program == "prosody" && place->filename() == "config";
      const fs::path own = deeper ? place->parent_path() : *place;
      return own.filename() == container.program ? own.parent_path() : own;
    }
  }
  return {};
}

/// All that belongs to a deployment, wherever its compose file mounts it from.
std::vector<fs::path>
places_of(const Deployment& deployment)
{
  std::vector<fs::path> places{deployment.project};
  if (!deployment.root.empty()) {
    places.push_back(deployment.root);
  }
  for (const auto& container : deployment.containers) {
    for (const auto& mount : container.service.mounts) {
      if (!mount.source.empty()) {
        places.push_back(mount.source);
      }
    }
  }
  return places;
}

std::optional<Error>
problem_of(const std::vector<Container>& containers)
{
  const auto broken = std::ranges::find_if(containers, [](const Container& container) {
    return container.service.problem.has_value();
  });
  return broken == containers.end() ? std::nullopt : broken->service.problem;
}

/// Where CONFIG lies in the tree, and the variables with that in place of what was said.
fs::path
resolve_config(Environment& variables, const FileTree& tree, const fs::path& directory,
               const std::vector<fs::path>& configs)
{
  const std::string said = value_in(variables, "CONFIG");
  auto place = said.empty() ? std::nullopt : place_in_tree(said, tree, directory);
  if (!place && configs.size() == 1) {
    place = configs.front();
  }
  if (place) {
    // As the compose file would see it: from its own directory.
    variables.insert_or_assign("CONFIG", "./" + place->lexically_relative(directory).string());
  }
  return place.value_or(fs::path{});
}

/// What runs, by the compose files.
void
fill(Deployment& deployment, const FileTree& tree, const Environment& variables,
     const fs::path& config)
{
  if (!deployment.compose.empty()) {
    auto compose = read_compose(tree, deployment.compose, variables);
    if (compose) {
      deployment.containers = containers_of(*compose, tree, deployment.project);
      deployment.problem = problem_of(deployment.containers);
    } else {
      deployment.problem = compose.error();
    }
  }
  if (deployment.containers.empty() && !deployment.problem) {
    deployment.containers =
        assumed_containers(tree, deployment.variables, config, deployment.project);
  }
  deployment.root = config_around(deployment.containers);
  deployment.files = tree.narrowed_to(places_of(deployment));
}

/// What only the files beside start.
void
mark_beside(Deployment& with, const Deployment& without)
{
  for (auto& container : with.containers) {
    container.beside = without.container(container.program) == nullptr;
  }
}

/// One project: its .env, its compose files, or both.
Deployment
project_in(const FileTree& tree, const fs::path& directory,
           const std::vector<fs::path>& configs)
{
  Deployment found{.kind = Deployment::Kind::docker, .host = {}, .root = {}, .config_js = {}};
  found.project = directory;
  if (tree.is_there(directory / ".env")) {
    found.env = directory / ".env";
    auto values = tree.read(found.env).and_then(
        [&](const std::string& text) { return read_env_file(text, found.env.string()); });
    if (!values) {
      found.problem = values.error();
      found.files = tree.narrowed_to({directory});
      return found;
    }
    found.variables = *std::move(values);
  }
  Environment variables = found.variables;
  const fs::path config = resolve_config(variables, tree, directory, configs);
  found.compose = compose_files(tree, directory, variables);
  const auto beside = files_beside(tree, directory, variables, found.compose);
  Deployment with = found;
  with.compose.insert(with.compose.end(), beside.begin(), beside.end());
  fill(found, tree, variables, config);
  if (!beside.empty()) {
    fill(with, tree, variables, config);
    mark_beside(with, found);
    found.otherwise.push_back(std::move(with));
  }
  return found;
}

std::string
host_of(const Deployment& deployment)
{
  for (const auto& container : deployment.containers) {
    if (auto host = host_in(value_in(container.service.env, "PUBLIC_URL")); !host.empty()) {
      return host;
    }
  }
  return host_in(value_in(deployment.variables, "PUBLIC_URL"));
}

} // namespace

bool
is_docker_env(const FileTree& tree, const fs::path& file)
{
  return mentions(tree, file, {"JICOFO_AUTH_PASSWORD", "JVB_AUTH_PASSWORD", "XMPP_MUC_DOMAIN"});
}

bool
is_docker_compose(const FileTree& tree, const fs::path& file)
{
  return mentions(tree, file,
                  {"jitsi/web", "jitsi/prosody", "jitsi/jicofo", "JICOFO_AUTH_PASSWORD",
                   "JVB_AUTH_PASSWORD", "XMPP_MUC_DOMAIN", "JITSI_IMAGE_VERSION"}) &&
         mentions(tree, file, {"services:"});
}

bool
is_docker_config(const FileTree& tree, const fs::path& directory)
{
  constexpr std::array<std::string_view, 4> k_siblings{"jicofo", "prosody", "jvb", "jibri"};
  // The image's source has directories of the same names.
  const fs::path web = directory / "web";
  return tree.is_folder(web) && !tree.is_there(web / "Dockerfile") &&
         !tree.is_there(web / "rootfs") && std::ranges::any_of(k_siblings, [&](auto part) {
           return tree.is_folder(directory / part);
         });
}

std::vector<Deployment>
docker_deployments(DockerTraces traces, const FileTree& tree)
{
  std::set<fs::path> projects;
  for (const auto* files : {&traces.envs, &traces.composes}) {
    for (const auto& file : *files) {
      projects.insert(file.parent_path());
    }
  }
  // A CONFIG directory that is named itself: its .env lies in it or beside it.
  if (projects.empty() && traces.configs.size() == 1) {
    for (const auto& near : {traces.configs.front(), traces.configs.front().parent_path()}) {
      if (tree.is_there(near / ".env") && is_docker_env(tree, near / ".env")) {
        projects.insert(near);
        break;
      }
    }
  }
  std::vector<Deployment> all;
  for (const auto& project : projects) {
    all.push_back(project_in(tree, project, traces.configs));
    all.back().host = host_of(all.back());
    for (auto& other : all.back().otherwise) {
      other.host = all.back().host;
    }
    std::erase(traces.configs, all.back().root);
  }
  for (const auto& config : traces.configs) {
    Deployment deployment{
        .kind = Deployment::Kind::docker, .host = {}, .root = config, .config_js = {}};
    deployment.host = traces.configs.size() > 1 ? config.filename().string() : std::string{};
    deployment.containers = assumed_containers(tree, {}, config, config);
    deployment.files = tree.narrowed_to({config});
    all.push_back(std::move(deployment));
  }
  return all;
}

} // namespace klausur::jitsi
