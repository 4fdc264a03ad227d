#include "connectors/files/system.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/openat2.h>
#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace klausur::files {

namespace fs = std::filesystem;

namespace {

/// The target of a link: of /proc/self/fd/N, or of an O_PATH descriptor and an empty name.
std::optional<std::string>
link_text(int at, const std::string& name)
{
  std::array<char, 4096> text{};
  const ssize_t size = ::readlinkat(at, name.c_str(), text.data(), text.size());
  return size < 0 ? std::nullopt
                  : std::optional{std::string{text.data(), static_cast<std::size_t>(size)}};
}

} // namespace

int
open_below(int root, const std::string& path, bool follow)
{
  open_how how{};
  how.flags = O_PATH | O_CLOEXEC | (follow ? 0U : unsigned{O_NOFOLLOW});
  how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(::syscall(SYS_openat2, root, path.c_str(), &how, sizeof how));
}

int
reopened(int descriptor, int flags)
{
  const auto self = fmt::format("/proc/self/fd/{}", descriptor);
  return ::open(self.c_str(), flags | O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

std::optional<fs::path>
real_place(int descriptor)
{
  const auto text = link_text(AT_FDCWD, fmt::format("/proc/self/fd/{}", descriptor));
  return text ? std::optional{fs::path{*text}} : std::nullopt;
}

FileKind
kind_in(mode_t mode)
{
  return S_ISREG(mode)   ? FileKind::file
         : S_ISDIR(mode) ? FileKind::folder
         : S_ISLNK(mode) ? FileKind::link
                         : FileKind::other;
}

std::string_view
name_of_kind(mode_t mode)
{
  return S_ISDIR(mode)                    ? "a directory"
         : S_ISFIFO(mode)                 ? "a FIFO"
         : S_ISSOCK(mode)                 ? "a socket"
         : S_ISCHR(mode) || S_ISBLK(mode) ? "a device"
                                          : "no regular file";
}

tl::unexpected<Error>
refused(const fs::path& path, int problem, const fs::path& tree)
{
  if (problem == EACCES || problem == EPERM) {
    return fail(Failure::forbidden, fmt::format("{} may not be read.", path.string()),
                path.string());
  }
  std::string why = std::strerror(problem); // NOLINT: of this thread's errno, at once
  if (problem == ENOENT || problem == ENOTDIR) {
    why = fmt::format("no such file in {}, where its links have to lead too", tree.string());
  } else if (problem == ELOOP) {
    why = "its links lead in a circle";
  } else if (problem == ENOSYS) {
    why = "this system has no openat2(), which came with Linux 5.6";
  }
  return fail(Failure::unexpected, fmt::format("{}: {}", path.string(), why));
}

Result<std::string>
contents(int descriptor, const fs::path& path, std::size_t expected, std::size_t largest)
{
  std::string text(std::min(expected, largest) + 1, '\0');
  std::size_t size = 0;
  for (;;) {
    const ssize_t got = ::read(descriptor, text.data() + size, text.size() - size);
    if (got < 0 && errno != EINTR) {
      return fail(Failure::unexpected,
                  fmt::format("{}: {}", path.string(), std::strerror(errno)));
    }
    if (got == 0) {
      text.resize(size);
      return text;
    }
    size += got > 0 ? static_cast<std::size_t>(got) : 0;
    if (size > largest) {
      return fail(Failure::unexpected,
                  fmt::format("{}: larger than {} bytes", path.string(), largest));
    }
    if (size == text.size()) { // it grows while it is read
      text.resize(std::min(2 * size, largest + 1));
    }
  }
}

Directory
directory_of(Descriptor descriptor)
{
  Directory directory{descriptor ? ::fdopendir(descriptor.number()) : nullptr};
  if (directory) {
    const int kept [[maybe_unused]] = descriptor.release();
  }
  return directory;
}

const dirent*
next_in(DIR* directory)
{
  const dirent* entry = nullptr;
  do {
    entry = ::readdir(directory); // NOLINT: each directory is one thread's
  } while (entry != nullptr &&
           (std::string_view{entry->d_name} == "." || std::string_view{entry->d_name} == ".."));
  return entry;
}

std::optional<std::string>
target_of(int link)
{
  return link_text(link, "");
}

} // namespace klausur::files
