#include "plugin/store/database.hpp"
#include "plugin/store/store.hpp"

namespace klausur {

Result<std::vector<ToldRecord>>
Store::told(std::string_view channel, std::string_view tenant) const
{
  return m_database->with([&](SQLite::Database& database) -> Result<std::vector<ToldRecord>> {
    std::vector<ToldRecord> all;
    SQLite::Statement rows{database,
                           "SELECT channel, tenant, check_id, scope, status, severity, "
                           "observed FROM told WHERE channel=? AND tenant=?"};
    bind_all(rows, std::string{channel}, std::string{tenant});
    while (rows.executeStep()) {
      const auto text = [&](int column) { return rows.getColumn(column).getString(); };
      all.push_back({text(0), text(1), text(2), text(3), text(4), text(5), text(6)});
    }
    return all;
  });
}

Result<void>
Store::queue(std::span<const ToldRecord> told, std::span<const OutgoingMessage> messages)
{
  return m_database->in_transaction([&](SQLite::Database& database) -> Result<void> {
    SQLite::Statement record{database, "INSERT OR REPLACE INTO told VALUES(?,?,?,?,?,?,?)"};
    for (const auto& each : told) {
      bind_all(record, each.channel, each.tenant, each.check, each.scope, each.status,
               each.severity, each.observed);
      record.exec();
      record.reset();
    }
    SQLite::Statement insert{database, "INSERT INTO outbox(channel, body, created, next_try, "
                                       "attempts, last_error) VALUES(?,?,?,?,0,'')"};
    for (const auto& each : messages) {
      bind_all(insert, each.channel, each.body, to_seconds(each.created),
               to_seconds(each.next_try));
      insert.exec();
      insert.reset();
    }
    return {};
  });
}

Result<std::vector<OutgoingMessage>>
Store::waiting(std::size_t limit) const
{
  using Answer = Result<std::vector<OutgoingMessage>>;
  return m_database->with([&](SQLite::Database& database) -> Answer {
    std::vector<OutgoingMessage> all;
    SQLite::Statement rows{database, "SELECT id, channel, body, created, next_try, attempts, "
                                     "last_error FROM outbox ORDER BY id LIMIT ?"};
    bind_all(rows, static_cast<std::int64_t>(limit));
    while (rows.executeStep()) {
      all.push_back({.id = rows.getColumn(0).getInt64(),
                     .channel = rows.getColumn(1).getString(),
                     .body = rows.getColumn(2).getString(),
                     .created = from_seconds(rows.getColumn(3).getInt64()),
                     .next_try = from_seconds(rows.getColumn(4).getInt64()),
                     .attempts = rows.getColumn(5).getInt(),
                     .last_error = rows.getColumn(6).getString()});
    }
    return all;
  });
}

Result<void>
Store::sent(std::int64_t message)
{
  return m_database->in_transaction([&](SQLite::Database& database) -> Result<void> {
    SQLite::Statement remove{database, "DELETE FROM outbox WHERE id=?"};
    bind_all(remove, message);
    remove.exec();
    return {};
  });
}

Result<void>
Store::postpone(std::int64_t message, std::string_view why, Time next)
{
  return m_database->in_transaction([&](SQLite::Database& database) -> Result<void> {
    SQLite::Statement update{
        database, "UPDATE outbox SET attempts=attempts+1, last_error=?, next_try=? WHERE id=?"};
    bind_all(update, std::string{why}, to_seconds(next), message);
    update.exec();
    return {};
  });
}

} // namespace klausur
