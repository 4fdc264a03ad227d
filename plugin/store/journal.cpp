#include "connectors/format/digest.hpp"
#include "plugin/store/database.hpp"
#include "plugin/store/store.hpp"

namespace klausur {

namespace {

/// What an entry's hash is made of; every part is on a line of its own, the body canonical.
std::string
hash_of(const JournalEntry& entry)
{
  return sha256(fmt::format("{}\n{}\n{}\n{}\n{}\n{}", entry.number, to_seconds(entry.at),
                            entry.kind, entry.tenant, canonical_text(entry.body),
                            entry.previous));
}

Result<JournalEntry>
entry_from(SQLite::Statement& row)
{
  auto body = parse_json(row.getColumn(4).getString());
  if (!body) {
    return fail(Failure::invalid, fmt::format("journal entry {}: {}",
                                              row.getColumn(0).getInt64(), body.error().what));
  }
  return JournalEntry{.number = row.getColumn(0).getInt64(),
                      .at = from_seconds(row.getColumn(1).getInt64()),
                      .kind = row.getColumn(2).getString(),
                      .tenant = row.getColumn(3).getString(),
                      .body = std::move(*body),
                      .previous = row.getColumn(5).getString(),
                      .hash = row.getColumn(6).getString()};
}

} // namespace

Result<JournalEntry>
Store::append(std::string_view kind, std::string_view tenant, const JsonValue& body, Time at)
{
  return m_database->in_transaction([&](SQLite::Database& database) -> Result<JournalEntry> {
    JournalEntry entry{.number = 1,
                       .at = at,
                       .kind = std::string{kind},
                       .tenant = std::string{tenant},
                       .body = copy_of(body),
                       .previous = sha256(""),
                       .hash = {}};
    SQLite::Statement last{database,
                           "SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1"};
    if (last.executeStep()) {
      entry.number = last.getColumn(0).getInt64() + 1;
      entry.previous = last.getColumn(1).getString();
    }
    entry.hash = hash_of(entry);
    SQLite::Statement insert{database, "INSERT INTO journal VALUES(?,?,?,?,?,?,?,?)"};
    bind_all(insert, entry.number, to_seconds(at), entry.kind, entry.tenant,
             std::string{member_text(entry.body, "run")}, to_text(entry.body), entry.previous,
             entry.hash);
    insert.exec();
    return entry;
  });
}

Result<std::vector<JournalEntry>>
Store::journal(std::string_view run) const
{
  using Answer = Result<std::vector<JournalEntry>>;
  return m_database->with([&](SQLite::Database& database) -> Answer {
    std::vector<JournalEntry> all;
    SQLite::Statement rows{database,
                           "SELECT number, at, kind, tenant, body, previous, hash FROM "
                           "journal WHERE ?='' OR run=? ORDER BY number"};
    bind_all(rows, std::string{run}, std::string{run});
    while (rows.executeStep()) {
      auto entry = entry_from(rows);
      if (!entry) {
        return tl::unexpected(entry.error());
      }
      all.push_back(std::move(*entry));
    }
    return all;
  });
}

Result<std::vector<WriteRecord>>
Store::writes(std::string_view tenant, std::size_t limit) const
{
  using Answer = Result<std::vector<WriteRecord>>;
  return m_database->with([&](SQLite::Database& database) -> Answer {
    std::vector<WriteRecord> all;
    SQLite::Statement rows{
        database,
        "SELECT run, min(at), tenant, sum(kind='write'), sum(kind='failed'), "
        "max(CASE WHEN kind IN ('applied', 'not applied') THEN kind ELSE '' END) FROM journal "
        "WHERE run IN (SELECT run FROM journal WHERE kind='apply') AND (?='' OR tenant=?) "
        "GROUP BY run, tenant ORDER BY min(number) DESC LIMIT ?"};
    bind_all(rows, std::string{tenant}, std::string{tenant}, static_cast<std::int64_t>(limit));
    while (rows.executeStep()) {
      all.push_back({.id = rows.getColumn(0).getString(),
                     .at = from_seconds(rows.getColumn(1).getInt64()),
                     .tenant = rows.getColumn(2).getString(),
                     .settings = static_cast<std::size_t>(rows.getColumn(3).getInt64()),
                     .failed = static_cast<std::size_t>(rows.getColumn(4).getInt64()),
                     .end = rows.getColumn(5).getString()});
    }
    return all;
  });
}

Result<void>
Store::verify_journal() const
{
  return journal("").and_then([](const std::vector<JournalEntry>& entries) -> Result<void> {
    std::string previous = sha256("");
    std::int64_t number = 0;
    for (const auto& entry : entries) {
      if (entry.number != ++number || entry.previous != previous ||
          entry.hash != hash_of(entry)) {
        return fail(
            Failure::invalid,
            fmt::format("the journal does not hold from entry {} ({}) on: it was changed "
                        "or an entry before it is gone",
                        entry.number, to_text(entry.at)));
      }
      previous = entry.hash;
    }
    return {};
  });
}

} // namespace klausur
