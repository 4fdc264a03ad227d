#pragma once

#include "connectors/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klausur {

/// What a name stands for.
enum class FileKind {
  nothing, ///< There is none, or a link leads to none in the tree.
  file,
  folder,
  link,   ///< Only where links are not followed.
  other,  ///< A device, a FIFO, a socket.
  closed, ///< What it is may not be looked at.
};

struct FileEntry
{
  std::string name;
  FileKind kind; ///< Of the entry itself: a link is a link.
};

/// What is known of a file without its content.
struct FileFacts
{
  std::uint64_t size = 0;
  std::int64_t modified = 0; ///< Seconds since 1970.
};

/// The one door to a deployment's files: a directory that stands for `/` and is never left. An
/// absolute link in it, or an absolute name in one of its files, leads into it, so that a
/// copy of another machine's files never reads this machine's. Devices, FIFOs and sockets are
/// not opened. May be copied; all copies share the directory.
///
/// Paths go in and come out as they are shown: the directory's own name before them.
class FileTree
{
public:
  /// A tree in which nothing is.
  FileTree() = default;

  /// @param directory  As the administrator names it; its own name may be a link.
  /// @param called     What the directory is called on the machine that the files are of:
  ///                   "/etc" for a copy of it that has another name. Then only the last
  ///                   name of a path may be an absolute link.
  /// @error `invalid` when it is no directory; `forbidden` when it may not be opened.
  [[nodiscard]] static Result<FileTree> open(const std::filesystem::path& directory,
                                             std::filesystem::path called = "/");

  /// The tree around a directory that is /etc, or was on another machine: the one above it
  /// when it is called etc, else itself.
  /// @error As open().
  [[nodiscard]] static Result<FileTree> around_etc(const std::filesystem::path& etc);

  /// The tree of a folder in this one, which it does not leave either.
  /// @error As read().
  [[nodiscard]] Result<FileTree> below(const std::filesystem::path& folder,
                                       std::filesystem::path called = "/") const;

  /// The same tree, of which only these files and folders are opened any more. Where a link
  /// leads counts, not where it lies; if a place is a link itself, its target counts too.
  [[nodiscard]] FileTree narrowed_to(const std::vector<std::filesystem::path>& places) const;

  [[nodiscard]] const std::filesystem::path& directory() const { return m_shown; }
  /// Whether the directory is the root of this machine.
  [[nodiscard]] bool is_this_machine() const;

  /// Where an absolute name that one of the files says lies in the tree; nullopt when it
  /// means a place that is not part of it.
  [[nodiscard]] std::optional<std::filesystem::path>
  place_of(const std::filesystem::path& named) const;

  /// A whole file.
  /// @error `forbidden` with the path as scope when it may not be read; `unexpected`: there
  ///        is none, it is no file, larger than `largest`, or lies in no place that may be
  ///        opened.
  [[nodiscard]] Result<std::string> read(const std::filesystem::path& file,
                                         std::size_t largest = std::size_t{4} << 20) const;

  /// What a path leads to, links followed.
  [[nodiscard]] FileKind kind_of(const std::filesystem::path& path) const;
  [[nodiscard]] bool is_folder(const std::filesystem::path& path) const
  {
    return kind_of(path) == FileKind::folder;
  }
  /// Whether something of this name is there, even if it cannot be opened or is a link that
  /// leads nowhere: reading it will tell why not.
  [[nodiscard]] bool is_there(const std::filesystem::path& path) const;

  /// The permissions of what a path leads to, as `07777` of its mode.
  [[nodiscard]] std::optional<unsigned> mode_of(const std::filesystem::path& path) const;

  /// What lies in a folder, by name.
  /// @error As read().
  [[nodiscard]] Result<std::vector<FileEntry>> list(const std::filesystem::path& folder) const;

  /// Tell of every regular file in a folder, at any depth. Looks at facts and opens no file,
  /// so it may be any folder of the tree; links in it are not followed.
  /// @error As read(), and `unexpected` when it holds more than `most` entries.
  [[nodiscard]] Result<void> walk(const std::filesystem::path& folder, std::size_t most,
                                  const std::function<void(const FileFacts&)>& visit) const;

private:
  struct Root;
  struct Opened;

  FileTree(std::shared_ptr<const Root> root, std::filesystem::path shown,
           std::filesystem::path called);
  [[nodiscard]] static Result<FileTree> made(int descriptor, std::filesystem::path shown,
                                             std::filesystem::path called);

  [[nodiscard]] std::optional<std::string> inside(const std::filesystem::path& path) const;
  [[nodiscard]] Result<Opened> opened(const std::filesystem::path& path) const;
  [[nodiscard]] Result<Opened> opened_folder(const std::filesystem::path& folder) const;
  /// A descriptor that names only (O_PATH), or why not as errno.
  [[nodiscard]] int named(std::string path, bool follow) const;
  [[nodiscard]] std::optional<std::string> target_of(int link, const std::string& path) const;
  [[nodiscard]] bool may_open(const std::filesystem::path& real) const;

  std::shared_ptr<const Root> m_root{};
  std::filesystem::path m_shown{};
  std::filesystem::path m_called{"/"};
  /// From the root; empty and `m_is_narrow` false: everything.
  std::vector<std::filesystem::path> m_places{};
  bool m_is_narrow = false;
};

} // namespace klausur
