#pragma once

#include "connectors/files/file_tree.hpp"
#include "connectors/jitsi/env_file.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klausur::jitsi {

/// One service of docker compose, after all files were laid over each other.
struct Service
{
  /// What the container sees at `target`.
  struct Mount
  {
    std::string target;
    std::filesystem::path source; ///< On the host; empty: a volume that docker keeps.
  };

  std::string name;
  std::string image; ///< `ghcr.io/jitsi/web:stable-11146`
  Environment env;   ///< All that reaches the container. Holds secrets: for no report.
  std::vector<Mount> mounts;
  std::vector<std::string> ports; ///< As published: `127.0.0.1:8080:8080`, `8443:443/tcp`.
  std::optional<Error> problem;   ///< Why not all of this could be made out.
  bool host_network = false;      ///< It has the addresses of the host.
  bool changed = false; ///< By a command or volumes of others: nobody sees what it makes of it.
  bool fixed_root = false; ///< `read_only: true`: nothing is rendered into the image itself.

  /// Whether a port of the container can be reached from other machines.
  [[nodiscard]] bool is_published(std::string_view port) const;

  /// Where the host keeps what the container sees there; nullopt: not on the host, as far as
  /// the files say.
  [[nodiscard]] std::optional<std::filesystem::path> host_path(std::string_view inside) const;
};

/// The compose files that make up one project, and what they say.
struct Compose
{
  std::vector<Service> services;
  std::vector<std::filesystem::path> files;
};

/// The files that compose takes in this directory by itself: those that COMPOSE_FILE in `env`
/// names, else the first of its default names and the override beside it.
[[nodiscard]] std::vector<std::filesystem::path>
compose_files(const FileTree& tree, const std::filesystem::path& directory,
              const Environment& env);

/// What lies around for `-f` (jibri.yml, override/jibri.yml), and may be given to compose or
/// not; nothing where COMPOSE_FILE says which files count.
/// @param taken  compose_files() of the directory.
[[nodiscard]] std::vector<std::filesystem::path>
files_beside(const FileTree& tree, const std::filesystem::path& directory,
             const Environment& env, const std::vector<std::filesystem::path>& taken);

/// Read the files and lay each over the one before, as compose does: `environment` as list
/// or mapping, `env_file`, `extends`, anchors and merge keys, `${X:-d}` out of `env`.
/// @param env  The .env beside the first file.
/// A service whose variables cannot be replaced says so itself: it may be another program's.
/// @error `forbidden` or `unexpected` with the file.
[[nodiscard]] Result<Compose> read_compose(const FileTree& tree,
                                           const std::vector<std::filesystem::path>& files,
                                           const Environment& env);

} // namespace klausur::jitsi
