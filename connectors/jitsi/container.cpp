#include "connectors/jitsi/container.hpp"

#include <algorithm>
#include <array>

namespace klausur::jitsi {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 6> k_programs{"web", "prosody", "jicofo",
                                                     "jvb", "jibri",   "jigasi"};

/// `web` of `ghcr.io/jitsi/web:stable` and of `registry.example/our-jitsi-web`.
std::string_view
program_in(std::string_view name)
{
  name = name.substr(0, name.find('@'));
  name.remove_prefix(name.rfind('/') == std::string_view::npos ? 0 : name.rfind('/') + 1);
  name = name.substr(0, name.find(':'));
  for (const auto program : k_programs) {
    const bool last = name.ends_with(program) &&
                      (name.size() == program.size() ||
                       std::string_view{"-_"}.find(name[name.size() - program.size() - 1]) !=
                           std::string_view::npos);
    if (last) {
      return program;
    }
  }
  return {};
}

bool
is_of_jitsi(const Service& service)
{
  constexpr std::array<std::string_view, 6> k_known{"XMPP_DOMAIN",          "PUBLIC_URL",
                                                    "JICOFO_AUTH_PASSWORD", "JVB_AUTH_PASSWORD",
                                                    "XMPP_AUTH_DOMAIN",     "XMPP_SERVER"};
  return service.image.find("jitsi") != std::string::npos ||
         std::ranges::any_of(k_known, [&](auto name) { return service.env.contains(name); }) ||
         std::ranges::any_of(service.mounts,
                             [](const auto& mount) { return mount.target == "/config"; });
}

/// An image of one's own may have any name; then the service's name tells.
std::string
program_of(const Service& service)
{
  if (!is_of_jitsi(service)) {
    return {};
  }
  std::string_view program = program_in(service.image);
  if (program.empty()) {
    program = program_in(service.name);
  }
  const auto mode = service.env.find("JIGASI_MODE");
  const bool transcribes = service.name.find("transcriber") != std::string::npos ||
                           (mode != service.env.end() && mode->second == "transcriber");
  return std::string{program == "jigasi" && transcribes ? "transcriber" : program};
}

bool
is_within(const fs::path& path, const fs::path& tree)
{
  const auto below = path.lexically_relative(tree);
  return !below.empty() && *below.begin() != "..";
}

/// Whether a directory that docker is told of may hold files that the tree has not. One below
/// the project that is not there is none: docker makes it, and it is empty.
bool
lies_outside(const fs::path& named, const FileTree& tree, const fs::path& project)
{
  const fs::path place = (project / named).lexically_normal();
  return named.empty() || named.native().starts_with("~") || named.is_absolute() ||
         !is_within(place, tree.directory().lexically_normal());
}

/// A container whose root is fixed, or with its data apart, is of a release that renders
/// elsewhere; the image's name may not tell.
Release
release_of(const Service& service)
{
  Release release = release_of_image(service.image);
  if (release.renders == Release::Renders::unknown && service.fixed_root) {
    release.renders = Release::Renders::into_container;
  }
  return release;
}

} // namespace

std::optional<fs::path>
Container::place_of(std::string_view inside) const
{
  return service.host_path(inside);
}

std::optional<fs::path>
place_in_tree(const fs::path& named, const FileTree& tree, const fs::path& project)
{
  const fs::path top = tree.directory().lexically_normal();
  const auto inside = [&](const fs::path& place) -> std::optional<fs::path> {
    const fs::path path = place.lexically_normal();
    return is_within(path, top) && tree.is_there(path) ? std::optional{path} : std::nullopt;
  };
  if (named.native().starts_with("~")) {
    const fs::path rest = named.lexically_relative("~");
    for (fs::path from = project; is_within(from, top); from = from.parent_path()) {
      if (auto found = inside(from / rest)) {
        return found;
      }
      if (from == from.parent_path()) {
        break;
      }
    }
    return inside(top / "root" / rest);
  }
  if (!named.is_absolute()) {
    return inside(project / named);
  }
  for (fs::path rest = named.lexically_normal().relative_path(); !rest.empty();) {
    if (auto found = inside(top / rest)) {
      return found;
    }
    rest = rest.lexically_relative(*rest.begin());
    if (rest == ".") {
      break;
    }
  }
  return std::nullopt;
}

std::vector<Container>
containers_of(const Compose& compose, const FileTree& tree, const fs::path& project)
{
  std::vector<Container> all;
  for (const auto& service : compose.services) {
    Container container{.program = program_of(service), .release = {}, .service = service};
    if (container.program.empty()) {
      continue;
    }
    container.release = release_of(service);
    container.service.changed |= std::ranges::any_of(service.mounts, [](const auto& mount) {
      return mount.target.starts_with("/defaults") ||
             mount.target.starts_with("/etc/cont-init.d");
    });
    container.hides_config = container.service.changed;
    for (auto& mount : container.service.mounts) {
      const bool seen = !mount.source.empty() && place_in_tree(mount.source, tree, project);
      container.hides_config |= mount.target.starts_with("/config") && !seen &&
                                lies_outside(mount.source, tree, project);
      mount.source = mount.source.empty()
                         ? fs::path{}
                         : place_in_tree(mount.source, tree, project).value_or(fs::path{});
    }
    all.push_back(std::move(container));
  }
  return all;
}

std::vector<Container>
assumed_containers(const FileTree& tree, const Environment& variables, const fs::path& config,
                   const fs::path& project)
{
  const auto said = [&](std::string_view name) -> std::string_view {
    const auto found = variables.find(name);
    return found == variables.end() ? std::string_view{} : found->second;
  };
  Release release = release_of_variables(said("JITSI_IMAGE_REPO"), said("JITSI_IMAGE_VERSION"));
  // Images that render elsewhere keep their data apart.
  if (release.renders == Release::Renders::unknown &&
      (tree.is_there(config / "storage/prosody") || tree.is_there(config / "storage/web"))) {
    release.renders = Release::Renders::into_container;
  }
  const fs::path named{said("CONFIG")};
  const bool hidden = config.empty() && !named.empty() && lies_outside(named, tree, project);
  std::vector<Container> all;
  for (const std::string_view program :
       {"web", "prosody", "jicofo", "jvb", "jibri", "jigasi", "transcriber"}) {
    Container container{.program = std::string{program},
                        .release = release,
                        .service = {.name = std::string{program}, .env = variables},
                        .assumed = true,
                        .hides_config = hidden};
    if (!config.empty()) {
      // Until 2020 Prosody saw CONFIG/prosody itself.
      const fs::path own = config / program;
      const bool deeper = program == "prosody" && !tree.is_there(own / "prosody.cfg.lua");
      container.service.mounts = {
          {"/config", deeper ? own / "config" : own},
          {"/storage", config / "storage" / program},
          {"/tmp/transcripts", tree.is_there(config / "storage/transcripts")
                                   ? config / "storage/transcripts"
                                   : config / "transcripts"}};
    }
    all.push_back(std::move(container));
  }
  return all;
}

} // namespace klausur::jitsi
