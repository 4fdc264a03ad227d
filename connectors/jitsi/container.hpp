#pragma once

#include "connectors/files/file_tree.hpp"
#include "connectors/jitsi/compose.hpp"
#include "connectors/jitsi/release.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klausur::jitsi {

/// One program of a docker deployment as its container sees the world.
struct Container
{
  std::string program; ///< web prosody jicofo jvb jibri jigasi transcriber
  Release release;
  Service service;           ///< Sources of mounts are places in the tree; empty: not in it.
  bool assumed = false;      ///< No compose file says so: as the project's own one has it.
  bool beside = false;       ///< Only a file says so that compose does not take by itself.
  bool hides_config = false; ///< What it sees at /config is not all in the tree.

  /// Where the tree has what the container sees there; nullopt: it has not, so that what is
  /// there cannot be told.
  [[nodiscard]] std::optional<std::filesystem::path> place_of(std::string_view inside) const;
};

/// What a compose file's services are of a Jitsi deployment; the others are left out.
/// @param project  The directory of the compose file.
[[nodiscard]] std::vector<Container> containers_of(const Compose& compose, const FileTree& tree,
                                                   const std::filesystem::path& project);

/// As the project's own compose file has them: every program, all variables, and CONFIG with
/// a directory for each.
/// @param config  Where CONFIG lies in the tree; empty: it does not.
/// @param project  The directory of .env.
[[nodiscard]] std::vector<Container> assumed_containers(const FileTree& tree,
                                                        const Environment& variables,
                                                        const std::filesystem::path& config,
                                                        const std::filesystem::path& project);

/// Where a directory that docker is told of lies in the tree. `~` is looked for from the
/// project upwards; of an absolute one, the tree may begin with any of its parts.
[[nodiscard]] std::optional<std::filesystem::path>
place_in_tree(const std::filesystem::path& named, const FileTree& tree,
              const std::filesystem::path& project);

} // namespace klausur::jitsi
