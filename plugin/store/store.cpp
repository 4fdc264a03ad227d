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

Result<void>
Store::add(const Attestation& attestation)
{
  return m_database->in_transaction([&](SQLite::Database& database) -> Result<void> {
    SQLite::Statement insert{database, "INSERT INTO attestation VALUES(?,?,?,?,?,?,?,?)"};
    bind_all(insert, attestation.tenant, attestation.check, attestation.holds ? 1 : 0,
             attestation.statement, attestation.by, attestation.document,
             to_seconds(attestation.from), to_seconds(attestation.until));
    insert.exec();
    return {};
  });
}

Result<std::vector<Attestation>>
Store::attestations() const
{
  return m_database->with([](SQLite::Database& database) -> Result<std::vector<Attestation>> {
    std::vector<Attestation> all;
    SQLite::Statement rows{database, "SELECT tenant, check_id, holds, statement, by, document, "
                                     "starts, ends FROM attestation ORDER BY rowid"};
    while (rows.executeStep()) {
      all.push_back({.tenant = rows.getColumn(0).getString(),
                     .check = rows.getColumn(1).getString(),
                     .holds = rows.getColumn(2).getInt() != 0,
                     .statement = rows.getColumn(3).getString(),
                     .by = rows.getColumn(4).getString(),
                     .document = rows.getColumn(5).getString(),
                     .from = from_seconds(rows.getColumn(6).getInt64()),
                     .until = from_seconds(rows.getColumn(7).getInt64())});
    }
    return all;
  });
}

Result<void>
Store::end_attestation(std::string_view tenant, std::string_view check, Time at)
{
  return m_database->in_transaction([&](SQLite::Database& database) -> Result<void> {
    SQLite::Statement end{
        database, "UPDATE attestation SET ends=? WHERE tenant=? AND check_id=? AND ends>?"};
    bind_all(end, to_seconds(at), std::string{tenant}, std::string{check}, to_seconds(at));
    if (end.exec() == 0) {
      return fail(
          Failure::invalid,
          fmt::format("{} has no attestation of {} that is still valid", tenant, check));
    }
    return {};
  });
}

Result<void>
Store::add(const Waiver& waiver)
{
  return m_database->in_transaction([&](SQLite::Database& database) -> Result<void> {
    SQLite::Statement insert{database, "INSERT INTO waiver VALUES(?,?,?,?,?,?,?,?)"};
    bind_all(insert, waiver.id, waiver.tenant, waiver.check, waiver.scope,
             to_text(waiver.accepted), waiver.reason, waiver.approver,
             to_seconds(waiver.until));
    insert.exec();
    return {};
  });
}

Result<std::vector<Waiver>>
Store::waivers() const
{
  return m_database->with([](SQLite::Database& database) -> Result<std::vector<Waiver>> {
    std::vector<Waiver> all;
    SQLite::Statement rows{database, "SELECT id, tenant, check_id, scope, accepted, reason, "
                                     "approver, ends FROM waiver ORDER BY rowid"};
    while (rows.executeStep()) {
      auto accepted = parse_json(rows.getColumn(4).getString());
      if (!accepted) {
        return tl::unexpected(accepted.error());
      }
      all.push_back({.id = rows.getColumn(0).getString(),
                     .tenant = rows.getColumn(1).getString(),
                     .check = rows.getColumn(2).getString(),
                     .scope = rows.getColumn(3).getString(),
                     .accepted = std::move(*accepted),
                     .reason = rows.getColumn(5).getString(),
                     .approver = rows.getColumn(6).getString(),
                     .until = from_seconds(rows.getColumn(7).getInt64())});
    }
    return all;
  });
}

Result<void>
Store::end_waiver(std::string_view id, Time at)
{
  return m_database->in_transaction([&](SQLite::Database& database) -> Result<void> {
    SQLite::Statement end{database, "UPDATE waiver SET ends=? WHERE id=? AND ends>?"};
    bind_all(end, to_seconds(at), std::string{id}, to_seconds(at));
    if (end.exec() == 0) {
      return fail(Failure::invalid,
                  fmt::format("there is no waiver {} that is still valid", id));
    }
    return {};
  });
}

} // namespace klausur
