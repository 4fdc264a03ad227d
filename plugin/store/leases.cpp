#include "plugin/store/database.hpp"
#include "plugin/store/store.hpp"

namespace klausur {

namespace {

std::optional<LeaseRecord>
lease_in(SQLite::Database& database, const std::string& tenant)
{
  SQLite::Statement held{database, "SELECT holder, until FROM lease WHERE tenant=?"};
  bind_all(held, tenant);
  return held.executeStep()
             ? std::optional{LeaseRecord{tenant, held.getColumn(0).getString(),
                                         from_seconds(held.getColumn(1).getInt64())}}
             : std::nullopt;
}

} // namespace

Result<std::optional<LeaseRecord>>
Store::lease(std::string_view tenant) const
{
  return m_database->with(
      [&](SQLite::Database& database) -> Result<std::optional<LeaseRecord>> {
        return lease_in(database, std::string{tenant});
      });
}

Result<std::optional<LeaseRecord>>
Store::take_lease(const LeaseRecord& mine, const LeaseIsOver& is_over)
{
  using Answer = Result<std::optional<LeaseRecord>>;
  return m_database->in_transaction([&](SQLite::Database& database) -> Answer {
    auto held = lease_in(database, mine.tenant);
    if (held && held->holder != mine.holder && !is_over(*held)) {
      return held;
    }
    SQLite::Statement take{database, "INSERT OR REPLACE INTO lease VALUES(?,?,?)"};
    bind_all(take, mine.tenant, mine.holder, to_seconds(mine.until));
    take.exec();
    return std::optional<LeaseRecord>{};
  });
}

Result<void>
Store::give_lease_back(std::string_view tenant, std::string_view holder)
{
  return m_database->in_transaction([&](SQLite::Database& database) -> Result<void> {
    SQLite::Statement gone{database, "DELETE FROM lease WHERE tenant=? AND holder=?"};
    bind_all(gone, std::string{tenant}, std::string{holder});
    gone.exec();
    return {};
  });
}

Result<std::string>
Store::run_of_plan(std::string_view hash) const
{
  return m_database->with([&](SQLite::Database& database) -> Result<std::string> {
    return first_text(database,
                      "SELECT run FROM journal WHERE kind='apply' AND "
                      "json_extract(body, '$.plan')=? ORDER BY number DESC LIMIT 1",
                      std::string{hash})
        .value_or("");
  });
}

Result<std::string>
Store::interrupted_run(std::string_view tenant) const
{
  return m_database->with([&](SQLite::Database& database) -> Result<std::string> {
    // The last two kinds are those of earlier versions.
    return first_text(database,
                      "SELECT CASE kind WHEN 'apply' THEN run ELSE '' END FROM journal WHERE "
                      "tenant=? AND kind IN ('apply', 'end', 'applied', 'not applied') "
                      "ORDER BY number DESC LIMIT 1",
                      std::string{tenant})
        .value_or("");
  });
}

} // namespace klausur
