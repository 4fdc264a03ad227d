#include "plugin/store/journal_writer.hpp"
#include "plugin/store/store.hpp"

namespace klausur {

Result<void>
Store::accept_baseline(const BaselineRecord& baseline)
{
  return m_database->journal(baseline.at, [&](JournalWriter& writer) -> Result<void> {
    const auto readings = first_text(writer.database(),
                                     "SELECT readings FROM run_tenant WHERE run=? AND tenant=?",
                                     baseline.run, baseline.tenant);
    if (!readings) {
      return fail(Failure::invalid,
                  fmt::format("run {} did not read {}", baseline.run, baseline.tenant));
    }
    SQLite::Statement insert{writer.database(),
                             "INSERT OR REPLACE INTO baseline VALUES(?,?,?,?,?)"};
    bind_all(insert, baseline.account, to_seconds(baseline.at), baseline.run, baseline.tenant,
             baseline.by);
    insert.exec();
    const Entry entry{BaselineAccepted{.snapshot_run = baseline.run,
                                       .account = baseline.account,
                                       .readings = *readings,
                                       .by = {.name = baseline.by, .digest = {}}}};
    return writer.add(baseline.tenant, entry).map([](const JournalEntry&) {});
  });
}

Result<std::optional<BaselineRecord>>
Store::baseline(std::string_view account) const
{
  using Answer = Result<std::optional<BaselineRecord>>;
  return m_database->with([&](SQLite::Database& database) -> Answer {
    SQLite::Statement row{database, "SELECT at, run, tenant, accepted_by FROM baseline WHERE "
                                    "account=? ORDER BY at DESC LIMIT 1"};
    bind_all(row, std::string{account});
    if (!row.executeStep()) {
      return std::optional<BaselineRecord>{};
    }
    return std::optional{BaselineRecord{.account = std::string{account},
                                        .at = from_seconds(row.getColumn(0).getInt64()),
                                        .run = row.getColumn(1).getString(),
                                        .tenant = row.getColumn(2).getString(),
                                        .by = row.getColumn(3).getString()}};
  });
}

} // namespace klausur
