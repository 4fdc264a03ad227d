#include "plugin/store/store.hpp"

#include "plugin/store/database.hpp"
#include "plugin/store/schema.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace klausur {

namespace {

/// The path that SQLite is given for one of our addresses.
Result<std::string>
path_of(std::string_view url)
{
  constexpr std::string_view scheme = "sqlite:";
  if (!url.starts_with(scheme)) {
    return fail(Failure::invalid, fmt::format("the store \"{}\" is not understood; write "
                                              "sqlite:///var/lib/klausur/klausur.db",
                                              url));
  }
  url.remove_prefix(scheme.size());
  if (url == ":memory:") {
    return std::string{url};
  }
  if (url.starts_with("//")) {
    url.remove_prefix(2);
  }
  if (url.empty()) {
    return fail(Failure::invalid, "the store's address has no path");
  }
  return std::string{url};
}

std::string
unusable(std::string_view path, std::string_view why)
{
  return fmt::format("the store {} could not be opened: {}; its directory must exist and be "
                     "writable",
                     path, why);
}

/// A new store is nobody else's to read; the library would take what the umask leaves.
Result<void>
make_private(const std::string& path)
{
  if (path == ":memory:") {
    return {};
  }
  const int file =
      ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0) {
    return errno == EEXIST ? Result<void>{}
                           : fail(Failure::invalid, unusable(path, std::strerror(errno)));
  }
  ::close(file);
  return {};
}

} // namespace

Store::Store(std::unique_ptr<Database> database) : m_database{std::move(database)} {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store>
Store::open(std::string_view url, JournalKey key)
{
  auto path = path_of(url);
  if (!path) {
    return tl::unexpected(path.error());
  }
  if (auto made = make_private(*path); !made) {
    return tl::unexpected(made.error());
  }
  try {
    if (key.file.empty() && key.pem.empty() && *path != ":memory:") {
      key.file = *path + ".key";
    }
    auto database = std::make_unique<Database>(*path, std::move(key));
    if (auto migrated = migrate(database->connection); !migrated) {
      return tl::unexpected(migrated.error());
    }
    return Store{std::move(database)};
  } catch (const SQLite::Exception& problem) {
    return fail(Failure::invalid, unusable(*path, problem.what()));
  }
}

} // namespace klausur
