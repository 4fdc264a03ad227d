#include "plugin/store/journal_writer.hpp"
#include "plugin/store/store.hpp"

#include <algorithm>

namespace klausur {

namespace {

/// The name that the account had, when it is configured no more.
std::string
former_name(SQLite::Database& database, std::string_view account,
            std::span<const std::string> configured)
{
  SQLite::Statement rows{database, "SELECT tenant FROM account WHERE account=?"};
  bind_all(rows, std::string{account});
  while (rows.executeStep()) {
    auto name = rows.getColumn(0).getString();
    if (std::ranges::find(configured, name) == configured.end()) {
      return name;
    }
  }
  return {};
}

void
move_history(SQLite::Database& database, const std::string& from, const std::string& to)
{
  // What was told may stand under both names already: the newer name knows better.
  for (const char* table :
       {"run_tenant", "told", "attestation", "waiver", "baseline", "plan"}) {
    SQLite::Statement move{
        database, fmt::format("UPDATE OR IGNORE {} SET tenant=? WHERE tenant=?", table)};
    bind_all(move, to, from);
    move.exec();
  }
  SQLite::Statement forget{database, "DELETE FROM account WHERE tenant=?"};
  bind_all(forget, from);
  forget.exec();
}

} // namespace

Result<std::optional<std::string>>
Store::account(std::string_view tenant) const
{
  using Answer = Result<std::optional<std::string>>;
  return m_database->with([&](SQLite::Database& database) -> Answer {
    return first_text(database, "SELECT account FROM account WHERE tenant=?",
                      std::string{tenant});
  });
}

Result<void>
Store::know_account(std::string_view tenant, std::string_view account,
                    std::span<const std::string> configured, Time at)
{
  const std::string name{tenant};
  std::string former;
  auto known = m_database->in_transaction([&](SQLite::Database& database) -> Result<void> {
    former = former_name(database, account, configured);
    if (!former.empty()) {
      return {}; // The journal says so first.
    }
    SQLite::Statement insert{database, "INSERT OR REPLACE INTO account VALUES(?,?)"};
    bind_all(insert, name, std::string{account});
    insert.exec();
    return {};
  });
  if (!known || former.empty()) {
    return known;
  }
  return m_database->journal(at, [&](JournalWriter& writer) -> Result<void> {
    move_history(writer.database(), former, name);
    SQLite::Statement insert{writer.database(), "INSERT OR REPLACE INTO account VALUES(?,?)"};
    bind_all(insert, name, std::string{account});
    insert.exec();
    const Entry entry{TenantRenamed{.before = former, .account = std::string{account}}};
    return writer.add(tenant, entry).map([](const JournalEntry&) {});
  });
}

} // namespace klausur
