#pragma once

#include "plugin/journal/entry.hpp"
#include "plugin/store/database.hpp"

#include <string>
#include <string_view>

namespace klausur {

/// What the next entry of the journal follows on.
struct JournalEnd
{
  std::int64_t number = 0;
  std::string hash; ///< Of the last entry, or of nothing.
  std::string key;  ///< That signs; empty: none does yet.
};

[[nodiscard]] JournalEnd end_of_journal(SQLite::Database& database);

/// The last entry has to be the one that the store recorded as its head: what was cut off or
/// added behind the program's back would else be sealed by the next entry.
/// @error `invalid`: it is another one.
[[nodiscard]] Result<void> expect_recorded_end(SQLite::Database& database,
                                               const JournalEnd& end);

/// Writes entries one after the other, within one transaction. SQLite's exceptions pass
/// through.
class JournalWriter
{
public:
  JournalWriter(SQLite::Database& database, SigningKey key, JournalEnd end, Time at)
      : m_database{database}, m_key{std::move(key)}, m_end{std::move(end)}, m_at{at}
  {
  }

  [[nodiscard]] Result<JournalEntry> add(std::string_view tenant, const Entry& entry);
  /// Note what the last entry is and who signs the next one.
  void finish();

  [[nodiscard]] SQLite::Database& database() { return m_database; }

private:
  [[nodiscard]] Result<JournalEntry> insert(std::string_view tenant, const Entry& of);

  SQLite::Database& m_database;
  SigningKey m_key;
  JournalEnd m_end;
  Time m_at;
};

template<typename Add>
Result<void>
Store::Database::journal(Time at, Add add)
{
  return journal_signed_by([&](const std::string& known) { return signer(known); }, at,
                           std::move(add));
}

template<typename KeyFor, typename Add>
Result<void>
Store::Database::journal_signed_by(KeyFor key_for, Time at, Add add)
{
  return in_transaction([&](SQLite::Database& database) -> Result<void> {
    JournalEnd end = end_of_journal(database);
    if (auto as_recorded = expect_recorded_end(database, end); !as_recorded) {
      return as_recorded;
    }
    Result<SigningKey> key_now = key_for(end.key);
    if (!key_now) {
      return tl::unexpected(key_now.error());
    }
    JournalWriter writer{database, std::move(*key_now), std::move(end), at};
    auto added = add(writer);
    if (added) {
      writer.finish();
    }
    return added;
  });
}

} // namespace klausur
