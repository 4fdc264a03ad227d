#pragma once

#include "connectors/format/ed25519.hpp"
#include "plugin/store/store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <mutex>
#include <optional>

namespace klausur {

/// The one connection, and the lock that lets threads take turns.
struct Store::Database
{
  explicit Database(const std::string& path, JournalKey journal_key = {})
      : key{std::move(journal_key)}, connection{path,
                                                SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                                                k_wait_milliseconds}
  {
    connection.exec("PRAGMA journal_mode=WAL");
    connection.exec("PRAGMA synchronous=FULL"); // a finished run survives a power cut
    connection.exec("PRAGMA foreign_keys=ON");
    connection.exec("PRAGMA cache_size=-2000");
  }

  /// Do `work` under the lock; SQLite's exceptions end here.
  template<typename Work>
  [[nodiscard]] auto with(Work work) -> decltype(work(std::declval<SQLite::Database&>()))
  {
    const std::lock_guard lock{mutex};
    try {
      return work(connection);
    } catch (const SQLite::Exception& problem) {
      return fail(Failure::unreachable,
                  fmt::format("the store {} could not be used: {}; check the disk and its "
                              "permissions",
                              connection.getFilename(), problem.what()));
    }
  }

  /// As with(), in one transaction that is only kept when `work` succeeds.
  template<typename Work>
  [[nodiscard]] auto in_transaction(Work work)
      -> decltype(work(std::declval<SQLite::Database&>()))
  {
    return with([&](SQLite::Database& database) {
      SQLite::Transaction transaction{database, SQLite::TransactionBehavior::IMMEDIATE};
      auto result = work(database);
      if (result) {
        transaction.commit();
      }
      return result;
    });
  }

  /// The key that signs now; made when there is none and none has signed before.
  /// @param known  The key that the journal says signs; empty: none does yet.
  /// @error `invalid`: it is gone or another one; what SQLite throws passes through.
  [[nodiscard]] Result<SigningKey> signer(const std::string& known);

  /// The key that follows on a lost one: what is in its place, or a new one.
  [[nodiscard]] Result<SigningKey> key_after_lost(const std::string& known) const;

  /// Let `add` write entries to the journal in one transaction.
  template<typename Add> [[nodiscard]] Result<void> journal(Time at, Add add);
  /// The same with the key that `key_for` gives for the name of the one that signs now.
  template<typename KeyFor, typename Add>
  [[nodiscard]] Result<void> journal_signed_by(KeyFor key_for, Time at, Add add);

  static constexpr int k_wait_milliseconds = 10'000;
  std::mutex mutex;
  JournalKey key;
  std::optional<SigningKey> signing_key; ///< Once it was read.
  SQLite::Database connection;
};

[[nodiscard]] inline std::int64_t
to_seconds(Time time)
{
  return time.time_since_epoch().count();
}

[[nodiscard]] inline Time
from_seconds(std::int64_t seconds)
{
  return Time{std::chrono::seconds{seconds}};
}

/// Bind values to a statement in their order.
template<typename... Values>
void
bind_all(SQLite::Statement& statement, const Values&... values)
{
  int at = 0;
  (statement.bind(++at, values), ...);
}

/// The first column of the first row that the words find; nullopt: they find none.
template<typename... Values>
[[nodiscard]] std::optional<std::string>
first_text(SQLite::Database& database, const std::string& words, const Values&... values)
{
  SQLite::Statement rows{database, words};
  bind_all(rows, values...);
  return rows.executeStep() ? std::optional{rows.getColumn(0).getString()} : std::nullopt;
}

} // namespace klausur
