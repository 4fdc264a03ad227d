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

constexpr const char* k_in_memory = ":memory:";

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
  if (path == k_in_memory) {
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

Result<std::filesystem::path>
store_file(std::string_view url)
{
  constexpr std::string_view scheme = "sqlite:";
  if (!url.starts_with(scheme)) {
    return fail(Failure::invalid, fmt::format("the store \"{}\" is not understood; write "
                                              "sqlite:///var/lib/klausur/klausur.db",
                                              url));
  }
  url.remove_prefix(scheme.size());
  if (url == k_in_memory) {
    return std::filesystem::path{};
  }
  if (url.starts_with("//")) {
    url.remove_prefix(2);
  }
  if (url.empty()) {
    return fail(Failure::invalid, "the store's address has no path");
  }
  return std::filesystem::path{url};
}

JournalKey
journal_key_for(const std::filesystem::path& store, JournalKey given)
{
  if (given.file.empty() && given.pem.empty() && !store.empty()) {
    given.file = store.string() + ".key";
  }
  return given;
}

Store::Store(std::unique_ptr<Database> database) : m_database{std::move(database)} {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store>
Store::open(std::string_view url, JournalKey key)
{
  const auto file = store_file(url);
  if (!file) {
    return tl::unexpected(file.error());
  }
  const std::string path = file->empty() ? std::string{k_in_memory} : file->string();
  if (auto made = make_private(path); !made) {
    return tl::unexpected(made.error());
  }
  try {
    auto database = std::make_unique<Database>(path, journal_key_for(*file, std::move(key)));
    if (auto migrated = migrate(database->connection); !migrated) {
      return tl::unexpected(migrated.error());
    }
    return Store{std::move(database)};
  } catch (const SQLite::Exception& problem) {
    return fail(Failure::invalid, unusable(path, problem.what()));
  }
}

Result<void>
Store::copy_into(const std::filesystem::path& file) const
{
  const std::string path = file.string();
  return make_private(path).and_then([&] {
    return m_database->with([&](SQLite::Database& database) -> Result<void> {
      SQLite::Statement copy{database, "VACUUM INTO ?"};
      bind_all(copy, path);
      copy.exec();
      return {};
    });
  });
}

Result<std::string>
Store::damage() const
{
  return m_database->with([](SQLite::Database& database) -> Result<std::string> {
    const auto said = first_text(database, "PRAGMA integrity_check(1)");
    return said && *said == "ok" ? std::string{} : said.value_or("nothing is said of it");
  });
}

} // namespace klausur
