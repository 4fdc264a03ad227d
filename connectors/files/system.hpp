#pragma once

#include "connectors/base/descriptor.hpp"
#include "connectors/files/file_tree.hpp"

#include <dirent.h>
#include <sys/stat.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// What the door asks of the system.
namespace klausur::files {

/// Below `root`, whatever links say: a descriptor that only names (O_PATH), so that no device
/// wakes up; -1 with errno.
[[nodiscard]] int open_below(int root, const std::string& path, bool follow);

/// What an O_PATH descriptor names, opened for reading without a second look at its name.
[[nodiscard]] int reopened(int descriptor, int flags);

/// The target of the link that an O_PATH descriptor names.
[[nodiscard]] std::optional<std::string> target_of(int link);

/// Where this machine has what a descriptor names; nullopt without /proc.
[[nodiscard]] std::optional<std::filesystem::path> real_place(int descriptor);

[[nodiscard]] FileKind kind_in(mode_t mode);
[[nodiscard]] std::string_view name_of_kind(mode_t mode);

/// Why a path could not be opened, from errno.
[[nodiscard]] tl::unexpected<Error> refused(const std::filesystem::path& path, int problem,
                                            const std::filesystem::path& tree);

/// All bytes of a file, which may grow while it is read.
/// @error `unexpected` beyond `largest`.
[[nodiscard]] Result<std::string> contents(int descriptor, const std::filesystem::path& path,
                                           std::size_t expected, std::size_t largest);

struct Closing
{
  void operator()(DIR* directory) const { ::closedir(directory); }
};
using Directory = std::unique_ptr<DIR, Closing>;

/// nullptr with errno when it cannot be read.
[[nodiscard]] Directory directory_of(Descriptor descriptor);

/// The next entry that is neither the directory itself nor its parent; nullptr at the end.
[[nodiscard]] const dirent* next_in(DIR* directory);

/// Tell of every regular file below, links not followed.
[[nodiscard]] Result<void> walk(Descriptor folder, const std::filesystem::path& path,
                                std::size_t most,
                                const std::function<void(const FileFacts&)>& visit);

} // namespace klausur::files
