#pragma once

#include "connectors/files/file_tree.hpp"
#include "connectors/jitsi/container.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klausur::jitsi {

/// The files of a deployment that are read one by one.
enum class Part {
  rendered_config, ///< docker: config.js as the image wrote it.
  interface_config,
  custom_config,           ///< docker: appended to the rendered config.js.
  custom_interface_config, ///< docker: appended to the image's interface_config.js.
  prosody,
  prosody_host, ///< debian: the deployment's own file, which prosody.cfg.lua includes.
  jicofo,
  jvb,
  jibri,
  jigasi,
  custom_jicofo, ///< docker: included by the rendered jicofo.conf; so the next two.
  custom_jvb,
  custom_jibri,
  custom_nginx,  ///< docker: appended to the server block.
  custom_jigasi, ///< docker: appended to the rendered sip-communicator.properties.
  legacy_jicofo, ///< The sip-communicator.properties beside it; so the next one.
  legacy_jvb,
  jicofo_logging,
  jvb_logging,
};

/// One deployment in a directory tree.
struct Deployment
{
  enum class Kind {
    debian,
    docker, ///< A CONFIG directory, a compose checkout with its .env, or both.
    bare,   ///< A lone config.js, with whatever lies around.
  };

  Kind kind = Kind::bare;
  std::string host;                ///< The public name; may be empty.
  std::filesystem::path root;      ///< debian: `etc`. docker: CONFIG; may be empty.
  std::filesystem::path config_js; ///< May be empty.
  std::filesystem::path env{};     ///< docker's .env; may be empty.
  Release package{};               ///< debian: as far as it is known.
  FileTree files{};                ///< The only way to them.
  std::map<std::string, std::vector<std::filesystem::path>> loose{}; ///< bare: by file name.
  std::filesystem::path project{};     ///< docker: the directory of .env and compose file.
  std::vector<Container> containers{}; ///< docker: what is known to run.
  std::vector<std::filesystem::path> compose{}; ///< docker: the files that say so.
  Environment variables{};                      ///< docker: of .env.
  std::optional<Error> problem{};               ///< docker: why it is not known what runs.
  /// docker: as it is where compose is given the files beside as well; at most one.
  std::vector<Deployment> otherwise{};
  std::map<std::string, std::string> packages{}; ///< debian: versions, by name.

  /// The container of a program; nullptr: none is known.
  [[nodiscard]] const Container* container(std::string_view program) const;

  /// Where the tree has a file that the container sees; nullopt: it has none that counts.
  /// @param rendered  The image writes it at each start, and overwrites what lies there.
  [[nodiscard]] std::optional<std::filesystem::path>
  place_in(std::string_view program, std::string_view inside, bool rendered) const;

  /// The file of this part, whether or not it can be opened; nullopt: there is none, or it
  /// is left over from a release that rendered it where this one does not look.
  /// @error `unexpected` when loose files of this name lie in several places.
  [[nodiscard]] Result<std::optional<std::filesystem::path>> find(Part part) const;

  [[nodiscard]] std::string_view layout() const;

  /// The whole of a text file.
  /// @error As FileTree::read().
  [[nodiscard]] Result<std::string> read(const std::filesystem::path& file) const
  {
    return files.read(file);
  }

  /// Whether something of this name is there, even if it cannot be opened.
  [[nodiscard]] bool is_there(const std::filesystem::path& path) const
  {
    return files.is_there(path);
  }
};

/// Look for a deployment: `etc` with `jitsi` in it, docker's directories or a config.js, at
/// any depth (8 levels, 50,000 entries). Its door opens what belongs to it and no more.
/// @param host  Which of several; empty: there must be one.
/// @error `invalid`: no such directory, none found, several (the text lists them), too
///        large a tree; `forbidden` when none was found and a directory could not be opened.
[[nodiscard]] Result<Deployment> find_deployment(const std::filesystem::path& tree,
                                                 std::string_view host);

/// Where Debian's packages put what belongs to a deployment, on the machine itself.
[[nodiscard]] std::vector<std::filesystem::path> places_on_debian();

} // namespace klausur::jitsi
