#include "plugin/journal/key_file.hpp"
#include "plugin/store/database.hpp"
#include "plugin/store/journal_rows.hpp"
#include "plugin/store/journal_writer.hpp"
#include "plugin/store/store.hpp"

namespace klausur {

namespace {

/// The heads that were recorded in the store itself, all of which have to be in the chain.
void
expect_recorded(SQLite::Database& database, ChainCheck& check)
{
  SQLite::Statement head{database, "SELECT number, hash FROM journal_head"};
  if (head.executeStep()) {
    const auto number = head.getColumn(0).getInt64();
    check.expect({number, head.getColumn(1).getString()}, "the store's own record");
    if (number < check.verdict().entries) {
      check.expect({check.verdict().entries, "none"}, "the store's own record");
    }
  } else if (!check.verdict().key.empty()) {
    check.expect({check.verdict().entries + 1, "none"}, "nothing (the store's own record is "
                                                        "gone)");
  }
  SQLite::Statement runs{database, "SELECT min(id), journal_head FROM run WHERE "
                                   "journal_head<>'' GROUP BY journal_head"};
  while (runs.executeStep()) {
    if (const auto kept = parse_head(runs.getColumn(1).getString())) {
      check.expect(*kept, "run " + runs.getColumn(0).getString());
    }
  }
}

/// The key that is in use, where it can be had without making one.
std::string
key_in_use(const JournalKey& where, const std::optional<SigningKey>& known)
{
  if (known) {
    return known->public_key().name();
  }
  const auto key = !where.pem.empty()
                       ? SigningKey::from_pem(where.pem).map(
                             [](SigningKey made) { return std::optional{std::move(made)}; })
                       : read_key(where.file);
  return key && *key ? (*key)->public_key().name() : std::string{};
}

/// All entries, and what the store itself recorded of them.
ChainCheck
look_at_all(SQLite::Database& database)
{
  ChainCheck check;
  JournalRows rows{database, ""};
  while (rows.next()) {
    check.take(rows.entry(), rows.body(), rows.run());
  }
  expect_recorded(database, check);
  return check;
}

} // namespace

Result<JournalVerdict>
Store::verify_entries() const
{
  return m_database->with([](SQLite::Database& database) -> Result<JournalVerdict> {
    return look_at_all(database).verdict();
  });
}

Result<JournalVerdict>
Store::verify_journal(const std::optional<JournalHead>& kept) const
{
  return m_database->with([&](SQLite::Database& database) -> Result<JournalVerdict> {
    ChainCheck check = look_at_all(database);
    if (const auto key = key_in_use(m_database->key, m_database->signing_key); !key.empty()) {
      check.expect_key(key);
    }
    if (kept) {
      check.expect(*kept, "the head that was given");
    }
    return check.verdict();
  });
}

Result<void>
Store::check_journal_end() const
{
  return m_database->with([](SQLite::Database& database) {
    return expect_recorded_end(database, end_of_journal(database));
  });
}

Result<JournalHead>
Store::journal_head() const
{
  return m_database->with([](SQLite::Database& database) -> Result<JournalHead> {
    SQLite::Statement last{database,
                           "SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1"};
    if (!last.executeStep()) {
      return JournalHead{};
    }
    return JournalHead{last.getColumn(0).getInt64(), last.getColumn(1).getString()};
  });
}

} // namespace klausur
