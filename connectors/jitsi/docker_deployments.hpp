#pragma once

#include "connectors/jitsi/layout.hpp"

#include <filesystem>
#include <vector>

namespace klausur::jitsi {

/// What a walk through a tree came across of docker.
struct DockerTraces
{
  std::vector<std::filesystem::path> envs;     ///< .env files that speak of Jitsi.
  std::vector<std::filesystem::path> composes; ///< Compose files by default name that do.
  std::vector<std::filesystem::path> configs;  ///< CONFIG directories.
};

/// Whether this file is docker's .env, and whether it is a compose file with Jitsi's images.
[[nodiscard]] bool is_docker_env(const FileTree& tree, const std::filesystem::path& file);
[[nodiscard]] bool is_docker_compose(const FileTree& tree, const std::filesystem::path& file);

/// Whether the directory is one that CONFIG means: `web` beside one of its siblings.
[[nodiscard]] bool is_docker_config(const FileTree& tree,
                                    const std::filesystem::path& directory);

/// A deployment for each directory with an .env or a compose file, and for each CONFIG that
/// none of them means. What is wrong with .env or a compose file stands in `problem`.
[[nodiscard]] std::vector<Deployment> docker_deployments(DockerTraces traces,
                                                         const FileTree& tree);

} // namespace klausur::jitsi
