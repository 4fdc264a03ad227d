#include "connectors/files/system.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <cstring>

namespace klausur::files {

namespace fs = std::filesystem;

namespace {

struct Walk
{
  const std::function<void(const FileFacts&)>& visit;
  std::size_t left;
};

constexpr int k_deepest = 64;

Result<void>
walk_all(Descriptor folder, const fs::path& path, Walk& walk, int depth)
{
  const int problem = errno;
  const Directory directory = directory_of(std::move(folder));
  if (!directory) {
    return problem == EACCES || problem == EPERM
               ? Result<void>{fail(Failure::forbidden,
                                   fmt::format("{} may not be searched.", path.string()),
                                   path.string())}
               : fail(Failure::unexpected,
                      fmt::format("{}: {}", path.string(), std::strerror(problem)));
  }
  const int at = ::dirfd(directory.get());
  while (const dirent* entry = next_in(directory.get())) {
    struct stat facts
    {
    };
    if (walk.left-- == 0 || depth > k_deepest) {
      return fail(Failure::unexpected,
                  fmt::format("{} holds too many or too deep entries.", path.string()));
    }
    if (::fstatat(at, entry->d_name, &facts, AT_SYMLINK_NOFOLLOW) != 0) {
      continue; // it is gone
    }
    if (S_ISREG(facts.st_mode)) {
      walk.visit({static_cast<std::uint64_t>(facts.st_size), facts.st_mtime});
    } else if (S_ISDIR(facts.st_mode)) {
      Descriptor next{
          ::openat(at, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
      if (auto done = walk_all(std::move(next), path / entry->d_name, walk, depth + 1); !done) {
        return done;
      }
    }
  }
  return {};
}

} // namespace

Result<void>
walk(Descriptor folder, const fs::path& path, std::size_t most,
     const std::function<void(const FileFacts&)>& visit)
{
  Walk walk{visit, most};
  return walk_all(std::move(folder), path, walk, 0);
}

} // namespace klausur::files
