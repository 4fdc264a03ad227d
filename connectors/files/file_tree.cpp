#include "connectors/files/file_tree.hpp"

#include "connectors/files/system.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace klausur {

namespace fs = std::filesystem;

using namespace files;

/// The directory, and where this machine has it.
struct FileTree::Root
{
  Descriptor descriptor;
  fs::path real;
};

struct FileTree::Opened
{
  Descriptor descriptor;
  struct stat facts;
};

namespace {

constexpr int k_most_links = 8;

/// Whether `path` is `place` or lies in it; both from the same root.
bool
lies_in(const fs::path& path, const fs::path& place)
{
  const auto [rest, end] = std::mismatch(place.begin(), place.end(), path.begin(), path.end());
  return rest == place.end() || place == ".";
}

/// "X/" and "X" are the same.
fs::path
without_slash(const fs::path& directory)
{
  fs::path shown = directory.lexically_normal();
  return !shown.has_filename() && shown.has_relative_path() ? shown.parent_path() : shown;
}

} // namespace

FileTree::FileTree(std::shared_ptr<const Root> root, fs::path shown, fs::path called)
    : m_root{std::move(root)}, m_shown{std::move(shown)}, m_called{std::move(called)}
{
}

Result<FileTree>
FileTree::made(int descriptor, fs::path shown, fs::path called)
{
  Descriptor owned{descriptor};
  auto real = real_place(descriptor);
  if (!real) {
    return fail(
        Failure::unexpected,
        fmt::format("{}: where it lies cannot be told: is /proc mounted?", shown.string()));
  }
  auto root = std::make_shared<const Root>(Root{std::move(owned), std::move(*real)});
  return FileTree{std::move(root), std::move(shown), std::move(called)};
}

Result<FileTree>
FileTree::open(const fs::path& directory, fs::path called)
{
  fs::path shown = without_slash(directory);
  const int descriptor = ::open(shown.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0 && errno == EACCES) {
    return refused(shown, errno, shown);
  }
  if (descriptor < 0) {
    return fail(Failure::invalid, fmt::format("{} is no directory.", directory.string()));
  }
  return made(descriptor, std::move(shown), std::move(called));
}

Result<FileTree>
FileTree::around_etc(const fs::path& etc)
{
  auto tree = open(etc, "/etc");
  if (!tree || tree->m_shown.filename() != "etc" || tree->m_root->real.filename() != "etc") {
    return tree;
  }
  // Its own name may be a link, so the directory above it is where it really lies.
  const fs::path above = tree->m_shown.parent_path();
  auto around = open(tree->m_root->real.parent_path());
  if (around) {
    around->m_shown = above.empty() ? fs::path{"."} : above;
  }
  return around;
}

Result<FileTree>
FileTree::below(const fs::path& folder, fs::path called) const
{
  auto there = opened_folder(folder);
  if (!there) {
    return tl::unexpected(there.error());
  }
  return made(there->descriptor.release(), folder.lexically_normal(), std::move(called));
}

FileTree
FileTree::narrowed_to(const std::vector<fs::path>& places) const
{
  FileTree answer = *this;
  answer.m_is_narrow = true;
  answer.m_places.clear();
  for (const auto& each : places) {
    const auto path = inside(each);
    if (!path) {
      continue;
    }
    answer.m_places.emplace_back(*path);
    // A link to a folder that the place lies in would let everything in.
    const Descriptor there{named(*path, /*follow=*/true)};
    const auto real = there ? real_place(there.number()) : std::nullopt;
    const auto target = real ? real->lexically_relative(m_root->real) : fs::path{};
    if (!target.empty() && !lies_in(*path, target)) {
      answer.m_places.push_back(target);
    }
  }
  return answer;
}

bool
FileTree::is_this_machine() const
{
  return m_root && m_root->real == "/";
}

std::optional<fs::path>
FileTree::place_of(const fs::path& named) const
{
  const fs::path from = named.lexically_normal().lexically_relative(m_called);
  if (from.empty() || *from.begin() == "..") {
    return std::nullopt;
  }
  return from == "." ? m_shown : m_shown / from;
}

std::optional<std::string>
FileTree::inside(const fs::path& path) const
{
  const fs::path from = path.lexically_normal().lexically_relative(m_shown);
  if (!m_root || from.empty() || *from.begin() == "..") {
    return std::nullopt;
  }
  return from.string();
}

std::optional<std::string>
FileTree::target_of(int link, const std::string& path) const
{
  const auto text = files::target_of(link);
  if (!text) {
    return std::nullopt;
  }
  const fs::path target{*text};
  if (!target.is_absolute()) {
    return (fs::path{path}.parent_path() / target).string();
  }
  const fs::path from = target.lexically_normal().lexically_relative(m_called);
  return from.empty() || *from.begin() == ".." ? std::nullopt : std::optional{from.string()};
}

int
FileTree::named(std::string path, bool follow) const
{
  if (!follow || m_called == "/") {
    return open_below(m_root->descriptor.number(), path, follow);
  }
  // The kernel takes the directory for `/`: what absolute links mean is told to it here.
  for (int links = 0; links < k_most_links; ++links) {
    Descriptor there{open_below(m_root->descriptor.number(), path, /*follow=*/false)};
    struct stat facts
    {
    };
    if (!there || ::fstat(there.number(), &facts) != 0) {
      return -1;
    }
    if (!S_ISLNK(facts.st_mode)) {
      return there.release();
    }
    auto target = target_of(there.number(), path);
    if (!target) {
      errno = ENOENT;
      return -1;
    }
    path = *std::move(target);
  }
  errno = ELOOP;
  return -1;
}

bool
FileTree::may_open(const fs::path& real) const
{
  const fs::path from = real.lexically_relative(m_root->real);
  return !from.empty() && *from.begin() != ".." &&
         (!m_is_narrow || std::ranges::any_of(m_places, [&](const fs::path& place) {
           return lies_in(from, place);
         }));
}

Result<FileTree::Opened>
FileTree::opened(const fs::path& path) const
{
  const auto from = inside(path);
  if (!from) {
    return fail(Failure::unexpected,
                fmt::format("{} is not part of {}.", path.string(), m_shown.string()));
  }
  Opened answer{Descriptor{named(*from, /*follow=*/true)}, {}};
  if (!answer.descriptor || ::fstat(answer.descriptor.number(), &answer.facts) != 0) {
    return refused(path, errno, m_shown);
  }
  const auto real = real_place(answer.descriptor.number());
  if (!real || !may_open(*real)) {
    return fail(Failure::unexpected,
                fmt::format("{} leads to {}, where nothing of the deployment belongs. It was "
                            "not read.",
                            path.string(), real ? real->string() : "an unknown place"));
  }
  return answer;
}

Result<FileTree::Opened>
FileTree::opened_folder(const fs::path& folder) const
{
  auto there = opened(folder);
  if (there && !S_ISDIR(there->facts.st_mode)) {
    return fail(Failure::unexpected, fmt::format("{} is no directory.", folder.string()));
  }
  return there;
}

Result<std::string>
FileTree::read(const fs::path& file, std::size_t largest) const
{
  const auto there = opened(file);
  if (!there) {
    return tl::unexpected(there.error());
  }
  if (!S_ISREG(there->facts.st_mode)) {
    return fail(Failure::unexpected,
                fmt::format("{} is {} and not a regular file.", file.string(),
                            name_of_kind(there->facts.st_mode)));
  }
  const auto size = static_cast<std::size_t>(there->facts.st_size);
  if (size > largest) {
    return fail(Failure::unexpected,
                fmt::format("{}: larger than {} bytes", file.string(), largest));
  }
  const Descriptor readable{reopened(there->descriptor.number(), 0)};
  return readable ? contents(readable.number(), file, size, largest)
                  : Result<std::string>{refused(file, errno, m_shown)};
}

FileKind
FileTree::kind_of(const fs::path& path) const
{
  const auto from = inside(path);
  const Descriptor there{from ? named(*from, /*follow=*/true) : -1};
  struct stat facts
  {
  };
  if (!from || !there || ::fstat(there.number(), &facts) != 0) {
    return from && (errno == EACCES || errno == EPERM) ? FileKind::closed : FileKind::nothing;
  }
  return kind_in(facts.st_mode);
}

bool
FileTree::is_there(const fs::path& path) const
{
  const auto from = inside(path);
  const Descriptor there{from ? named(*from, /*follow=*/false) : -1};
  return from && (there || (errno != ENOENT && errno != ENOTDIR));
}

std::optional<unsigned>
FileTree::mode_of(const fs::path& path) const
{
  const auto there = opened(path);
  return there ? std::optional{unsigned{there->facts.st_mode} & 07777U} : std::nullopt;
}

Result<std::vector<FileEntry>>
FileTree::list(const fs::path& folder) const
{
  const auto there = opened_folder(folder);
  if (!there) {
    return tl::unexpected(there.error());
  }
  const Directory directory =
      directory_of(Descriptor{reopened(there->descriptor.number(), O_DIRECTORY)});
  if (!directory) {
    return refused(folder, errno, m_shown);
  }
  std::vector<FileEntry> entries;
  while (const dirent* entry = next_in(directory.get())) {
    struct stat facts
    {
    };
    const bool known =
        ::fstatat(::dirfd(directory.get()), entry->d_name, &facts, AT_SYMLINK_NOFOLLOW) == 0;
    entries.push_back({entry->d_name, known ? kind_in(facts.st_mode) : FileKind::closed});
  }
  std::ranges::sort(entries, {}, &FileEntry::name);
  return entries;
}

Result<void>
FileTree::walk(const fs::path& folder, std::size_t most,
               const std::function<void(const FileFacts&)>& visit) const
{
  const auto from = inside(folder);
  const Descriptor there{from ? named(*from, /*follow=*/true) : -1};
  if (!from || !there) {
    return refused(folder, from ? errno : ENOENT, m_shown);
  }
  return files::walk(Descriptor{reopened(there.number(), O_DIRECTORY)}, folder, most, visit);
}

} // namespace klausur
